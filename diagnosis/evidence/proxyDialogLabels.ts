/** What a line of the proxy dialog is about; `exchangeServer` is the label of the server in its full wording. */
export type ProxyLabel = 'title' | 'server' | 'exchangeServer' | 'principal' | 'option';

/**
 * The labels in a line, by words that they have in common in each language, because people shorten them and mistype
 * them. The words are of the dialogs in English, German, French, Spanish, Portuguese, Italian, Dutch, Nordic and Baltic
 * languages, Polish, Czech, Hungarian, Russian, Japanese, Chinese and Korean, as far as they are known.
 */
export function proxyLabelsIn(text: string): Set<ProxyLabel> {
  const labels = new Set<ProxyLabel>();
  const has = (word: keyof typeof words) => words[word].test(text);
  if (has('ssl') && (has('only') || (has('mutual') && has('session')))) labels.add('option');
  if (has('http') && has('tcp')) labels.add('option');
  if (!has('proxy')) return labels;
  if (has('settings') && has('exchange')) labels.add('title');
  if (has('url') || has('address')) labels.add('server');
  if (has('url') && has('exchange')) labels.add('exchangeServer');
  if (has('principal') || isAboutCertificate(text)) labels.add('principal');
  return labels;
}

/** Without the word for it there is no dialog: the options alone are on other pages, too. */
export function namesProxy(text: string): boolean {
  return words.proxy.test(text);
}

/** From the word for the principal name on; nothing where it is missing. */
export function fromPrincipal(text: string): string {
  const start = text.search(words.principal);
  return start < 0 ? '' : text.slice(start);
}

const words = {
  exchange: /exchange/i,
  ssl: /\bssl\b/i,
  http: /\bhttp\b/i,
  tcp: /tcp ?\/ ?ip/i,
  url: /\burls?\b/i,
  // The RPC proxy is what reports of the analyzer speak of.
  proxy: /(?<!rpc[ -]?)prox[yi]|välityspalvelin|プロキシ|прокси|代理|프록시/iu,
  address: /https?:|adres|address|osoit|アドレス|адрес/iu,
  certificate: /[cz]ertifi[ck]|certyfik|sertifi|varmen|tanúsítv|証明書|证书|憑證|인증서|сертиф/iu,
  principal: /princ|prinz|prinic|päänimi|nazw\w{0,3} główn|プリンシパル/iu,
  settings:
    /settings|einstellung|param[eè]t|configura|instelling|impostazion|definiç|ustawien|asetuks|nustatym|inställn|in[dn]stilling|設定|настрой|nastaven|beállít/iu,
  only: /only|\bnur\b|uniquement|unicamente|\bs[oó]lo\b|alleen|apenas|somente|tylko|\bvain\b|endast|\bkun\b|のみ|только|\btik\b/iu,
  mutual: /mutual|gegenseitig|mutuel|mutua|wederzijd|recíproc|mútu/iu,
  // Reports of the analyzer and Outlook's own test speak of mutual authentication too, but of no session.
  session: /sessi|sitzung|sesión|sesja|sessão/iu,
};

/** The label stands before its value; in a sentence the words may come in any order. */
function isAboutCertificate(text: string): boolean {
  const label = text.slice(0, Math.max(0, text.search(/msstd/i)));
  return words.proxy.test(label) && words.certificate.test(label);
}
