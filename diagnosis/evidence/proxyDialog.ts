import type { EvidenceReader, Reading, Statement } from './statement.ts';
import { certaintyOf, writtenPrincipals, writtenServers } from './writtenNames.ts';

/**
 * Outlook's dialog "Microsoft Exchange Proxy Settings" as people retype it or as instructions describe it, in any
 * language whose words for its labels are known here. The labels changed with the versions: Outlook 2003 asks for a
 * "Principal name for proxy server", later ones only connect to proxy servers with this principal name.
 */
export const readProxyDialog: EvidenceReader = ({ raw, lines }) => {
  const dialogs: Dialog[] = [];
  let open = newDialog();
  let before = '';
  const startAnew = () => {
    dialogs.push(open);
    open = newDialog();
  };
  for (const { number, text } of lines) {
    if (text.trim() === '') continue;
    if (number - open.lastLine > furthest) startAnew();
    const own = partsOf(text);
    // A label may be wrapped, its words spread over two lines.
    const parts = own.size > 0 || before === '' ? own : partsOf(`${before} ${text}`);
    before = own.size > 0 ? '' : text;

    const tell = (field: 'server' | 'principal', value: string | undefined, isLabelled: boolean) => {
      const certainty = value === undefined ? null : certaintyOf(raw, value);
      if (value === undefined || certainty === null) return;
      if (open.statements.some((told) => told.field === field)) {
        if (!isLabelled) return;
        startAnew();
      }
      open.statements.push({ field, value, line: number, certainty: isLabelled ? certainty : 'likely' });
      open.awaited.delete(field);
    };
    if (parts.has('title') && open.statements.length > 0) startAnew();
    const [principal] = writtenPrincipals(text);
    const [server] = writtenServers(text);
    const isAlone = /^\S+$/.test(text.trim().replace(/^https?:\/\/\s+/i, ''));
    const isPrincipal = parts.has('principal');

    if (parts.has('server')) {
      open.awaited.add('server');
      tell('server', server, true);
    } else if (server !== undefined && open.awaited.has('principal') && (isAlone || isPrincipal)) {
      tell('principal', server, false);
    } else if (server !== undefined && isAlone && open.parts.size > 0) {
      tell('server', server, open.awaited.has('server'));
    }
    if (isPrincipal) open.awaited.add('principal');
    if (principal !== undefined && (isPrincipal || open.parts.size > 0)) tell('principal', principal, true);
    else if (isPrincipal && !parts.has('server') && isNamed(text)) tell('principal', server, false);

    for (const part of parts) open.parts.add(part);
    if (parts.size > 0) open.lastLine = number;
  }
  startAnew();
  return dialogs.filter(isDialog).map(({ statements }): Reading => ({ format: 'proxy-dialog', statements }));
};

type Part = 'title' | 'server' | 'exchangeServer' | 'principal' | 'option';

interface Dialog {
  parts: Set<Part>;
  statements: Statement[];
  /** Labels whose values have not come yet. */
  awaited: Set<'server' | 'principal'>;
  lastLine: number;
}

function newDialog(): Dialog {
  return { parts: new Set(), statements: [], awaited: new Set(), lastLine: 0 };
}

/** Lines between two parts of one dialog. */
const furthest = 10;

/** One label alone is a dialog only if it is unmistakable: people write of proxies and URLs in many ways. */
function isDialog({ parts, statements }: Dialog): boolean {
  if (statements.length === 0) return false;
  const hasPrincipal = parts.has('principal') && statements.some(({ field }) => field === 'principal');
  return hasPrincipal || parts.has('exchangeServer') || parts.size > 1;
}

const words = {
  // The RPC proxy is what reports of the analyzer speak of.
  proxy: /(?<!rpc[ -]?)prox[yi]|välityspalvelin|プロキシ|прокси|代理|프록시/iu,
  url: /\burls?\b|https?:|adres|address|osoit|アドレス|адрес/iu,
  certificate: /[cz]ertifi[ck]|certyfik|sertifi|varmen|tanúsítv|証明書|证书|憑證|인증서|сертиф/iu,
  principal: /princ|prinz|prinic|päänimi|nazw\w* główn|プリンシパル/iu,
  settings:
    /settings|einstellung|param[eè]t|configura|instelling|impostazion|definiç|ustawien|asetuks|nustatym|inställn|in[dn]stilling|設定|настрой|nastaven|beállít/iu,
  only: /only|\bnur\b|uniquement|unicamente|\bs[oó]lo\b|alleen|apenas|somente|tylko|\bvain\b|endast|\bkun\b|のみ|только|\btik\b/iu,
  mutual: /mutual|gegenseitig|mutuel|mutua|wederzijd|recíproc|mútu/iu,
  session: /\bssl\b|sessi|sitzung|sesión|sessão/iu,
};

function partsOf(text: string): Set<Part> {
  const parts = new Set<Part>();
  const has = (word: keyof typeof words) => words[word].test(text);
  const isAboutSsl = /\bssl\b/i.test(text);
  if (isAboutSsl && has('only')) parts.add('option');
  if (/\bhttp\b/i.test(text) && /tcp ?\/ ?ip/i.test(text)) parts.add('option');
  if (has('mutual') && has('session') && /authent|auten|authenti/i.test(text) && isLabel(text))
    parts.add('option');
  if (!has('proxy')) return parts;
  if (has('settings') && /exchange/i.test(text)) parts.add('title');
  if (has('url')) parts.add('server');
  if (has('url') && /exchange/i.test(text) && /\burls?\b/i.test(text)) parts.add('exchangeServer');
  if (has('principal') || isAboutCertificate(text)) parts.add('principal');
  return parts;
}

/** The label stands before its value; in a sentence the words may come in any order. */
function isAboutCertificate(text: string): boolean {
  const label = text.slice(0, Math.max(0, text.search(/msstd/i)));
  return words.proxy.test(label) && words.certificate.test(label);
}

/** Reports of the analyzer and Outlook's test speak of mutual authentication too, with a result behind it. */
function isLabel(text: string): boolean {
  return /\bssl\b/i.test(text) && /session|sitzung|sesi|sessão|connect|verbind/i.test(text);
}

function isNamed(text: string): boolean {
  return words.principal.test(text) && /[:=\uff1a]/.test(text);
}
