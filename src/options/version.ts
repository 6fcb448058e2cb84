import { readFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };

/** The version of Portside, from package.json. */
export const VERSION: string = manifest.version;

/** The commit that the npm package was made from; undefined elsewhere: a commit cannot have its own name in it. */
export const RELEASE_COMMIT: string | undefined = packageCommit();

function packageCommit(): string | undefined {
  try {
    const file = new URL('../../package.json', import.meta.url);
    const { gitHead } = JSON.parse(readFileSync(file, 'utf8')) as { gitHead?: unknown };
    return typeof gitHead === 'string' && /^[0-9a-f]{40}$/.test(gitHead) ? gitHead : undefined;
  } catch {
    return undefined;
  }
}
