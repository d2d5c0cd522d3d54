import { isStrictDnsName, toALabels } from '../names/dnsName.ts';
import { beforeKana, isHostName, type NameInText } from './hostInText.ts';

const labels = [
  'CN|common name(?: \\(CN\\))?|issued to',
  'allgemeiner? (?:zertifikat)?name|ausgestellt f(?:ü|ue)r',
  'nom commun|délivré (?:à|pour)|émis (?:à|pour)',
  'nombre común|emitido (?:para|a)|expedido (?:para|a)',
  'nome com(?:um|une)|intestato a|rilasciato a|emesso per',
  'algemene naam|uitgegeven aan|verleend aan',
  'nazwa pospolita|wystawiony dla|nätverksnamn|utfärdat (?:till|för)|udstedt til|utstedt til|vystaveno pro',
  'общее имя|кому выдан|共通名|発行先',
].join('|');
const verbs = 'is|says|reads|shows|covers|ist|lautet|steht|gilt|est|es|è|é|staat|jest|är|er';
const links =
  'valid|issued|made|out|only|for|to|auf|für|nur|ausgestellt|CN|pour|au nom de|délivré à|para|a nombre de|per|voor|op naam van';
const end = '(?![\\p{L}\\d])';
/** `nom commun du certificat` */
const ofCertificate = '(?:(?:\\s{1,3}\\p{L}{2,4}){0,2}\\s{1,3}(?:[cz]ertifi|certyfik|сертифик)\\p{L}{1,6})?';
const said = new RegExp(
  `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\d/])(?:(?:${labels})${end}${ofCertificate}["']?\\s{0,9}(?:[:=,]|(?:${verbs})${end})?` +
    `|(?:(?:name (?:in|on|of) the )?cert(?:ificate)?|zertifikat|certificat|certificado|certificato|certificaat)(?:'?s? name)?\\s{0,9}(?::|(?:${verbs})${end})` +
    `(?:\\s{1,9}(?:${links})${end}){0,4}|証明書[はにの名前が]{0,5})\\s{0,20}["'(]?\\s{0,3}(?![\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}])(?=((?:\\*\\.)?[\\p{L}\\d_][\\p{L}\\d_.-]{0,252}))`,
  'giu',
);

/** What the words around it say to be the name of the certificate, in a few languages; issuers are not meant. */
export function* commonNamesInText(text: string): Generator<NameInText & { isDoubtful: boolean }> {
  for (const { 0: whole, 1: found = '', index } of text.matchAll(said)) {
    const name = beforeKana(found).replace(/[.-]{1,9}$/, '');
    const start = index + whole.length;
    if (isHostName(name.replace('*.', '')) || isServersOwnName(name, whole, text.slice(start + name.length)))
      if (!isOther(text.slice(Math.max(0, index - 60), index)))
        yield {
          text: name,
          index: start,
          isDoubtful: isDoubtful(text.slice(Math.max(0, index - 100), start)),
        };
  }
}

/** `CN=EXCH01`, as Exchange names its own certificate, but not the path of an object of Active Directory. */
function isServersOwnName(name: string, whole: string, behind: string): boolean {
  const aLabels = toALabels(name);
  const isName = aLabels !== null && isStrictDnsName(aLabels) && /\d/.test(name);
  return isName && /[:=]/.test(whole) && !/^[\w.-]{0,9}[,/] ?(?:cn|dc)=/i.test(behind);
}

/** Of another certificate than the one in use: a planned one, a former one, another company's, or the wrong one. */
function isDoubtful(before: string): boolean {
  return doubt.test(before.split(/[.!?]\s|[\n;,]/).at(-1) ?? '');
}

const doubt =
  /(?:n't|\b(?:not|never|plan|planned|buy|order|ordered|want|should|must|other|another|old|former|previous|had|will|nicht|kein|bestellt|altes?|alte|früher|soll|sollte|andere[rsn]?|pas|ancien|autre|était|no|viejo|antiguo|otro|niet|oude?))\b/i;

/** The issuer, or `servers that have this principal name in their certificate:`. */
function isOther(before: string): boolean {
  return /(?:(?:issuer|issued by|aussteller|ausgestellt von)[^\n]*|\b(?:i|[1-9] s):\s?|prin[cz]ipal[^\n,;:"']*)$/i.test(
    before,
  );
}
