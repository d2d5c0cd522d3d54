import { readAnalyzerHtml } from './analyzerHtml.ts';
import { readAnalyzerText } from './analyzerText.ts';
import { readAnalyzerXml } from './analyzerXml.ts';
import { readAutodiscoverXml } from './autodiscoverXml.ts';
import { readCertificateDialog } from './certificateDialog.ts';
import { readCertificateFile } from './certificateFile.ts';
import { readExchangeCertificates } from './exchangeCertificate.ts';
import { readOutlookAnywhere } from './outlookAnywhere.ts';
import { readOutlookAutoconfiguration } from './outlookAutoconfiguration.ts';
import { readOutlookProviders } from './outlookProvider.ts';
import { readProxyDialog } from './proxyDialog.ts';
import { readSentences } from './sentence.ts';
import type { EvidenceReader } from './statement.ts';
import { readUrls } from './url.ts';

/** Every format, the surest first: where two say the same thing with the same certainty, the first is believed. */
export const readers: readonly EvidenceReader[] = [
  readCertificateFile,
  readAnalyzerXml,
  readAnalyzerHtml,
  readAnalyzerText,
  readOutlookProviders,
  readOutlookAnywhere,
  readExchangeCertificates,
  readAutodiscoverXml,
  readOutlookAutoconfiguration,
  readProxyDialog,
  readCertificateDialog,
  readUrls,
  readSentences,
];
