import { isPrincipalUnticked } from './proxyDialogBox.ts';
import { namesProxy, type ProxyLabel, proxyLabelsIn } from './proxyDialogLabels.ts';
import type { EvidenceReader, Reading, Statement } from './statement.ts';
import { certaintyOf, writtenPrincipals, writtenServers } from './writtenNames.ts';

/**
 * Outlook's dialog "Microsoft Exchange Proxy Settings" as people retype it or as instructions describe it. The labels
 * changed with the versions: Outlook 2003 asks for a "Principal name for proxy server", later ones only connect to
 * proxy servers with this principal name. Where the box of that is not ticked, the principal name is `none`.
 */
export const readProxyDialog: EvidenceReader = ({ raw, lines, text: whole }) => {
  if (!namesProxy(whole)) return [];
  const dialogs: Dialog[] = [];
  let open = newDialog();
  const startAnew = () => {
    dialogs.push(open);
    open = newDialog();
  };
  let before = '';
  for (const { number, text } of lines) {
    if (text.trim() === '') continue;
    const own = proxyLabelsIn(text);
    // A label may be wrapped, its words spread over two lines.
    const labelled = own.size > 0 || before === '' ? text : `${before} ${text}`;
    const labels = proxyLabelsIn(labelled);
    before = own.size > 0 ? '' : text;

    const isFar = open.labels.size > 0 && number - open.lastLine > furthest;
    if (isFar || (labels.has('title') && open.statements.length > 0)) startAnew();
    const isTold = (field: Value['field']) => open.statements.some((told) => told.field === field);
    const values = valuesOf(text, labels, open);
    if (labels.has('principal') && isPrincipalUnticked(labelled)) {
      if (isTold('principal') || values.some(({ field }) => isTold(field))) startAnew();
      open.statements.push({ field: 'principal', value: 'none', line: number, certainty: 'certain' });
      open.isUnticked = true;
      open.awaited.add('principal');
    } else if (labels.has('principal')) {
      open.isUnticked = false;
    }
    for (const { field, value, isLabelled } of values) {
      if (field === 'principal' && open.isUnticked && open.awaited.has(field)) {
        // Greyed out. As a guess it stands back behind `none`, and is not read as a sentence either.
        open.statements.push({ field, value, line: number, certainty: 'guessed' });
        open.awaited.delete(field);
        continue;
      }
      const certainty = certaintyOf(raw, value);
      if (certainty === null || (isTold(field) && !isLabelled)) continue;
      if (isTold(field)) startAnew();
      open.statements.push({ field, value, line: number, certainty: isLabelled ? certainty : 'likely' });
      open.awaited.delete(field);
    }
    for (const label of labels) open.labels.add(label);
    if (labels.size > 0) open.lastLine = number;
    for (const field of ['server', 'principal'] as const) {
      if (labels.has(field) && !values.some((value) => value.field === field)) open.awaited.add(field);
    }
  }
  startAnew();
  return dialogs.filter(isDialog).map(({ statements }): Reading => ({ format: 'proxy-dialog', statements }));
};

interface Dialog {
  labels: Set<ProxyLabel>;
  statements: Statement[];
  /** What had a label, but no value yet. */
  awaited: Set<'server' | 'principal'>;
  /** The box of the principal name is not ticked. */
  isUnticked: boolean;
  lastLine: number;
}

function newDialog(): Dialog {
  return { labels: new Set(), statements: [], awaited: new Set(), isUnticked: false, lastLine: 0 };
}

/** Lines between two labels of one dialog. */
const furthest = 10;

/** One label alone is a dialog only if it is unmistakable: people write of proxies and URLs in many ways. */
function isDialog({ labels, statements }: Dialog): boolean {
  if (statements.length === 0) return false;
  const hasPrincipal = labels.has('principal') && statements.some(({ field }) => field === 'principal');
  return hasPrincipal || labels.has('exchangeServer') || labels.size > 1;
}

interface Value {
  field: 'server' | 'principal';
  value: string;
  isLabelled: boolean;
}

/** The values of a line; its own labels come before those that still wait for theirs. */
function valuesOf(text: string, labels: Set<ProxyLabel>, open: Dialog): Value[] {
  if (labels.size === 0 && open.labels.size === 0) return [];
  const values: Value[] = [];
  const [principal] = writtenPrincipals(text);
  const [server] = writtenServers(text);
  const isInside = open.labels.size > 0;
  const isAlone = /^\S+$/.test(text.trim().replace(/^https?:\/\/\s+/i, ''));

  if (server !== undefined && (labels.has('server') || (isAlone && open.awaited.has('server')))) {
    values.push({ field: 'server', value: server, isLabelled: true });
  } else if (server !== undefined && principal === undefined && isUnprefixed(text, labels, isAlone, open)) {
    values.push({ field: 'principal', value: server, isLabelled: false });
  } else if (server !== undefined && isAlone && isInside) {
    values.push({ field: 'server', value: server, isLabelled: false });
  }
  if (principal !== undefined && (labels.has('principal') || isInside)) {
    values.push({ field: 'principal', value: principal, isLabelled: true });
  }
  return values;
}

/** Whether a host is a principal name without its prefix. */
function isUnprefixed(text: string, labels: Set<ProxyLabel>, isAlone: boolean, { awaited }: Dialog): boolean {
  if (/https?:/i.test(text)) return false;
  return labels.has('principal') ? /[:=\uff1a]/.test(text) : isAlone && awaited.has('principal');
}
