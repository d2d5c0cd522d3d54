import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { iconProblem } from './icon.ts';
import { type AppIdentity, fillManifest, manifestProblem } from './teamsManifest.ts';
import { readTranslations, translationProblem } from './translations.ts';

/** The package cannot be built: the manifest, a language file or an icon breaks Microsoft's rules. The message says which. */
export class AppPackageError extends Error {
  override readonly name = 'AppPackageError';
}

/** The two images beside manifest.json, as PNG bytes. */
export interface Icons {
  color: Uint8Array;
  outline: Uint8Array;
}

/**
 * The Teams app package: a zip file of manifest.json, its language files, color.png and outline.png, the same bytes for
 * the same input. Throws `AppPackageError` if the filled manifest or a language file does not match schema 1.19 or an
 * icon has the wrong size (192×192 and 32×32 pixels: "Create Teams app package" in Microsoft's documentation).
 */
export function buildAppPackage(identity: AppIdentity, icons: Icons = readIcons()): Uint8Array {
  const manifest = fillManifest(identity);
  const translations = Object.entries(readTranslations(manifest));
  const problem =
    manifestProblem(manifest) ??
    translations.map(([file, texts]) => translationProblem(file, texts, manifest)).find(Boolean) ??
    iconProblem('color.png', icons.color, 192) ??
    iconProblem('outline.png', icons.outline, 32);
  if (problem) throw new AppPackageError(problem);

  const files = {
    'manifest.json': jsonFile(manifest),
    ...Object.fromEntries(translations.map(([file, texts]) => [file, jsonFile(texts)])),
    'color.png': icons.color,
    'outline.png': icons.outline,
  };
  return zipSync(files, { level: 9, mtime: earliestZipTime });
}

export function readIcons(): Icons {
  const read = (name: string) => new Uint8Array(readFileSync(new URL(name, import.meta.url)));
  return { color: read('color.png'), outline: read('outline.png') };
}

function jsonFile(content: object): Uint8Array {
  return strToU8(`${JSON.stringify(content, null, 2)}\n`);
}

// Zip times carry no time zone: a local date gives the same bytes everywhere.
const earliestZipTime = new Date(1980, 0, 1);
