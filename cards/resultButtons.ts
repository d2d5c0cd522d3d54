import { type Diagnosis, formatServerName } from '../diagnosis/index.ts';
import type { Asked, CardAction, Reader } from './cardAction.ts';
import { shortServer } from './shortServer.ts';
import type { Translate } from './texts.ts';

export interface Button {
  verb: CardAction['action'];
  title: string;
  data: CardAction;
}

/** No certificate holds a longer name: 253 characters for a host, 254 for an e-mail address, and the prefix. */
const longestName = 260;

/** What a person can do with a result; the most likely comes first. Teams shows six buttons at most. */
export function buttonsFor(
  { reader, canHandOver }: { reader: Reader; canHandOver: boolean },
  diagnosis: Diagnosis,
  asked: Asked,
  t: Translate,
): Button[] {
  const button = (title: string, data: CardAction): Button => ({ verb: data.action, title, data });
  const summary = button(t('diagnosis.summary'), { action: 'summary', ...asked });
  const other = reader === 'admin' ? 'user' : 'admin';
  const switchReader = button(t(`readers.${other}`), { action: 'reader', reader: other, ...asked });
  const again = button(t('diagnosis.checkAgain'), { action: 'check', ...asked });
  const another = button(t('diagnosis.checkAnother'), { action: 'new' });
  // Administrators are the help desk's own, and a card shows five buttons well.
  const handOver = canHandOver ? [button(t('diagnosis.handOver'), { action: 'handOver', ...asked })] : [];
  if (reader === 'user') return [...handOver, summary, switchReader, again, another];
  const directory = button(t('diagnosis.checkDirectory'), { action: 'askProvider', ...asked });
  return [again, ...(mayAskDirectory(diagnosis) ? [directory] : []), summary, another, switchReader];
}

/** The second cause of KB2710606 is worth asking about wherever names were compared, and again after a change. */
function mayAskDirectory({ endpoints, principal, providers }: Diagnosis): boolean {
  const compared = principal.form === 'msstd' && endpoints[0]?.chain[0] !== undefined;
  return compared || providers.expr !== undefined;
}

/** What the person asked, as text that can be read again; an assumed principal name was not asked. */
export function askedOf(
  { server, principal, providers: { expr }, findings }: Diagnosis,
  read: string | undefined,
): Asked {
  const assumed = findings.some(({ code }) => code === 'principal-assumed');
  return {
    server: shortServer(formatServerName(server)),
    ...(!assumed && { principal: carried(principal.given) }),
    ...(expr && { expr: expr.certPrincipalName === null ? null : carried(expr.certPrincipalName) }),
    ...(read !== undefined && { read }),
  };
}

/** What is too long, counted as it is sent, is no name; its beginning matches nothing either. */
function carried(name: string): string {
  let end = Math.min(name.length, longestName);
  while (JSON.stringify(name.slice(0, end)).length > longestName + 2) end -= 1;
  return name.slice(0, end);
}
