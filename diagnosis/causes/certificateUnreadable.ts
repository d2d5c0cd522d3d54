import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server sent a certificate that neither Node nor an ASN.1 reader can make sense of. */
export const certificateUnreadable = endpointError('certificate-unreadable', (facts) => [
  fix.reissueCertificate(facts),
]);
