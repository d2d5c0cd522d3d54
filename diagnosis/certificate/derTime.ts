import { contentOf, type DerValue } from './derValue.ts';

const utcTime = 0x17;
const generalizedTime = 0x18;
const form = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?(?:Z|([+-])(\d\d)(\d\d))$/;

/**
 * A date of a certificate as ISO 8601 in UTC. Years of two digits are 1950 to 2049 (RFC 5280 section 4.1.2.5). That
 * section wants seconds and Zulu time; older authorities left out the seconds or wrote an offset, as X.680 allows, so
 * these are read too.
 * @throws RangeError where it is no date of the calendar.
 */
export function readTime(value: DerValue | undefined): string {
  const isShort = value?.tag === utcTime;
  const text = contentOf(value, isShort ? utcTime : generalizedTime).toString('latin1');
  const century = isShort ? (Number(text.slice(0, 2)) >= 50 ? '19' : '20') : '';
  const [, year, month, day, hour, minute, second = '00', sign, hours, minutes] =
    form.exec(century + text) ?? [];
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const local = new Date(written);
  // Date takes 30 February for 1 March.
  if (local.toISOString() !== written) throw new RangeError('not a date of the calendar');
  if (sign === undefined) return written;
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return new Date(local.getTime() - ahead).toISOString();
}
