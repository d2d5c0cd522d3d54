import { Template } from 'adaptivecards-templating';
import { diagnosisCard } from '../../cards/index.ts';
import { diagnose } from '../../diagnosis/index.ts';
const label = (i: number) => [0,1,2].map((k) => `${'abcdefghij'.repeat(6)}${i}${k}`).join('.').slice(0, 200) + '.contoso.com';
const names = Array.from({ length: 100 }, (_, i) => label(i));
const base = { ipAddresses: [], emailNames: [], notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2026-12-31T00:00:00.000Z', serialNumber: '01', sha1: 'AB'.repeat(20), sha256: 'AB'.repeat(32), keyType: 'rsa', keyBits: 2048, signatureAlgorithm: 'sha256WithRSAEncryption', selfIssued: false, issuer: 'CN="' + '"'.repeat(10000), subject: 'x' };
const size = (what: string, cn: string[], san: string[], principal: string, expr?: string, trust: any = 'trusted', notAfter = base.notAfter) => {
  const d = diagnose({ request: { server: { host: names[0]!, port: 443 }, principal: { given: principal, form: 'msstd', name: principal }, ...(expr !== undefined && { providers: { expr: { certPrincipalName: expr }, exch: { certPrincipalName: expr } } }) }, endpoints: [{ address: '192.0.2.1', family: 4, port: 443, sni: 'x', chain: [{ ...base, commonNames: cn, dnsNames: san, notAfter }], trust, timings: {} }], checkedAt: new Date('2026-06-01'), durationMs: 1 });
  const c = diagnosisCard(d, { locale: 'en', contact: 'x'.repeat(200) });
  console.log(what, JSON.stringify(c).length * 2, d.headline, d.fixes.map((f) => f.id).join());
};
const q = '"\\'.repeat(5000);
size('normal wildcard', ['*.contoso.com'], ['*.contoso.com'], 'mail.contoso.com');
size('long sans, wrong cn', [names[1]!], names, names[2]!);
size('long sans, nocn', [], names, names[2]!);
size('long sans, several', names, names, q, q);
size('hostile', [q, q, q], [names[0]!, ...Array(100).fill(q)], q, q, 'self-signed');
size('hostile', Array(30).fill(q), [names[0]!, ...Array(100).fill(q)], q, q, 'self-signed', '2026-01-02T00:00:00.000Z');
size('self-signed', [names[0]!], names, names[0]!, undefined, 'self-signed');
size('nocn+self', [], names, q, q, 'self-signed','2026-01-02T00:00:00.000Z');
const one = (w: string, cn: string[], san: string[], host: string, p: string, expr?: string) => {
  const d = diagnose({ request: { server: { host, port: 443 }, principal: { given: p, form: 'msstd', name: p.replace('msstd:','') }, ...(expr !== undefined && { providers: { expr: { certPrincipalName: expr }, exch: { certPrincipalName: expr } } }) }, endpoints: [{ address: '192.0.2.1', family: 4, port: 443, sni: 'x', chain: [{ ...base, issuer: 'CN=Contoso', commonNames: cn, dnsNames: san }], trust: 'trusted', timings: {} }], checkedAt: new Date('2026-06-01'), durationMs: 1 });
  console.log(w, JSON.stringify(diagnosisCard(d, { locale: 'en', contact: 'x'.repeat(200) })).length * 2);
};
one('realistic wildcard', ['*.contoso.com'], ['*.contoso.com', 'contoso.com'], 'mail.contoso.com', 'msstd:mail.contoso.com', 'msstd:old.contoso.com');
one('realistic 40 sans', ['webmail.contoso.com'], ['mail.contoso.com', ...Array.from({length: 40}, (_, i) => `some-host-${i}.eu.contoso.com`)], 'mail.contoso.com', 'msstd:mail.contoso.com', 'msstd:old.contoso.com');
one('good', ['mail.contoso.com'], ['mail.contoso.com'], 'mail.contoso.com', 'msstd:mail.contoso.com');
