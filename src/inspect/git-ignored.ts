import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Whether the .gitignore files of the repository at `root` leave a path out, as discovery does: it is not committed. */
export function gitIgnored(root: string): (path: string) => boolean {
  const matchers = new Map<string, Ignore | undefined>();
  const matcherOf = (folder: string) => {
    if (!matchers.has(folder)) matchers.set(folder, read(join(root, folder, '.gitignore')));
    return matchers.get(folder);
  };
  return (path) => {
    const parts = path.split('/');
    // A folder that is left out takes all below it with it.
    return parts.some((_, depth) => {
      const candidate = parts.slice(0, depth + 1).join('/') + (depth + 1 < parts.length ? '/' : '');
      let left = false;
      for (let above = 0; above <= depth; above++) {
        const verdict = matcherOf(parts.slice(0, above).join('/'))?.test(
          candidate.split('/').slice(above).join('/'),
        );
        if (verdict?.ignored) left = true;
        else if (verdict?.unignored) left = false;
      }
      return left;
    });
  };
}

function read(file: string): Ignore | undefined {
  try {
    return ignore().add(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
