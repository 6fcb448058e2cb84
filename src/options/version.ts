import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

/** The version of Portside, from package.json. */
export const VERSION: string = manifest.version;

/** The commit that the npm package was made from; undefined elsewhere: a commit cannot have its own name in it. */
export const RELEASE_COMMIT: string | undefined = packageCommit();

function packageCommit(): string | undefined {
  try {
    // The bundle is two folders below the package; npm starts it through a link.
    const program = realpathSync(process.argv[1] ?? '');
    const text = readFileSync(join(dirname(program), '../../package.json'), 'utf8');
    const { name, version, gitHead } = JSON.parse(text) as Record<string, unknown>;
    const isOurs = name === manifest.name && version === manifest.version;
    return isOurs && typeof gitHead === 'string' && /^[0-9a-f]{40}$/.test(gitHead)
      ? gitHead
      : undefined;
  } catch {
    return undefined;
  }
}
