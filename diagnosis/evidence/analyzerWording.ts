import type { StepResult } from './statement.ts';

/** What a step of the analyzer does, as far as anything follows from it. */
export type StepKind =
  | 'root'
  /** Everything behind it is about the server under test, no longer about Autodiscover. */
  | 'connectivity'
  | 'autodiscover'
  | 'resolve'
  | 'port'
  | 'certificate'
  | 'obtain'
  | 'name'
  | 'trust'
  | 'chains'
  | 'intermediates'
  | 'date'
  | 'authenticationMethods'
  | 'mutual'
  | 'ping'
  | 'other';

interface Wording {
  kind: StepKind;
  /** Groups `host` and `port`, where the wording tells them. */
  begins: RegExp;
  /** The wording of a result or a detail: it begins a step only where a copy has lost the title. */
  isPart?: true;
}

/** Words that begin a sentence, which copies join to the sentence before: `port 443.ExRCA successfully obtained`. */
const opener =
  '(?:The|ExRCA|Microsoft|Autodiscover|Mutual|Successfully|Certificate|Client|Date|Host|RPC|MAPI|HTTP|Http|Pinged|An?|All|One|Additional|Test|Testing|Tell|Elapsed|Attempting|This|Validating)\\b';

/**
 * The end of a sentence, also where the next one is joined to it, with its point or without; a point inside a host name
 * is none.
 */
export const sentenceEnd = new RegExp(
  `\\.(?=[\\s"')]|$|[A-Z][A-Za-z']{0,20}[\\s/])|\\n(?=[A-Z\\n])|(?<=[a-z\\d)]|DNS|^)(?=${opener}\\s)`,
  'g',
);

const analyzer =
  '(?:(?:the )?(?:(?:microsoft|exchange) ){0,2}(?:remote )?connectivity analyzer(?: tool)?|exrca)';
const host = '(?<host>[^\\s"\'<>(),;]{1,253}?)';
const hostAtEnd = `${host}(?=\\.?(?:[\\s"')]|$))`;
/** The first word of the next sentence, joined to a host. With its capitals, as `.test` and `.one` are domains. */
const joined = new RegExp(`(?:\\.|(?<=[a-z\\d]))${opener}$`);

/**
 * What the analyzer has written since 2009, in the order of its tests. Wording has changed in small words only (`could
 * not`, `couldn't`), so small words are open. Sources: Connectivity Analyzer documentation, and reports in forums.
 */
const wordings: Wording[] = [
  {
    kind: 'root',
    begins: words('testing (?:rpc ?/ ?http|rpc over http|outlook(?: anywhere)?) connectivity(?! to )'),
  },
  {
    kind: 'root',
    begins: words(`(?:${analyzer} is )?testing (?:exchange activesync|outlook mobile|exchange web services)`),
  },
  { kind: 'root', begins: words('exchange web services service account access verification') },
  {
    kind: 'root',
    isPart: true,
    begins: words(
      'the (?:rpc/http|rpc over http|outlook(?: connectivity| anywhere)?|exchange activesync|autodiscover|exchange web services) (?:connectivity )?test (?:failed|completed|passed|was )',
    ),
  },
  {
    kind: 'connectivity',
    begins: words(`testing (?:rpc|mapi) over http connectivity to (?:the )?server ${hostAtEnd}`),
  },
  { kind: 'connectivity', begins: words('autodiscover settings for [^.\\n]{1,60} are being validated') },
  {
    kind: 'autodiscover',
    begins: words(
      `(?:${analyzer} is )?attempting to (?:test|retrieve)[^.]{0,60} autodiscover [^.]{0,60}url https?://(?<host>[^\\s/:"'<>]{1,253})`,
    ),
  },
  {
    kind: 'autodiscover',
    begins: words(
      `(?:${analyzer} is )?attempting to (?:test autodiscover|contact the autodiscover|locate srv|send an autodiscover)`,
    ),
  },
  { kind: 'autodiscover', begins: words('attempting each method of contacting the autodiscover service') },
  { kind: 'resolve', begins: words(`attempting to resolve the host ?name ${host} (?:in dns|using dns)`) },
  { kind: 'port', begins: words(`testing tcp port (?<port>\\d{1,5}) on host ${host} to`) },
  { kind: 'certificate', begins: words('testing (?:the )?ssl certificate (?:to|for)') },
  {
    kind: 'obtain',
    begins: words(
      `(?:${analyzer} is )?attempting to obtain the ssl certificate from (?:the )?(?:remote )?server ${host} on port (?<port>\\d{1,5})`,
    ),
  },
  { kind: 'obtain', isPart: true, begins: words('remote certificate subject:') },
  { kind: 'name', begins: words('validating (?:the )?certificate name') },
  { kind: 'name', isPart: true, begins: words('certificate name validation failed') },
  {
    kind: 'name',
    isPart: true,
    begins: words(`host ?name (?!that )${host} (?:was found|does(?:n't| not) match any)`),
  },
  {
    kind: 'name',
    isPart: true,
    begins: words(`host ?name that was found, ${host}, is a wildcard certificate match`),
  },
  {
    kind: 'trust',
    begins: words(
      '(?:validating certificate trust|(?:the )?certificate trust is being (?:verified|validated))',
    ),
  },
  { kind: 'trust', isPart: true, begins: words('certificate trust validation failed') },
  { kind: 'chains', begins: words(`(?:${analyzer} is )?attempting to build certificate chains`) },
  { kind: 'other', begins: words('analyzing the certificate chains for compatibility') },
  {
    kind: 'intermediates',
    begins: words(`(?:${analyzer} is )?analyzing (?:the )?intermediate certificates`),
  },
  { kind: 'date', begins: words('testing (?:the )?certificate date') },
  { kind: 'date', isPart: true, begins: words('date validation (?:passed|failed)') },
  { kind: 'other', begins: words('checking the iis configuration for client certificate') },
  {
    kind: 'authenticationMethods',
    begins: words(
      `testing http authentication methods for url https?://(?<host>[^\\s/:"'<>]{1,253})(?::(?<port>\\d{1,5}))?/\\S{0,200}?rpcproxy\\.dll`,
    ),
  },
  {
    kind: 'mutual',
    begins: words(
      '(?:testing )?ssl mutual authentication with (?:the )?rpc proxy server(?: is being (?:tested|verified))?',
    ),
  },
  { kind: 'mutual', isPart: true, begins: words('mutual authentication (?:was|could|can)') },
  {
    kind: 'mutual',
    isPart: true,
    begins: words(
      "certificate common name (?:\\S{1,255}?,? )?(?:does(?:n't| not) (?:validate|match)|matches msstd|validates) ?(?:against|the|msstd|$)",
    ),
  },
  { kind: 'ping', begins: words(`attempting to ping (?:the )?rpc proxy (?:server )?${hostAtEnd}`) },
];

/** Any other step: the words that titles begin with, at the beginning of a sentence. */
const anyTitle =
  /(?<=^|[\n.]|[\n.][ \n])(?:Attempting (?:to|each|the)|Testing (?:the |[A-Z])|Validating |Checking |Analyzing |Sending |(?:The )?(?:Microsoft Connectivity Analyzer|ExRCA) is )/g;

/** Where a step begins in a text. */
export interface Beginning {
  index: number;
  end: number;
  kind: StepKind;
  host?: string;
  port?: number;
  isPart: boolean;
  /** Only the words are a title's, nothing says that it is the analyzer's. */
  isAnyTitle: boolean;
}

/** In the order of the text, none inside another. */
export function findBeginnings(text: string): Beginning[] {
  const known = wordings.flatMap(({ kind, begins, isPart = false }) =>
    [...text.matchAll(begins)].filter(isWord).map((match) => beginning(match, kind, isPart, false)),
  );
  const any = [...text.matchAll(anyTitle)].map((match) => beginning(match, 'other', false, true));
  const sorted = [...known, ...any].sort((a, b) => a.index - b.index || b.end - a.end);
  let end = -1;
  return sorted.filter((candidate) => {
    if (candidate.index < end) return false;
    end = candidate.end;
    return true;
  });
}

/** Copies join a sentence to a word before it, but a word inside a word has no capital. */
function isWord({ index, input, 0: found }: RegExpExecArray): boolean {
  const before = input.charAt(index - 1);
  return !/\p{L}/u.test(before) || (/\p{Ll}/u.test(before) && /^\p{Lu}/u.test(found));
}

function beginning(match: RegExpExecArray, kind: StepKind, isPart: boolean, isAnyTitle: boolean): Beginning {
  const { host: found, port } = match.groups ?? {};
  const host = found?.replace(joined, '');
  const surplus = (found?.length ?? 0) - (host?.length ?? 0);
  return {
    index: match.index,
    end: match.index + match[0].length - surplus,
    kind,
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: Number(port) }),
    isPart,
    isAnyTitle,
  };
}

/** A blank of the pattern is any blank of the text, also where a mail has wrapped its lines. */
function words(pattern: string): RegExp {
  return new RegExp(`${pattern.replaceAll(' ?', '\\s?').replaceAll(' ', '\\s{1,2}')}`, 'giu');
}

/** Also in the languages that reports come in. Failure first: `couldn't be contacted successfully`. */
const results: [Exclude<StepResult, 'unknown'>, RegExp][] = [
  [
    'warn',
    /with (?:some )?warnings|potential compatibility problems|however, a match was found|mit warnungen|con advertencias|avec des avertissements|jedoch eine übereinstimmung/i,
  ],
  [
    'fail',
    /\bfail|could(?:n't| not)|can(?:'t|not| not)\b|unable to|wasn't able|was not able|(?:isn't|is not) (?:valid|trusted)|didn't|did not|does(?:n't| not)|weren't|unsuccessful|not successful|\bblocked\b|missing or invalid|an error occurred|fehlgeschlagen|konnte[n]? nicht|nicht erfolgreich|no se (?:pudo|pudieron)|error al|\bfall[oó]\b|échoué|n'a pas pu|impossib|non (?:è )?(?:riuscit|stato possibile)|falhou|não foi possível|mislukt|kan (?:niet|geen)|kon (?:niet|geen)|gick inte|kunde inte|kunne ikke|nie (?:można|udało)|nepodařilo|не удалось|できません/iu,
  ],
  [
    'pass',
    /success|\bpassed|verified|are correct|is trusted|present and valid|(?:wasn't|was not|not) (?:detected|configured)|erfolgreich|bestanden|correctamente|con éxito|satisfactori|réussi|avec succès|riuscit|com êxito|com sucesso|geslaagd|met succes/iu,
  ],
];

/** What a result line says. */
export function resultOf(sentence: string): StepResult {
  return results.find(([, pattern]) => pattern.test(sentence))?.[0] ?? 'unknown';
}
