/**
 * Plain text as a message of the format `xml` that shows it as it is: with all its lines, and with no mark or tag in a
 * stranger's name read as one. The format `plain` promises less: where it comes to lines and tags, clients differ.
 */
export function preformatted(text: string): string {
  return `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`;
}
