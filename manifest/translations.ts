import { readFileSync } from 'node:fs';
import schema from '@microsoft/app-manifest/build/json-schemas/teams/v1.19/MicrosoftTeams.Localization.schema.json' with {
  type: 'json',
};
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { TeamsManifest } from './teamsManifest.ts';

/** The manifest's texts in another language by their place in it, such as `name.short` or `bots[0].commandLists[0]…`. */
export type Translation = Record<string, string>;

/** The language files that the manifest names, by file name. They lie beside manifest.json. */
export function readTranslations({ localizationInfo }: TeamsManifest): Record<string, Translation> {
  const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
  return Object.fromEntries(localizationInfo.additionalLanguages.map(({ file }) => [file, read(file)]));
}

/**
 * What is wrong with a language file, in one line; undefined if nothing: it breaks Microsoft's schema 1.19, or does not
 * translate exactly the texts of the manifest.
 */
export function translationProblem(
  file: string,
  translation: unknown,
  manifest: TeamsManifest,
): string | undefined {
  if (!isValid(translation)) return ajv.errorsText(isValid.errors, { dataVar: file, separator: '; ' });
  const expected = textsToTranslate(manifest);
  const given = Object.keys(translation).filter((key) => key !== '$schema');
  const missing = expected.filter((key) => !given.includes(key));
  const unknown = given.filter((key) => !expected.includes(key));
  if (missing.length > 0) return `${file} lacks ${missing.join(', ')}`;
  return unknown.length > 0
    ? `${file} translates what the manifest does not hold: ${unknown.join(', ')}`
    : undefined;
}

/** The bot's commands keep their titles: Teams puts them into the message, and the bot must know them. */
function textsToTranslate({ bots, composeExtensions }: TeamsManifest): string[] {
  const ofBots = bots.flatMap(({ commandLists }, bot) =>
    commandLists.flatMap(({ commands }, list) =>
      commands.map((_, command) => `bots[${bot}].commandLists[${list}].commands[${command}].description`),
    ),
  );
  const ofMessages = composeExtensions.flatMap(({ commands }, extension) =>
    commands.flatMap((_, command) =>
      ['title', 'description'].map((text) => `composeExtensions[${extension}].commands[${command}].${text}`),
    ),
  );
  return ['name.short', 'name.full', 'description.short', 'description.full', ...ofBots, ...ofMessages];
}

// Draft 4 in name only, as the manifest's own schema; and its patterns are none to a `u` expression.
const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isValid = ajv.compile<Translation>(schema);
