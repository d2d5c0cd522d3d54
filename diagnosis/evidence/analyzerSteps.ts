import { asFlow, type Flow, foreignMarker } from './analyzerFlow.ts';
import { namesSetting, type ReportSetting, settingsOf } from './analyzerSettings.ts';
import { findTranslated, isMutualTitle } from './analyzerTranslation.ts';
import { type Beginning, findBeginnings, resultOf, type StepKind, sentenceEnd } from './analyzerWording.ts';
import { indexAt } from './joinedText.ts';
import type { Line } from './pastedText.ts';
import type { AnalyzerStep } from './statement.ts';

/** A step with what its wording tells, whatever form the report had. */
export interface ReportStep extends AnalyzerStep {
  kind: StepKind;
  host?: string;
  port?: number;
  /** Its wording is known, so its dates are American. */
  isEnglish: boolean;
  /** Where the text ends without a line end, in the body: its last word may be cut. */
  cutAt?: number;
  /** Result and details in one, and the line of a position in it. */
  body: string;
  lineAt(index: number): number;
}

/** How far the result and the detail of a step reach; behind the last one comes whatever a person wrote. */
export const ownWords = 600;

/** One report, or what a copy has left of one. */
export interface AnalyzerReport {
  steps: ReportStep[];
  settings: ReportSetting[];
}

/**
 * Finds the reports in a text whose nesting, tabs and often line ends are lost: a step reaches from the first words of
 * its title to those of the next. Nothing where there is no step whose wording is the analyzer's.
 * @param isWhole Whether the form of the text shows that nothing is cut at its end.
 */
export function findReports(lines: Line[], isWhole = false): AnalyzerReport[] {
  const flow = asFlow(lines, isWhole);
  const beginnings = findBeginnings(flow.text);
  const settings = namesSetting(flow.text) ? settingsOf(lines) : [];
  const isWorded = beginnings.some(({ isAnyTitle }) => !isAnyTitle);
  const isForeign = !isWorded || foreignMarker.test(flow.text);
  const translated = isForeign ? findTranslated(flow.text, coveredBy(beginnings)) : [];
  const steps = stepsOf(
    flow,
    [...beginnings, ...translated].sort((a, b) => a.index - b.index),
    translated,
  );
  const isReport =
    settings.length > 0 ||
    flow.hasMarkers ||
    isWorded ||
    translated.some(({ index, end }) => isMutualTitle(flow.text.slice(index, end))) ||
    new Set(translated.map(({ kind }) => kind)).size >= kindsOfReport;
  if (!isReport || (settings.length === 0 && steps.every(({ kind }) => kind === 'other'))) return [];
  return splitReports(steps, settings);
}

/** So many kinds of steps in one text of an unknown language are no accident. */
const kindsOfReport = 3;

/** A second root is a second report, unless it is the part of a test that has it as a part. */
export function splitReports(steps: ReportStep[], settings: ReportSetting[] = []): AnalyzerReport[] {
  const reports: AnalyzerReport[] = [{ steps: [], settings: [] }];
  let root = '';
  for (const step of steps) {
    const current = reports.at(-1);
    const isRoot = step.kind === 'root' && !isPartOf(root, step.title);
    const isAnother = isRoot && (current?.steps.length ?? 0) > (isOutcome.test(step.title) ? 3 : 0);
    if (isAnother) reports.push({ steps: [step], settings: [] });
    else current?.steps.push(step);
    if (isRoot) root = step.title;
  }
  for (const setting of settings) {
    const owner = reports.findLast(({ steps: [first] }) => first !== undefined && first.line <= setting.line);
    (owner ?? reports[0])?.settings.push(setting);
  }
  return reports;
}

/** The root of which a copy has left only the result. */
const isOutcome = /test (?:failed|completed|passed|was)/i;

function isPartOf(root: string, title: string): boolean {
  return /outlook/i.test(root) && /rpc/i.test(title) && !/outlook/i.test(title);
}

function coveredBy(beginnings: Beginning[]): (start: number, end: number) => boolean {
  const starts = beginnings.map(({ index }) => index);
  return (start, end) => {
    const before = beginnings[indexAt(starts, end - 1)];
    return before !== undefined && before.index < end && before.end > start;
  };
}

function stepsOf(flow: Flow, beginnings: Beginning[], translated: Beginning[]): ReportStep[] {
  const own = new Set(translated.map(({ index }) => index));
  const kept: Beginning[] = [];
  for (const beginning of beginnings) {
    const current = kept.at(-1);
    const isMore = beginning.isPart && current?.kind === beginning.kind && !isOtherHost(beginning, current);
    const mayBeResult = beginning.isAnyTitle || (beginning.kind === 'root' && current?.kind === 'root');
    const isResult = mayBeResult && isResultSentence(flow.text, beginning);
    // A detail tells the host that the title does not.
    if (isMore && beginning.host !== undefined) current.host ??= beginning.host;
    if (!isMore && !isResult) kept.push({ ...beginning });
  }
  return kept.map((beginning, place) =>
    stepAt(flow, beginning, kept[place + 1]?.index ?? flow.text.length, !own.has(beginning.index)),
  );
}

function isOtherHost({ host }: Beginning, current: Beginning): boolean {
  return (
    host !== undefined && current.host !== undefined && host.toLowerCase() !== current.host.toLowerCase()
  );
}

/** `Testing Autodiscover failed.` begins as a title does. */
function isResultSentence(text: string, { index, end }: Beginning): boolean {
  const sentence = text.slice(index, endOfSentence(text, end, Math.min(text.length, end + 400)));
  return /(?:failed|successful(?:ly)?|succeeded|completed)\.?$/.test(sentence.trim());
}

function endOfSentence(text: string, from: number, limit: number): number {
  const part = text.slice(from, Math.min(limit, from + longestSentence));
  sentenceEnd.lastIndex = 0;
  const match = sentenceEnd.exec(part);
  return match ? from + match.index + (match[0] === '.' ? 1 : 0) : from + part.length;
}

const longestSentence = 1000;

function stepAt(flow: Flow, found: Beginning, next: number, isEnglish: boolean): ReportStep {
  const { index, end, kind, host, port, isPart } = found;
  const titleEnd = isEnglish ? endOfSentence(flow.text, end, next) : end;
  const bodyStart = isPart ? index : titleEnd;
  const body = flow.text.slice(bodyStart, next);
  const { result, details } = readBody(body);
  return {
    title: oneLine(flow.text.slice(index, titleEnd)),
    result,
    details: isEnglish ? details : readBody(flow.text.slice(titleEnd, next)).details,
    line: flow.lineAt(index),
    kind,
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    isEnglish,
    ...(next === flow.text.length && flow.cutAt !== undefined && { cutAt: flow.cutAt - bodyStart }),
    body,
    lineAt: (offset) => flow.lineAt(bodyStart + offset),
  };
}

/** The result is the first sentence that says one; what a copy has joined to it is a detail. */
export function readBody(body: string): Pick<ReportStep, 'result' | 'details'> {
  const lines = body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const paragraph = lines.join('\n');
  const first = paragraph.slice(
    0,
    endOfSentence(paragraph, Math.min(1, paragraph.length), Math.min(paragraph.length, 400)),
  );
  const known = resultOf(oneLine(first));
  const result = known === 'unknown' ? resultOf(oneLine(paragraph.slice(0, 400))) : known;
  const rest = paragraph.slice(first.length).split('\n');
  const details = [oneLine(first), ...rest.map((line) => line.trim())].filter((line) => line !== '');
  return { result, details };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
