import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { AppIdentity, Developer } from './teamsManifest.ts';

export interface PackageOptions extends AppIdentity {
  /** Absolute path of the zip file to write. */
  out: string;
}

/** The arguments or the environment are wrong; the message is one sentence for the person who typed them. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Stands in for an id that nobody gave: the package is whole, but Teams will not find a bot behind it. */
export const noId = '00000000-0000-0000-0000-000000000000';

/** Reads the command line; 'help' if that is what was asked for. Throws `UsageError`. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): PackageOptions | 'help' {
  const given = parse(args);
  if (given.help) return 'help';

  const appId = guid('--app-id', given['app-id']);
  const botId =
    guid('--bot-id', given['bot-id']) ??
    guid('MicrosoftAppId', env.MicrosoftAppId?.trim() || undefined) ??
    appId ??
    noId;
  return {
    botId,
    appId: appId ?? botId,
    developer: readDeveloper(given),
    out: resolve(given.out ?? fileURLToPath(new URL('build/outlook-sign-in-check.zip', import.meta.url))),
  };
}

export const usage = `Usage: npm run package:teams -- [options]

  --bot-id <guid>     the bot's Microsoft App ID (default: the variable MicrosoftAppId, else the app's id)
  --app-id <guid>     the id of the Teams app (default: the bot's id)
  --out <file.zip>    where to write the package (default: manifest/build/outlook-sign-in-check.zip)
  --developer <name>  who offers the bot, at most 32 characters
  --website <url>     https address of the support page
  --privacy <url>     https address of the privacy statement
  --terms <url>       https address of the terms of use
  --help              show this text
`;

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // Node follows its finding with hints in further sentences; usage says it better.
    const [finding] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw new UsageError(`${finding}; see npm run package:teams -- --help.`);
  }
}

const options = {
  'bot-id': { type: 'string' },
  'app-id': { type: 'string' },
  out: { type: 'string' },
  developer: { type: 'string' },
  website: { type: 'string' },
  privacy: { type: 'string' },
  terms: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function readDeveloper(given: ReturnType<typeof parse>): Partial<Developer> {
  const entries = {
    name: developerName(given.developer),
    websiteUrl: httpsUrl('--website', given.website),
    privacyUrl: httpsUrl('--privacy', given.privacy),
    termsOfUseUrl: httpsUrl('--terms', given.terms),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

function guid(source: string, value: string | undefined): string | undefined {
  if (value === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value;
  throw new UsageError(
    `${source} must be a GUID such as 12345678-90ab-cdef-1234-567890abcdef, not "${value}".`,
  );
}

function httpsUrl(source: string, value: string | undefined): string | undefined {
  if (value === undefined || URL.parse(value)?.protocol === 'https:') return value;
  throw new UsageError(
    `${source} must be an https address such as https://www.contoso.com/help, not "${value}".`,
  );
}

function developerName(value: string | undefined): string | undefined {
  if (value === undefined || (value.trim() && value.length <= 32)) return value;
  throw new UsageError(`--developer must be a name of 1 to 32 characters, not "${value}".`);
}
