import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

/** The version of Portside, from package.json. */
export const VERSION: string = manifest.version;

/** The folder of the package or of the checkout that runs; undefined where the program stands alone. */
export const PACKAGE_FOLDER: string | undefined = runningPackage()?.folder;

/** The commit that the npm package was made from; undefined elsewhere: a commit cannot have its own name in it. */
export const RELEASE_COMMIT: string | undefined = runningPackage()?.commit;

interface RunningPackage {
  readonly folder: string;
  readonly commit: string | undefined;
}

function runningPackage(): RunningPackage | undefined {
  try {
    // The bundle, and its source, are two folders below the package; npm starts it through a link.
    const folder = resolve(dirname(realpathSync(process.argv[1] ?? '')), '../..');
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const { name, version, gitHead } = JSON.parse(text) as Record<string, unknown>;
    if (name !== manifest.name || version !== manifest.version) return undefined;
    const isCommit = typeof gitHead === 'string' && /^[0-9a-f]{40}$/.test(gitHead);
    return { folder, commit: isCommit ? gitHead : undefined };
  } catch {
    return undefined;
  }
}
