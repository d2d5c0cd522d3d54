import { Parser } from 'htmlparser2';
import { readReport } from './analyzerReport.ts';
import { type AnalyzerReport, type ReportStep, readBody, splitReports } from './analyzerSteps.ts';
import { findTranslated } from './analyzerTranslation.ts';
import { findBeginnings } from './analyzerWording.ts';
import { type Line, lineCounter, type PastedText } from './pastedText.ts';
import type { EvidenceReader, StepResult } from './statement.ts';

/**
 * The XML that the Remote Connectivity Analyzer saves: `<testresult status testdescription resultdescription
 * additionaldetails><children>`. Whole or cut anywhere, inside other text, and where a chat has escaped its markup.
 */
export const readAnalyzerXml: EvidenceReader = ({ raw }) => {
  const xml = asMarkup(raw);
  if (!/<testresult\s/i.test(xml)) return [];
  return documentsOf(xml)
    .flatMap((steps) => splitReports(steps))
    .filter(({ steps }) => steps.length > 0)
    .map((report: AnalyzerReport) => readReport('analyzer-xml', report));
};

const xmlLine = /<\/?(?:testresult|children)\b|&lt;\/?(?:testresult|children)\b/i;

/** The lines of a text that are not part of such XML. */
export function withoutAnalyzerXml({ raw, lines }: PastedText): Line[] {
  if (!/(?:<|&lt;)testresult\s/i.test(raw)) return lines;
  const numbers = raw
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .flatMap((line, index) => (xmlLine.test(line) ? [index + 1] : []));
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? 0;
  return lines.filter(({ number }) => number < first || number > last);
}

/** Markup that was escaped once, or whose quotation marks a chat has made typographic. */
function asMarkup(raw: string): string {
  const markup = /<testresult\s/i.test(raw)
    ? raw
    : raw.replace(/&(?:lt|gt|quot|#34|amp);/gi, (entity) => escaped[entity.toLowerCase()] ?? entity);
  return /=\s?[\u201c-\u201f]/.test(markup) ? markup.replace(/[\u201c-\u201f]/g, '"') : markup;
}

const escaped: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&amp;': '&',
};

interface Element {
  attributes: Map<string, string>;
  line: number;
  depth: number;
}

/** Deeper than any report. A document type's entities stay text: the parser knows none but those of XML. */
const deepest = 100;

/** The steps of each document, in their order. Attributes that the text cuts off count as far as they go. */
function documentsOf(xml: string): ReportStep[][] {
  const documents: Element[][] = [[]];
  const lineAt = lineCounter(xml);
  let open = 0;
  let depth = 0;
  let current: Element | undefined;
  const parser = new Parser(
    {
      onopentagname(name) {
        open += 1;
        if (open > 2 * deepest) parser.pause();
        current = undefined;
        if (name.toLowerCase() !== 'testresult') return;
        current = { attributes: new Map(), line: lineAt(parser.startIndex), depth };
        documents.at(-1)?.push(current);
        depth += 1;
      },
      onattribute(name, value) {
        current?.attributes.set(name.toLowerCase(), value);
      },
      onclosetag(name) {
        open -= 1;
        if (name.toLowerCase() === 'testresult') depth -= 1;
      },
      onprocessinginstruction(name) {
        if (name.toLowerCase() === '?xml' && documents.at(-1)?.length !== 0) documents.push([]);
      },
    },
    { xmlMode: true },
  );
  parser.write(xml);
  // Closes a value that the text has cut off; outside of a tag it is text.
  parser.end('">');
  const cut = xml.lastIndexOf('<') > xml.lastIndexOf('>') ? documents.at(-1)?.at(-1) : undefined;
  return documents.map((elements) => elements.map((element) => stepOf(element, element === cut)));
}

function stepOf({ attributes, line, depth }: Element, isCut: boolean): ReportStep {
  const title = attributes.get('testdescription')?.trim() ?? '';
  const details = [attributes.get('resultdescription'), attributes.get('additionaldetails')]
    .map((text) => text?.replace(/\r\n?/g, '\n').trim() ?? '')
    .filter((text) => text !== '');
  const body = details.join('\n').replace(/[\u00a0\u2018\u2019]/g, (odd) => (odd === '\u00a0' ? ' ' : "'"));
  const flow = `${title}\n${body}`.replace(/[\u2018\u2019]/g, "'");
  const [known] = findBeginnings(flow).filter(({ isAnyTitle }) => !isAnyTitle);
  const [found = { kind: 'other' as const, host: undefined, port: undefined }] = known
    ? [known]
    : findTranslated(flow, () => false);
  const kind = found.kind === 'root' && depth > 0 ? 'connectivity' : found.kind;
  return {
    title,
    details: details
      .flatMap((text) => text.split('\n').map((part) => part.trim()))
      .filter((part) => part !== ''),
    result: statusOf(attributes.get('status')) ?? readBody(body).result,
    line,
    depth,
    kind,
    ...(found.host !== undefined && { host: found.host }),
    ...(found.port !== undefined && { port: found.port }),
    isEnglish: known !== undefined,
    ...(isCut && { cutAt: body.length }),
    body,
    lineAt: () => line,
  };
}

function statusOf(status = ''): StepResult | undefined {
  if (/warn/i.test(status)) return 'warn';
  if (/^(?:error|fail)/i.test(status)) return 'fail';
  return /^(?:success|pass)/i.test(status) ? 'pass' : undefined;
}
