import { errorCodes } from './certificateErrorCode.ts';
import { openingPhrases, type Phrase, problemPhrases, titlePhrases } from './certificatePhrases.ts';
import { evenBlanks, joinText } from './joinedText.ts';
import type { CertificateProblem, EvidenceReader, Reading, Statement } from './statement.ts';
import { certaintyOf, writtenServers } from './writtenNames.ts';

/**
 * Outlook's warnings of a certificate: "There is a problem with the proxy server's security certificate" with its
 * error code (KB923575), the Security Alert with its three lines, the Internet Security Warning. Their sentences are
 * looked for in the whole text as one line, because they are wrapped anywhere.
 */
export const readCertificateDialog: EvidenceReader = ({ raw, lines, text }) => {
  // Wrapped at any place, sentences are found with one blank for all blanks.
  const { text: even, lineAt } = joinText({ lines, text: evenBlanks(text) });
  const joined = even.replaceAll('\n', ' ');
  const marks = [
    ...marksOf(joined, openingPhrases),
    ...marksOf(joined, titlePhrases),
    ...marksOf(joined, problemPhrases),
    ...errorCodes(joined).map(
      (code): Mark => ({ ...code, isAnchor: isOfConnection(joined, code.start), isCode: true }),
    ),
  ].sort((one, other) => one.start - other.start);

  return dialogsOf(marks).map((dialog): Reading => {
    const told = new Set<CertificateProblem>();
    const statements: Statement[] = [];
    for (const { start, problems } of dialog) {
      for (const value of problems.filter((problem) => !told.has(problem))) {
        told.add(value);
        statements.push({ field: 'certificateProblem', value, line: lineAt(start), certainty: 'certain' });
      }
    }
    const server = serverOf(joined, dialog);
    if (server !== null && certaintyOf(raw, server.value) !== null) {
      statements.push({
        field: 'server',
        value: server.value,
        line: lineAt(server.start),
        certainty: 'likely',
      });
    }
    return { format: 'certificate-dialog', statements };
  });
};

/** A recognised piece of a dialog, by its place in the text. */
interface Mark {
  start: number;
  end: number;
  problems: CertificateProblem[];
  /** Whether it can only be of such a dialog. */
  isAnchor: boolean;
  isCode: boolean;
}

function marksOf(joined: string, phrases: Phrase[]): Mark[] {
  return phrases.flatMap(({ pattern, problem, isAnchor }) =>
    Array.from(joined.matchAll(pattern), ({ index, 0: { length } }) => ({
      start: index,
      end: index + length,
      problems: problem === null ? [] : [problem],
      isAnchor,
      isCode: false,
    })),
  );
}

/** Whether a code stands behind "Outlook is unable to connect to the proxy server", in any language. */
function isOfConnection(joined: string, position: number): boolean {
  const before = joined.slice(Math.max(0, position - 120), position);
  return /outlook/i.test(before) && /prox|välityspalvelin|プロキシ|прокси|代理|프록시/iu.test(before);
}

/** Characters between two pieces of one dialog. */
const furthest = 260;

/** A dialog ends with its error code, or where its title comes again. */
function dialogsOf(marks: Mark[]): Mark[][] {
  const dialogs: Mark[][] = [];
  let open: Mark[] = [];
  for (const mark of marks) {
    const last = open.at(-1);
    const isFar = last !== undefined && mark.start - last.end > furthest;
    const isTitleAgain = isTitle(mark) && open.some(isTitle);
    if (isFar || isTitleAgain || last?.isCode) {
      dialogs.push(open);
      open = [];
    }
    open.push(mark);
  }
  dialogs.push(open);
  return dialogs.filter((dialog) => dialog.some(({ isAnchor }) => isAnchor));
}

function isTitle({ isAnchor, isCode, problems }: Mark): boolean {
  return isAnchor && !isCode && problems.length === 0;
}

/** The host named within the dialog or just behind it; in a Security Alert it stands above the sentences. */
function serverOf(joined: string, dialog: Mark[]): { value: string; start: number } | null {
  const start = dialog[0]?.start ?? 0;
  const end = Math.max(...dialog.map((mark) => mark.end));
  // Cut at blanks, so that no host is cut.
  const behind = joined.slice(start, joined.indexOf(' ', end + near) + 1 || joined.length);
  const first = Math.max(0, start - near);
  const before = joined.slice(first === 0 ? 0 : joined.indexOf(' ', first) + 1, start);
  const inside = writtenServers(behind).find(isOwn);
  if (inside !== undefined) return { value: inside, start: start + behind.indexOf(inside) };
  const above = writtenServers(before).findLast(isOwn);
  return above === undefined
    ? null
    : { value: above, start: start - before.length + before.lastIndexOf(above) };
}

/** Characters between a sentence of the dialog and its host. */
const near = 60;

/** Not where the dialog's help is. */
function isOwn(server: string): boolean {
  return !/(?:^|[./])microsoft\.com(?:[/:]|$)/i.test(server);
}
