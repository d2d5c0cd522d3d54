import { createCertificate, daysFromNow, type TestCertificate } from './certificateFactory.ts';
import { newKey } from './keys.ts';

export interface Authorities {
  /** The lab's trust anchor. */
  root: TestCertificate;
  /** Signed by the root; signs the leaves. */
  intermediate: TestCertificate;
  /** Signed by the intermediate. */
  subordinate: TestCertificate;
  /** Signed by the root, and out of date. */
  expiredIntermediate: TestCertificate;
  /** A root of its own that the lab does not trust. */
  privateRoot: TestCertificate;
  /** Signed by the private root. */
  privateIntermediate: TestCertificate;
}

/** Made once per process. */
export function authorities(): Authorities {
  made ??= makeAuthorities();
  return made;
}

let made: Authorities | undefined;

function makeAuthorities(): Authorities {
  const lasting = { ca: true, notBefore: daysFromNow(-3650), notAfter: daysFromNow(3650) };
  const root = createCertificate({
    ...lasting,
    subject: [{ type: 'o', value: 'Contoso' }, 'Contoso Lab Root CA'],
    key: newKey('rsa-2048'),
  });
  const intermediate = createCertificate({
    ...lasting,
    subject: [{ type: 'o', value: 'Contoso' }, 'Contoso Lab Issuing CA'],
    key: newKey('rsa-2048'),
    issuer: root,
    aiaIssuerUrl: 'http://pki.contoso.test/root.crt',
  });
  const subordinate = createCertificate({
    ...lasting,
    subject: [{ type: 'o', value: 'Contoso' }, 'Contoso Lab Subordinate CA'],
    key: newKey('p256'),
    issuer: intermediate,
    aiaIssuerUrl: 'http://pki.contoso.test/issuing.crt',
  });
  const expiredIntermediate = createCertificate({
    ca: true,
    notBefore: daysFromNow(-3650),
    notAfter: daysFromNow(-10),
    subject: [{ type: 'o', value: 'Contoso' }, 'Contoso Lab Old CA'],
    key: newKey('p256'),
    issuer: root,
  });
  const privateRoot = createCertificate({
    ...lasting,
    subject: [{ type: 'o', value: 'Fabrikam' }, 'Fabrikam Private CA'],
    key: newKey('p256'),
  });
  const privateIntermediate = createCertificate({
    ...lasting,
    subject: [{ type: 'o', value: 'Fabrikam' }, 'Fabrikam Private Issuing CA'],
    key: newKey('p256'),
    issuer: privateRoot,
    aiaIssuerUrl: 'http://pki.contoso.test/private-root.crt',
  });
  return { root, intermediate, subordinate, expiredIntermediate, privateRoot, privateIntermediate };
}
