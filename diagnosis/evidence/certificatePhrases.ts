import type { CertificateProblem } from './statement.ts';

/** A sentence of Outlook's warnings, in a text that is one line with single blanks and straight apostrophes. */
export interface Phrase {
  pattern: RegExp;
  problem: CertificateProblem | null;
  /** Whether nobody would write it but who copies the dialog. */
  isAnchor: boolean;
}

const certificate =
  'certifi[ck]|zertifikat|sertifi|certyfik|varmen|tanúsítv|証明書|证书|憑證|인증서|сертифик';
const proxy = 'prox|välityspalvelin|プロキシ|прокси|代理|프록시';

const security =
  'security|beveiligings|sicherheits|sécurité|seguridad|protezione|sicurezza|segurança|sikkerhets?|säkerhets|suojaus|zabezpieczeń|zabezpečení|biztonsági|безопасности|セキュリティ|安全|보안';
const securityCertificate = `(?:(?:${security}) ?(?:${certificate})|(?:${certificate})\\p{L}{0,8} (?:de |di |do |del )?(?:${security}))\\p{L}{0,12}`;
const trouble = 'probl[eèé]m|ongelma|hiba|ошибк|неполад|проблем|問題|问题|문제';

/** The first sentence of a warning, which says nothing yet. */
export const titlePhrases: Phrase[] = [
  // "There is a problem with the proxy server's security certificate", by shape.
  title(`(?:${trouble})[^.。]{0,60}?${securityCertificate}[^.。]{0,40}?(?:${proxy})`),
  title(`(?:${trouble})[^.。]{0,60}?(?:${proxy})[^.。]{0,40}?${securityCertificate}`),
  title(`(?:${proxy})[^.。]{0,40}?${securityCertificate}[^.。]{0,40}?(?:${trouble})`),
  title("problem with the (?:site|website|server)'?s security certificate"),
  title('problem mit dem Sicherheitszertifikat d(?:er|ieser) (?:Web)?site'),
  title('server you are connected to is using a security certificate that cannot be verified'),
  title('wird ein Sicherheitszertifikat verwendet, das nicht überprüft werden kann'),
  title('certificat de sécurité (?:qui ne peut pas être|ne pouvant être) vérifié'),
  title('certificado de seguridad que no se puede comprobar'),
  title('beveiligingscertificaat dat niet kan worden geverifieerd'),
];

/** "Information you exchange with this site cannot be viewed or changed by others", above it the host. */
export const openingPhrases: Phrase[] = [
  opening('information you exchange with this site'),
  opening('informationen, die sie mit dieser (?:web)?site austauschen'),
  opening('informations que vous échangez avec ce site'),
  opening('información que intercambi[ea] con este sitio'),
  opening('informatie die u met deze (?:web)?site uitwisselt'),
  opening('informazioni scambiate con questo sito'),
  opening('informações (?:trocadas|que (?:você )?troc\\p{L}{1,4}) com este site'),
];

const name = 'name|naam|nom|nombre|nome|nazwa|navnet|namnet|nimi|név|имя';
const invalid =
  'invalid|not match|mismatch|incorrect|ungültig|stimmt nicht|entspricht nicht|pas valide|ne correspond|no es válid[oa]|no coincide|ongeldig|niet overeen|non (?:è )?valido|non corrisponde|inválid[oa]|não (?:é válid[oa]|corresponde|coincide)|ugyldig| ikke |ogiltig| inte |nieprawidłow|niezgodn|virheelli|ei vastaa|недопустим|не соответств';

export const problemPhrases: Phrase[] = [
  // "The name on the security certificate is invalid or does not match the name of the (target) site"
  problem('host-name-mismatch', `(?:${name})[^.。]{0,40}?${securityCertificate}[^.。]{0,40}?(?:${invalid})`),
  problem('host-name-mismatch', `${securityCertificate}[^.。]{0,20}? (?:${name})[^.。]{0,20}?(?:${invalid})`),
  problem('host-name-mismatch', '証明書の名前が(?:無効|正しくない)'),
  fact('host-name-mismatch', 'target principal name is incorrect'),
  fact('host-name-mismatch', 'Zielprinzipalname ist (?:falsch|ungültig)'),
  fact('host-name-mismatch', 'nom (?:du )?principal (?:de la )?cible est incorrect'),
  fact('host-name-mismatch', 'nombre principal de destino (?:es incorrecto|no es correcto)'),
  // "The security certificate is not from a trusted certifying authority"
  problem(
    'untrusted-issuer',
    `${securityCertificate}[^.。]{0,20}?(?: not | nicht | n'est pas | ne | n'a pas | no | niet | non | não | nie | ikke | inte | ei ole )[^.。]{0,50}?(?:authorit|autorit|autorid|zertifizierungs|certificeringsinstan|entidad|urz[ęe]d|myndighe|utfärdare|utsteder|firma|company)`,
  ),
  problem('untrusted-issuer', 'not from a trusted certif(?:ying|ication|icate) authority'),
  problem(
    'untrusted-issuer',
    '証明書[^.。]{0,20}?信頼(?:された|できる|されている)[^.。]{0,20}?ではありません',
  ),
  // "The security certificate was issued by a company you have not chosen to trust", by shape.
  problem(
    'untrusted-issuer',
    `${securityCertificate}[^.。]{0,30}? (?:company|firma|société|compañía|empresa|bedrijf|società)[^.。]{0,30}?(?: not | nicht | nicht-|n'avez pas| no | niet | non | não |als nicht)`,
  ),
  fact('untrusted-issuer', 'terminated in a root certificate which is not trusted by the trust provider'),
  // "The security certificate has expired or is not yet valid"
  problem(
    'date-invalid',
    `${securityCertificate}[^.。]{0,30}?(?:expired or|abgelaufen oder|expiré ou|(?:expirado|caducado) o|(?:verlopen|vervallen) of|scaduto o|expirou ou|wygasł lub|utgått eller|udløbet eller|utløpt eller|истек или)[^.。]{0,30}?(?:not|nicht|pas|no |niet|non|não|nie|inte|ikke|не)`,
  ),
  fact(
    'expired',
    `${securityCertificate}[^.。]{0,12}?(?:has expired|is abgelaufen|ist abgelaufen|a expiré|ha (?:expirado|caducado)|is verlopen|è scaduto|expirou)(?! or| oder| ou| o | of)`,
  ),
  problem(
    'revocation-unchecked',
    'revocation information for the security certificate for this site is not available',
  ),
  problem('revocation-unchecked', 'sperrinformationen für das sicherheitszertifikat'),
  fact(
    'revoked',
    `${securityCertificate}[^.。]{0,12}?(?:(?:has been|was|is) revoked|wurde (?:gesperrt|widerrufen)|a été révoqué|ha sido revocado|is ingetrokken|è stato revocato|foi revogado)`,
  ),
];

function title(source: string): Phrase {
  return { pattern: new RegExp(source, 'giu'), problem: null, isAnchor: true };
}

function opening(source: string): Phrase {
  return { pattern: new RegExp(source, 'giu'), problem: null, isAnchor: false };
}

function problem(problem: CertificateProblem, source: string): Phrase {
  return { pattern: new RegExp(source, 'giu'), problem, isAnchor: true };
}

/** What people write of certificates anyway: of a dialog only beside its other sentences. */
function fact(problem: CertificateProblem, source: string): Phrase {
  return { pattern: new RegExp(source, 'giu'), problem, isAnchor: false };
}
