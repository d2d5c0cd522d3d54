import type { TestCertificate } from './certificateFactory.ts';
import { context, fromDer, integer, oid, sequence, setOf, toDer } from './der.ts';

const [data, signedData] = ['1.2.840.113549.1.7.1', '1.2.840.113549.1.7.2'];

/** PKCS #7 in DER that holds certificates and nothing else, as a .p7c file (RFC 5652 section 5.1). */
export function certificatesOnly(certificates: TestCertificate[]): Buffer {
  const content = sequence(
    integer('01'),
    setOf(),
    sequence(oid(data)),
    context(
      0,
      certificates.map(({ der }) => fromDer(der)),
    ),
    setOf(),
  );
  return toDer(sequence(oid(signedData), context(0, [content])));
}
