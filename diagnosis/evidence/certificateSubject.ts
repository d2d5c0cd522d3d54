/** What of a distinguished name, as .NET prints it, can be told for certain. */
export interface CertificateSubject {
  commonNames: string[];
  /** The whole name; `undefined` where some of it is missing. */
  text: string | undefined;
}

/**
 * Reads `CN=mail.contoso.com, O=Contoso, C=US`. Of a name that is cut (`...`) the last part is left out; where a line
 * feed stands in a common name, it is told only if it is a host, since those hold no blanks.
 */
export function readCertificateSubject(text: string, isCut: boolean): CertificateSubject {
  const parts = partsOf(text);
  const whole = isCut ? parts.slice(0, -1) : parts;
  const commonNames = whole.flatMap((part) => {
    const [, value = ''] = /^\s*CN\s*=\s*(.*)$/is.exec(part) ?? [];
    const name = value.trim().replace(/^"|"$/g, '').replaceAll('\n', '').trim();
    const isTold = value.trim().includes('\n')
      ? isHost(name)
      : name !== '' && !/^[.@]|\.\.|[.-](?: |$)|[\u2026{}]/.test(name);
    return isTold ? [name] : [];
  });
  return {
    commonNames,
    text: isCut || text.includes('\n') || text === '' ? undefined : text.replaceAll('\t', ' '),
  };
}

function isHost(name: string): boolean {
  return /^(?:\*\.)?[\w-]+(?:\.[\w-]+)+$/.test(name);
}

/** A comma in quotation marks separates nothing (RFC 2253). */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    if ((character === ',' || character === ';') && !isQuoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
