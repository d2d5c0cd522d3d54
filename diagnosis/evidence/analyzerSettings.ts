import { bullet } from './analyzerFlow.ts';
import type { Line } from './pastedText.ts';

/** What a report shows outside of its steps: `OlaMutualAuthPrincipal` and its value in the desktop tool. */
export interface ReportSetting {
  name: string;
  value: string;
  line: number;
}

const settingNames =
  /^\s*(?:[•·▪◦○●‣]\s*|[*o-]\s+)?(?<name>Ola[A-Z]\w{2,40}|OutlookAnywhere[A-Z]\w{2,40}|RPC proxy server(?=\s*:)|Mutual authentication principal name(?=\s*:))(?<value>.*)$/i;

/** `OlaExchangeServer`: several words in one, and no host. */
const token = /^[A-Z][a-z]\w*[a-z][A-Z]\w*$/;

/** Whether there is any; most texts have none, and may have many lines. */
export function namesSetting(text: string): boolean {
  return /Ola[A-Z]|OutlookAnywhere|RPC proxy server|Mutual authentication principal name/i.test(text);
}

/** Tokens that no language translates, each with its value behind it or in the next line. */
export function settingsOf(lines: Line[]): ReportSetting[] {
  return lines.flatMap(({ text, number }, place) => {
    const { name, value = '' } = settingNames.exec(text.slice(0, 600))?.groups ?? {};
    if (name === undefined) return [];
    const own = value.replace(/^[\s:=.]+/, '').trim();
    if (own !== '' || /:\s*$/.test(value)) return [{ name, value: own, line: number }];
    const next = lines
      .slice(place + 1, place + 4)
      .find((line) => line.text.replace(bullet, '').trim() !== '');
    const following = next?.text.replace(bullet, '').trim() ?? '';
    const isName = settingNames.test(following) || token.test(following);
    return [{ name, value: isName ? '' : following, line: isName ? number : (next?.number ?? number) }];
  });
}
