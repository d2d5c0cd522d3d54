import { isStrictDnsName, toALabels } from '../names/dnsName.ts';
import { isHostName, type NameInText } from './hostInText.ts';

const labels =
  'CN|common name|issued to|allgemeiner name|ausgestellt f(?:ü|ue)r|nom commun|délivré à|nombre común|emitido para';
const verbs = 'is|says|reads|shows|covers|ist|lautet|gilt';
const links = 'valid|issued|made|out|only|for|to|auf|für|nur|ausgestellt|CN';
const end = '(?![\\p{L}\\d])';
const said = new RegExp(
  `(?<![\\p{L}\\d/])(?:(?:${labels})${end}\\s{0,9}(?:[:=]|(?:is|ist|says)${end})?` +
    `|(?:(?:name (?:in|on|of) the )?cert(?:ificate)?|zertifikat)(?:'?s? name)?\\s{0,9}(?::|(?:${verbs})${end})` +
    `(?:\\s{1,9}(?:${links})${end}){0,4})\\s{0,20}["']?((?:\\*\\.)?[\\p{L}\\d_][\\p{L}\\d_.-]{0,252})`,
  'giu',
);

/** What the words around it say to be the name of the certificate, in a few languages; issuers are not meant. */
export function* commonNamesInText(text: string): Generator<NameInText> {
  for (const { 0: whole, 1: found = '', index } of text.matchAll(said)) {
    const name = found.replace(/[.-]{1,9}$/, '');
    const start = index + whole.length - found.length;
    if (isHostName(name.replace('*.', '')) || isServersOwnName(name, whole, text.slice(start + name.length)))
      if (!isIssuer(text.slice(Math.max(0, index - 60), index))) yield { text: name, index: start };
  }
}

/** `CN=EXCH01`, as Exchange names its own certificate, but not the path of an object of Active Directory. */
function isServersOwnName(name: string, whole: string, behind: string): boolean {
  const aLabels = toALabels(name);
  const isName = aLabels !== null && isStrictDnsName(aLabels) && /\d/.test(name);
  return isName && /[:=]/.test(whole) && !/^[\w.-]{0,9}[,/] ?(?:cn|dc)=/i.test(behind);
}

function isIssuer(before: string): boolean {
  return /(?:issuer|issued by|aussteller|ausgestellt von)[^\n]*$/i.test(before);
}
