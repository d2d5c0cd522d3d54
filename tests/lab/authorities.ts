import { createCertificate, daysFromNow, type TestCertificate } from './certificateFactory.ts';
import { newKey } from './keys.ts';

export interface Authorities {
  /** The lab's trust anchor. */
  root: TestCertificate;
  /** Signed by the root; signs the leaves. */
  intermediate: TestCertificate;
  /** A root of its own that the lab does not trust. */
  privateRoot: TestCertificate;
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
  const privateRoot = createCertificate({
    ...lasting,
    subject: [{ type: 'o', value: 'Fabrikam' }, 'Fabrikam Private CA'],
    key: newKey('p256'),
  });
  return { root, intermediate, privateRoot };
}
