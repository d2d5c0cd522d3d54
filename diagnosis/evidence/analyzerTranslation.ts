import type { Beginning, StepKind } from './analyzerWording.ts';

/**
 * Steps of translated reports, line by line: their wording is not known, so what counts is what is not translated:
 * protocols, ports, hosts, `rpcproxy.dll`, `msstd:`, `NotBefore`. A line is a step where such a token begins one.
 * @param isKnown Whether a line already belongs to a step that was found by its wording.
 */
export function findTranslated(text: string, isKnown: (start: number, end: number) => boolean): Beginning[] {
  const found: Beginning[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    const isStep = line.length >= shortestLine && !isKnown(start, end);
    const kind = isStep ? kindOf(line.slice(0, longestLine)) : undefined;
    if (kind) found.push({ index: start, end, ...kind, isPart: true, isAnyTitle: false });
    start = end + 1;
  }
  return found;
}

/** Characters. No token that begins a step is shorter than `msstd:`. */
const shortestLine = 6;
const longestLine = 1000;
const hostLike =
  /(?<![\p{L}\p{N}@/:._-])[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10}(?![\p{L}\p{N}@_-])/u;
const proxyUrl = /https?:\/\/(?<host>[^\s/:"'<>]{1,253})(?::(?<port>\d{1,5}))?\/\S{0,200}?rpcproxy\.dll/i;
const discoveryUrl = /https?:\/\/(?<host>[^\s/:"'<>]{1,253})(?::\d{1,5})?\/autodiscover\//i;
const mutual =
  /msstd:|gegenseitige[nr]? (?:SSL-)?Authentifizierung|autenticaci[oó]n (?:SSL )?mutua|authentification (?:SSL )?mutuelle|autenticazione (?:SSL )?(?:reciproca|mutua)|autenticaç[aã]o (?:SSL )?m[uú]tua|wederzijdse (?:SSL-)?(?:verificatie|authenticatie)/iu;

type Found = { kind: StepKind; host?: string; port?: number };

function kindOf(line: string): Found | undefined {
  // A subject is a detail, and an answer of Autodiscover is not the analyzer's own.
  if (/(?:^|[\s:,])CN ?=|CertPrincipalName/i.test(line)) return undefined;
  const { host: proxyHost, port: proxyPort } = proxyUrl.exec(line)?.groups ?? {};
  if (proxyHost !== undefined) return found('authenticationMethods', proxyHost, proxyPort);
  if (isMutualTitle(line) || mutual.test(line)) return { kind: 'mutual' };
  const discoveryHost = discoveryUrl.exec(line)?.groups?.host;
  if (discoveryHost !== undefined) return found('autodiscover', discoveryHost);
  if (/\bNotBefore\b/.test(line)) return { kind: 'date' };
  const host = hostLike.exec(line)?.[0];
  const port = /(?:port|puerto|porta|poort)\D{0,3}(?<port>\d{1,5})\b/iu.exec(line)?.groups?.port;
  if (host === undefined) return kindOfWords(line);
  if (/\bSSL\b/.test(line) && /[cz]erti/i.test(line)) return found('obtain', host, port);
  if (/\bTCP\b/.test(line) && port !== undefined) return found('port', host, port);
  if (/\bping/i.test(line) && /RPC.?Proxy|proxy.{0,4}RPC/i.test(line)) return found('ping', host);
  return /\bDNS\b/.test(line) ? found('resolve', host) : undefined;
}

/** `Testing SSL mutual authentication with the RPC proxy server`: no other title has both, in any language. */
export function isMutualTitle(line: string): boolean {
  return /\bSSL\b/.test(line) && /\bRPC\b/.test(line) && !hostLike.test(line);
}

/** Titles that name no host: only the validations, since a problem follows from them. */
function kindOfWords(line: string): Found | undefined {
  if (/Zertifikat(?:s)?name|nombre del certificado|nom du certificat|nome del certificato/i.test(line))
    return { kind: 'name' };
  if (/Zertifikatvertrauen|Vertrauensstellung|confianza del certificado|confiance du certificat/i.test(line))
    return { kind: 'trust' };
  return undefined;
}

function found(kind: StepKind, host: string, port?: string): Found {
  return { kind, host, ...(port !== undefined && { port: Number(port) }) };
}
