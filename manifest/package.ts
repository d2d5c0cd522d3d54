import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppPackageError, buildAppPackage } from './appPackage.ts';
import { noId, type PackageOptions, readOptions, UsageError, usage } from './packageOptions.ts';
import { type AppIdentity, fillManifest } from './teamsManifest.ts';

/** The command line: writes the package, or says in one sentence why not. Returns the exit code. */
function main(args: string[], env: NodeJS.ProcessEnv): 0 | 1 | 64 {
  try {
    const options = readOptions(args, env);
    process.stdout.write(options === 'help' ? usage : writePackage(options));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      return 64;
    }
    if (!isExpected(error)) throw error;
    process.stderr.write(`The package was not written: ${error.message}\n`);
    return 1;
  }
}

/** Writes the package and returns what its maker should know and do next. */
function writePackage({ out, ...identity }: PackageOptions): string {
  const zip = buildAppPackage(identity);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, zip);
  return [
    `Written: ${out}`,
    `Teams app id ${identity.appId}, bot id ${identity.botId}`,
    ...(identity.botId === noId ? [withoutBot] : []),
    ...exampleAddresses(identity),
    'Next, in Teams: Apps, Manage your apps, Upload an app, Upload a custom app, and choose this file.',
    '',
  ].join('\n');
}

const withoutBot =
  'No bot id was given (--bot-id or MicrosoftAppId): the package holds a placeholder and will not reach a bot.';

function exampleAddresses(identity: AppIdentity): string[] {
  const { websiteUrl, privacyUrl, termsOfUseUrl } = fillManifest(identity).developer;
  const examples = [websiteUrl, privacyUrl, termsOfUseUrl].filter((url) =>
    url.startsWith('https://example.com'),
  );
  if (examples.length === 0) return [];
  return [`Still example addresses (--website, --privacy, --terms): ${examples.join(', ')}`];
}

// A system call that failed (disk full, no permission) has a `syscall`, and a message that names the file.
function isExpected(error: unknown): error is Error {
  return error instanceof AppPackageError || (error instanceof Error && 'syscall' in error);
}

process.exitCode = main(process.argv.slice(2), process.env);
