import schema from '@microsoft/app-manifest/build/json-schemas/teams/v1.19/MicrosoftTeams.schema.json' with {
  type: 'json',
};
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import template from './manifest.json' with { type: 'json' };

export type TeamsManifest = typeof template;
export type Developer = TeamsManifest['developer'];

/** Whose app it is. Both ids are GUIDs; `developer` replaces the example.com entries of manifest.json. */
export interface AppIdentity {
  appId: string;
  botId: string;
  developer?: Partial<Developer>;
}

/** manifest.json with its `${{NAME}}` placeholders filled in. Checks nothing: see `manifestProblem`. */
export function fillManifest({ appId, botId, developer }: AppIdentity): TeamsManifest {
  const values: Record<string, string> = { TEAMS_APP_ID: appId, BOT_ID: botId };
  const fill = (_key: string, value: unknown) =>
    typeof value === 'string'
      ? value.replace(/\$\{\{(\w+)\}\}/g, (whole, name) => values[name] ?? whole)
      : value;
  const filled: TeamsManifest = JSON.parse(JSON.stringify(template), fill);
  return { ...filled, developer: { ...filled.developer, ...developer } };
}

/** What Microsoft's schema 1.19 has against the manifest, in one line; undefined if nothing. */
export function manifestProblem(manifest: unknown): string | undefined {
  if (isValid(manifest)) return undefined;
  return ajv.errorsText(isValid.errors, { dataVar: 'manifest', separator: '; ' });
}

// The schema declares draft 4, which Ajv 8 refuses to look up, but uses only keywords that later drafts kept.
const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: true });
addFormats.default(ajv);
const isValid = ajv.compile(schema);
