import { readPastedText } from '../diagnosis/evidence/pastedText.ts';
import { readEvidence } from '../diagnosis/evidence/readEvidence.ts';
import { readers } from '../diagnosis/evidence/readers.ts';
import { readCorpus } from '../tests/evidence/corpus.ts';
import { medians, ms, report } from './figures.ts';

/** Bytes in UTF-8; about what people may paste. */
const longest = 200_000;
const rounds = 10;
const mostMilliseconds = 100;
const mostGrowth = 2.6;
/** Below, growth is noise, and does no harm: no text is longer. */
const fewMilliseconds = 20;

/**
 * How long the longest texts take to be read, against texts half as long: the corpus over and over by format, and what
 * is made to take long. Where one takes too long, each reader's part is told.
 */
async function main(): Promise<void> {
  console.log(`Text of ${longest / 1000} KB: the median, and how often that of half of it`);
  for (const [what, textOf] of [...formats(), ...repeated, ...numbered, ...nested]) {
    const [text, halfAsLong] = [textOf(longest), textOf(longest / 2)];
    const { half, whole } = await medians(
      {
        half: async () => readEvidence(halfAsLong),
        whole: async () => readEvidence(text),
      },
      rounds,
    );
    report(what, ms(whole), whole / half, whole > fewMilliseconds ? { atMost: mostGrowth } : undefined);
    if (whole > mostMilliseconds) await reportParts(text);
  }
}

type Input = [what: string, textOf: (length: number) => string];

function formats(): Input[] {
  const texts = Map.groupBy(readCorpus(), ({ format }) => format);
  return [...texts].map(([format, all]) => [format, over(all.map(({ text }) => `${text}\n\n`).join(''))]);
}

const repeated: Input[] = [
  '<',
  '</',
  '<div>',
  '<a><b c="',
  '<table><tr><td>x',
  '<?xml <!-- <![CDATA[ ',
  '<testresult status="Error" testdescription="x"><children>',
  '<Autodiscover><Response><Account><Protocol><Type>EXPR</Type><CertPrincipalName>',
  '&amp;',
  '&#x',
  '> ',
  '>',
  '| ',
  '- ',
  'msstd:',
  'msstd: ',
  'msstd:a.com ',
  'fullsic:\n',
  '1.',
  '1.2.3.4 ',
  '0123456789',
  ' ',
  '\t',
  '\n',
  'x\n',
  'WEB 1\n',
  'Web\n',
  'EXPR 1\n',
  'EXPR 1 ',
  'EXPR has msstd:a.com ',
  'msstd:`\n',
  'EXCH\t\t\t1\n',
  '✔\n',
  '}\n\n',
  'a.b\n',
  'autodisco...\n',
  '証明書は',
  'セキュリティ証明書',
  'サーバーのセキュリティ証明書に問題があります。セキュリティ証明書の名前が無効であるか、ターゲット\n',
  '\r',
  '\u200b',
  'x',
  'a.com ',
  'a.',
  'a@',
  'http://',
  'https://a.com/ ',
  'https://a.com?https://b.com',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN CERTIFICATE-----\nMIIC\n',
  'MIIAAAAAAAAAAAAAAAAAAAAAAAAAAA\n',
  'MIMAAAAAAAAAAAAAAAAAAAAAAAAAAA,',
  'BEGIN PRIVATE KEY',
  'CN=,',
  'CN=a1,',
  'CN=a.com ',
  'certificate is for ',
  'exchange server ',
  'Protocol: Exchange HTTP\n',
  'Server : \n',
  'Server: a.com\n',
  'Name  Server  CertPrincipalName  TTL\n',
  'EXPR  {a, b',
  '{',
  '{{}, ',
  '[size=1]',
  '[',
  'x`',
  '"',
  "'",
  ':',
  ': ',
  '=',
  '...',
  'Additional Details\n',
  'Test Steps\n',
  'Testing SSL mutual authentication with the RPC proxy server.\n',
  'Elapsed Time: 1 ms.',
  'The certificate common name a.com ',
  '2026-03-01 ',
  '1/2/2026 ',
  '\ud83d\ude00',
  'ü',
].map((part) => [JSON.stringify(part), over(part)]);

/** Parts that are all different, so that nothing can be remembered. */
const numbered: Input[] = [
  'mail#.contoso.com ',
  'a#.b#.c# ',
  '10.0.#.# ',
  'msstd:mail#.contoso.com\n',
  'https://mail#.contoso.com/owa\n',
  'CN=mail#.contoso.com, ',
  'CertPrincipalName : msstd:mail#.contoso.com\n\n',
  'Server: mail#.contoso.com\n',
  '<div>mail#.contoso.com</div>',
  '<Server>mail#.contoso.com</Server>\n',
].map((part) => {
  const parts = Array.from({ length: longest / part.length }, (_, index) => part.replaceAll('#', `${index}`));
  return [JSON.stringify(part), over(parts.join(''))];
});

/** Elements that are opened over and over, and then others closed: a parser may look for them among all that are open. */
const nested: Input[] = [
  ['<i>', '</b>'],
  ['<children>', '</testresult>'],
  ['<Protocol>', '</Type>'],
  ['{', '}'],
  ['(', ')'],
].map(([open = '', close = '']) => [
  JSON.stringify(open + close),
  (length) => over(open)(length / 2) + over(close)(length / 2),
]);

function over(part: string): (length: number) => string {
  return (length) => part.repeat(Math.ceil(length / Buffer.byteLength(part))).slice(0, length);
}

async function reportParts(text: string): Promise<void> {
  const pasted = readPastedText(text);
  const parts = Object.fromEntries(
    readers.map((read, index) => [read.name || `reader ${index}`, async () => read(pasted)]),
  );
  const taken = await medians({ cleaning: async () => readPastedText(text), ...parts }, rounds);
  for (const [what, time] of Object.entries(taken))
    if (time > fewMilliseconds / 2) console.log(`    ${what} ${ms(time)}`);
}

await main();
