import { readAutodiscoverXml } from './autodiscoverXml.ts';
import { readCertificateDialog } from './certificateDialog.ts';
import { readCertificateFile } from './certificateFile.ts';
import { readExchangeCertificate } from './exchangeCertificate.ts';
import { readOutlookAnywhere } from './outlookAnywhere.ts';
import { readOutlookAutoconfiguration } from './outlookAutoconfiguration.ts';
import { readOutlookProvider } from './outlookProvider.ts';
import { readProxyDialog } from './proxyDialog.ts';
import { readSentences } from './sentence.ts';
import type { EvidenceReader } from './statement.ts';
import { readUrls } from './url.ts';

/** Every format, the surest first: where two say the same thing with the same certainty, the first is believed. */
export const readers: readonly EvidenceReader[] = [
  readCertificateFile,
  readAutodiscoverXml,
  readOutlookProvider,
  readOutlookAnywhere,
  readExchangeCertificate,
  readOutlookAutoconfiguration,
  readProxyDialog,
  readCertificateDialog,
  readUrls,
  readSentences,
];
