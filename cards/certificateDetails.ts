import type { Certificate, Diagnosis } from '../diagnosis/index.ts';
import { day } from './day.ts';
import { displayName, displayNames } from './displayName.ts';
import type { Translate } from './texts.ts';

export interface Detail {
  label: string;
  value: string;
}

const mostNames = 12;

/** Of the certificate and the connection, as far as it is known; what people look for comes first. */
export function certificateDetails(leaf: Certificate, diagnosis: Diagnosis, t: Translate): Detail[] {
  const [endpoint] = diagnosis.endpoints;
  const isPartial = endpoint?.reported?.isWhole === false;
  const names = (known: string[]) => (isPartial && known.length === 0 ? '' : list(known, t));
  const connection = [endpoint?.protocol, endpoint?.cipher].filter((part) => part !== undefined).join(', ');
  return [
    { label: t('details.issuer'), value: displayName(leaf.issuer) },
    { label: t('details.validity'), value: validity(leaf, t) },
    { label: t('details.thumbprint'), value: leaf.sha1 },
    { label: t('details.dnsNames'), value: names(leaf.dnsNames) },
    { label: t('details.address'), value: addressesOf(diagnosis, t) },
    { label: t('details.commonNames'), value: names(leaf.commonNames) },
    {
      label: t('details.key'),
      value: isPartial ? '' : [leaf.keyType.toUpperCase(), leaf.keyBits, leaf.signatureAlgorithm].join(' '),
    },
    { label: t('details.protocol'), value: connection },
  ].filter(({ value }) => value !== '');
}

function validity({ notBefore, notAfter }: Certificate, t: Translate): string {
  if (notAfter === '') return '';
  if (notBefore === '') return t('details.until', { to: day(notAfter, t) });
  return t('details.range', { from: day(notBefore, t), to: day(notAfter, t) });
}

function list(names: string[], t: Translate): string {
  if (names.length === 0) return t('details.none');
  const shown = displayNames(names.slice(0, mostNames));
  const hidden = names.length - mostNames;
  return hidden > 0 ? `${shown} ${t('details.more', { count: hidden })}` : shown;
}

/** Everything that was dialled; what showed no certificate is marked. */
export function addressesOf({ endpoints }: Diagnosis, t: Translate): string {
  const dialled = [...new Set(endpoints.flatMap(({ address }) => address ?? []))];
  const answered = (address: string) =>
    endpoints.some((endpoint) => endpoint.address === address && endpoint.chain.length > 0);
  return dialled
    .map((address) => (answered(address) ? address : t('details.silent', { address })))
    .join(', ');
}
