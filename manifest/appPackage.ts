import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { iconProblem } from './icon.ts';
import { type AppIdentity, fillManifest, manifestProblem } from './teamsManifest.ts';

/** The package cannot be built: the manifest or an icon breaks Microsoft's rules. The message says which. */
export class AppPackageError extends Error {
  override readonly name = 'AppPackageError';
}

/** The two images beside manifest.json, as PNG bytes. */
export interface Icons {
  color: Uint8Array;
  outline: Uint8Array;
}

/**
 * The Teams app package: a zip file of manifest.json, color.png and outline.png, the same bytes for the same input.
 * Throws `AppPackageError` if the filled manifest does not match schema 1.19 or an icon has the wrong size
 * (192×192 and 32×32 pixels: "Create Teams app package" in Microsoft's documentation).
 */
export function buildAppPackage(identity: AppIdentity, icons: Icons = readIcons()): Uint8Array {
  const manifest = fillManifest(identity);
  const problem =
    manifestProblem(manifest) ??
    iconProblem('color.png', icons.color, 192) ??
    iconProblem('outline.png', icons.outline, 32);
  if (problem) throw new AppPackageError(problem);

  const files = {
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    'color.png': icons.color,
    'outline.png': icons.outline,
  };
  return zipSync(files, { level: 9, mtime: earliestZipTime });
}

export function readIcons(): Icons {
  const read = (name: string) => new Uint8Array(readFileSync(new URL(name, import.meta.url)));
  return { color: read('color.png'), outline: read('outline.png') };
}

// Zip times carry no time zone: a local date gives the same bytes everywhere.
const earliestZipTime = new Date(1980, 0, 1);
