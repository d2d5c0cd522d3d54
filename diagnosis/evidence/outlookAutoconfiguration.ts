import { parseServerName } from '../names/serverName.ts';
import type { Line, PastedText } from './pastedText.ts';
import type { EvidenceReader, Reading, Statement } from './statement.ts';
import { certaintyOf, withoutEnd, writtenPrincipals, writtenServers } from './writtenNames.ts';

/**
 * Outlook's "Test E-mail AutoConfiguration", the Results and the Log tab, with labels in any language: the names of
 * the protocols are the same in all. The server of `Exchange RPC` is a mailbox server or a GUID, not a host to connect
 * to; `Exchange HTTP` is Outlook Anywhere, inside and outside.
 */
export const readOutlookAutoconfiguration: EvidenceReader = (text) => {
  const results = resultsOf(text);
  return results.length > 0 ? results : logOf(text);
};

interface Block {
  /** `RPC`, `HTTP` or `MAPI`. */
  protocol: string;
  lines: Line[];
}

/** In a text without line breaks the next label follows the name of the protocol. */
const header =
  /(?:^|[:\uff1a]) *Exchange[ -]?(RPC|HTTP|MAPI)(?:[ /]*HTTP)?(?= *(?:$|[(,;|])| +\p{L}[\p{L} ]{2,20} ?[:\uff1a])/giu;

function resultsOf(text: PastedText): Reading[] {
  const readings: Reading[] = [];
  let test: Block[] = [];
  for (const block of blocksOf(text.lines)) {
    // Each test begins with RPC, where it is there at all.
    if (block.protocol === 'RPC' && test.some(({ protocol }) => protocol === 'RPC')) {
      readings.push(...readTest(text.raw, test));
      test = [];
    }
    test.push(block);
  }
  return [...readings, ...readTest(text.raw, test)];
}

function readTest(raw: string, blocks: Block[]): Reading[] {
  const isReal = blocks.some(({ lines }) => lines.some(({ text }) => serverLabel.test(text)));
  // Each connection has its own server and principal name, inside and outside.
  const told = blocks.map((block) => statementsOf(raw, block)).filter(({ length }) => length > 0);
  if (!isReal && told.length === 0) return [];
  if (!told.flat().some(({ field }) => field === 'server')) told.push(servicesOf(raw, blocks));
  return told.map((statements) => ({ format: 'outlook-autoconfiguration', statements }));
}

/** Lines of one block, each with the part behind its header, up to what is not of it. */
function blocksOf(lines: Line[]): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let strange = 0;
  for (const { number, text: marked } of lines) {
    if (marked === '' || (open === null && !/exchange/i.test(marked))) continue;
    const text = marked.replace(/\*\*|__|`/g, '');
    const headers = [...text.matchAll(header)];
    const ahead = text.slice(0, headers[0]?.index ?? text.length);
    if (open !== null && ahead.trim() !== '') {
      strange = isField(ahead) ? 0 : strange + 1;
      if (strange > 2 || isForeign(ahead)) open = null;
      else open.lines.push({ number, text: ahead });
    }
    for (const [index, found] of headers.entries()) {
      const end = headers[index + 1]?.index ?? text.length;
      const protocol = found[1]?.toUpperCase() ?? '';
      open = { protocol, lines: [{ number, text: text.slice(found.index + found[0].length, end) }] };
      strange = 0;
      blocks.push(open);
    }
  }
  return blocks;
}

function isField(text: string): boolean {
  return /^[^:\uff1a]{1,60}[:\uff1a]/.test(text.trim());
}

/** Other formats that may follow: PowerShell's lists, XML, the proxy dialog. */
function isForeign(text: string): boolean {
  return /^\s*(?:[A-Z][a-z]+){2,} +: |^\s*<|^\s*(?:\[PS\]|PS) |prox[yi]/.test(text);
}

const serverLabel =
  /(?:^|\s)(?:serv(?:er|eur|idor|re|ern\w*)|palvelin|serwer|kiszolgáló|sunucu|сервер|サーバー?|服务器|伺服器|서버|שרת|διακομιστής)(?: ?[:\uff1a]\s*|\t+)(\S+)/iu;
const noPrincipal = /prin[cz]\p{L}{0,12}(?: \p{L}{1,20})? ?[:\uff1a]\s*(none)(?!\p{L})/iu;

function statementsOf(raw: string, { protocol, lines }: Block): Statement[] {
  if (protocol !== 'HTTP') return [];
  const statements: Statement[] = [];
  const tell = (field: Statement['field'], value: string | undefined, line: number) => {
    if (value === undefined || statements.some((told) => told.field === field)) return;
    const certainty = certaintyOf(raw, value);
    if (certainty !== null) statements.push({ field, value, line, certainty });
  };
  for (const { number, text } of lines) {
    const server = withoutEnd(serverLabel.exec(text)?.[1] ?? '');
    tell('server', isHost(server) ? server : undefined, number);
    tell('principal', writtenPrincipals(text)[0] ?? noPrincipal.exec(text)?.[1], number);
  }
  return statements;
}

function isHost(value: string): boolean {
  return !/[@/]/.test(value) && parseServerName(value).ok;
}

/** Services mostly have the name of Outlook Anywhere. */
function servicesOf(raw: string, blocks: Block[]): Statement[] {
  for (const { number, text } of blocks.flatMap(({ lines }) => lines)) {
    const value = writtenServers(text).find(
      (server) => /^https:/i.test(server) && certaintyOf(raw, server) === 'certain',
    );
    if (value !== undefined) return [{ field: 'server', value, line: number, certainty: 'guessed' }];
  }
  return [];
}

const logLine =
  /^(?:autodiscover (?:to|via|url redirection to)|redirect check (?:to|for)|attempting url) |\(0x8[\da-f]{7}\)|\(0x0{8}\)/i;
const address = /https?:\/\/[^\s/"'<>]+\/autodiscover\/autodiscover\.xml/i;

/** What was tried says little of the server, what succeeded a bit more. */
function logOf({ lines, text: whole }: PastedText): Reading[] {
  if (!address.test(whole)) return [];
  const tried = lines.flatMap(({ number, text }) => {
    const [url] = address.exec(text) ?? [];
    if (url === undefined || !logLine.test(text.trim()) || !parseServerName(url).ok) return [];
    return [{ url, line: number, isFound: /\(0x0{8}\)|succe/i.test(text) }];
  });
  if (tried.length === 0) return [];
  const found = tried.filter(({ isFound }) => isFound);
  const certainty = found.length > 0 ? 'likely' : 'guessed';
  const named = new Map((found.length > 0 ? found : tried).map((entry) => [entry.url.toLowerCase(), entry]));
  const statements = [...named.values()].map(
    ({ url, line }): Statement => ({ field: 'server', value: url, line, certainty }),
  );
  return [{ format: 'outlook-autoconfiguration', statements }];
}
