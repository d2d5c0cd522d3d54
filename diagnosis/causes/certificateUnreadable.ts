import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server sent a certificate that does not follow RFC 5280, so that neither of two readers can make sense of it. */
export const certificateUnreadable = endpointError('certificate-unreadable', 'exchangeAdmin', (facts) => [
  fix.reissueCertificate(facts),
  fix.bindCertificate(facts),
]);
