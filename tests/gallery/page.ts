import type { Exhibit } from './exhibits.ts';

/**
 * An exhibit as HTML: each card narrow and wide, light and dark, drawn by the official renderer when it is opened.
 * @param language The cards' language tag, by which a browser chooses its fonts and breaks lines.
 * @param root The URL of the repository, with a slash at its end.
 */
export function page({ title, about, cards }: Exhibit, language: string, root: string): string {
  const rows = cards.map(
    ({ caption, card }) => `<section aria-label="${escaped(caption)}">
<h2>${escaped(caption)}</h2>
<script type="application/json">${JSON.stringify(card).replaceAll('<', '\\u003c')}</script>
<div class="frames" lang="${language}"></div>
</section>`,
  );
  const scripts = ['node_modules/adaptivecards/dist/adaptivecards.min.js', 'tests/gallery/frames.js'];
  return `${head(title, root)}
<h1>${escaped(title)}</h1>
<p>${escaped(about)} · <a href="index.html">All cards</a></p>
${rows.join('\n')}
${scripts.map((script) => `<script src="${root}${script}"></script>`).join('\n')}
</html>
`;
}

/** Leads to the exhibits in each language. */
export function languagesPage(languages: readonly string[], root: string): string {
  const lines = languages.map((language) => `<li><a href="${language}/index.html">${language}</a></li>`);
  return `${head('All languages', root)}
<h1>All languages</h1>
<ul>
${lines.join('\n')}
</ul>
</html>
`;
}

/** Leads to all the others of its language. */
export function indexPage(exhibits: Exhibit[], root: string): string {
  const lines = exhibits.map(
    ({ name, title, about }) => `<li><a href="${name}.html">${escaped(title)}</a><br>${escaped(about)}</li>`,
  );
  return `${head('All cards', root)}
<h1>All cards</h1>
<p>Made by "npm run gallery" from real checks of the lab. The pages need what "npm ci" installs. ·
<a href="../index.html">All languages</a></p>
<ul>
${lines.join('\n')}
</ul>
</html>
`;
}

function head(title: string, root: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${root}node_modules/adaptivecards/dist/adaptivecards.css">
<link rel="stylesheet" href="${root}tests/gallery/frames.css">`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
