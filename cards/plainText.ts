import { type Diagnosis, type Evidence, formatServerName } from '../diagnosis/index.ts';
import { explainEvidence } from './explainedEvidence.ts';
import type { CommandBlock, ExplainedFix, ExplainedStep } from './explainedFix.ts';
import { type Explanation, explain } from './explanation.ts';
import { shortServer } from './shortServer.ts';
import { labelled, type Translate } from './texts.ts';

const width = 80;

/**
 * An explanation for a terminal or a mail, with a line break at the end. Lines have at most 80 characters, but for
 * commands and long names, which stay whole for copying.
 * Only headings begin in the first column, and only commands six or eight columns further on, so that a stranger's
 * name that runs into the next line passes for neither.
 */
export function plainText(explanation: Explanation, t: Translate): string {
  const { clients, details, alsoFound, addresses, directorySays, caution, scope } = explanation;
  const names = [
    { label: explanation.expectsLabel, value: explanation.expects },
    { label: t('diagnosis.certificateSays'), value: explanation.certificateSays },
    ...(directorySays === '' ? [] : [{ label: t('diagnosis.directorySays'), value: directorySays }]),
  ];
  const results = clients.map(({ name, label }) => ({ label: name, value: label }));
  const sections = [
    section(explanation.verdictLabel, [
      paragraph(explanation.headline),
      paragraph(explanation.origin),
      table(details.length > 0 ? names : []),
    ]),
    section(explanation.clientsHeading, [
      table(results),
      paragraph(explanation.clientsCaveat),
      paragraph(caution),
    ]),
    section(t('diagnosis.why'), [paragraph(explanation.cause)]),
    section(t('diagnosis.alsoFound'), [
      alsoFound.map(({ headline }) => paragraph(`- ${headline}`, 2, 4)).join('\n'),
    ]),
    section(
      t('diagnosis.fix'),
      explanation.plan.flatMap((fix) => fixParagraphs(fix, t)),
    ),
    section(
      t('diagnosis.otherWays'),
      explanation.alternatives.flatMap((fix) => fixParagraphs(fix, t)),
    ),
    section(
      t('diagnosis.scopeTitle'),
      scope.map((text) => paragraph(text)),
    ),
    section(t('diagnosis.certificate'), [table(details)]),
    details.length === 0 && addresses !== '' ? labelled(t('details.address'), t) + addresses : '',
    explanation.support,
  ];
  return `${joined(sections, '\n\n')}\n`;
}

/** What was read of a report, and what it comes to. */
export function reportText(evidence: Evidence, diagnoses: Diagnosis[], t: Translate): string {
  const { rows, notes } = explainEvidence(evidence, t);
  const read = section(t('evidence.title'), [
    table(
      rows.map(({ label, value, place }) => ({ label, value: place === '' ? value : `${value} (${place})` })),
    ),
    ...notes.map((note) => paragraph(note)),
  ]);
  const judged = diagnoses.map((diagnosis, index) => {
    const of = {
      number: index + 1,
      count: diagnoses.length,
      server: shortServer(formatServerName(diagnosis.server)),
    };
    const heading = diagnoses.length > 1 ? `${t('chat.of', of)}\n\n` : '';
    return `${heading}${plainText(explain(diagnosis, t), t).trimEnd()}`;
  });
  const [server] = evidence.servers;
  const missing =
    server === undefined
      ? t('evidence.tooLittle')
      : t('evidence.noCertificate', { server: shortServer(formatServerName(server)) });
  const rest = judged.length > 0 ? judged : [paragraph(missing)];
  return `${[read, ...rest].join('\n\n')}\n`;
}

function fixParagraphs(
  { title, text, who, steps, undoText, undo, ifNot }: ExplainedFix,
  t: Translate,
): string[] {
  return [
    paragraph(title),
    joined([paragraph(text, 4), paragraph(who, 4)], '\n'),
    ...steps.map((step, index) => numbered(step, index + 1)),
    undoText !== '' || undo.length > 0
      ? withCommands(`${t('diagnosis.undo')} ${undoText}`.trim(), undo, 4)
      : '',
    ifNot === '' ? '' : paragraph(`${t('diagnosis.ifNot')} ${ifNot}`, 4),
  ];
}

function numbered({ text, blocks }: ExplainedStep, number: number): string {
  const lines = blocks.flatMap((block) => [paragraph(block.where, 7), ...commandLines(block)]);
  return [paragraph(`${number}. ${text}`, 4, 7), ...lines].join('\n');
}

function withCommands(text: string, blocks: CommandBlock[], indent: number): string {
  const lines = blocks.flatMap((block) => [
    ...(blocks.length > 1 ? [paragraph(block.where, indent)] : []),
    ...commandLines(block),
  ]);
  return [paragraph(text, indent), ...lines].join('\n');
}

function commandLines({ lines }: CommandBlock): string[] {
  return lines.map((line) => ' '.repeat(8) + line);
}

/** Paragraphs under a heading; nothing where all of them are empty. */
function section(heading: string, paragraphs: string[]): string {
  const body = joined(paragraphs, '\n\n');
  return body === '' ? '' : `${heading}\n${body}`;
}

function table(rows: { label: string; value: string }[]): string {
  const labelWidth = Math.max(...rows.map(({ label }) => label.length));
  return rows
    .map(({ label, value }) => paragraph(`${label.padEnd(labelWidth)}  ${value}`, 2, labelWidth + 4))
    .join('\n');
}

/** Breaks a text between words; the lines after the first are indented by `hanging`. */
function paragraph(text: string, indent = 2, hanging = indent): string {
  const [first = '', ...words] = text.split(' ');
  const lines = [' '.repeat(indent) + first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    // Blanks in a stranger's name must not push what follows them to where commands begin.
    else if (word !== '') lines.push(' '.repeat(hanging) + word);
  }
  return text === '' ? '' : lines.join('\n');
}

function joined(parts: string[], separator: string): string {
  return parts.filter((part) => part !== '').join(separator);
}
