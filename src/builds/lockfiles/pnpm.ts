import { type LockedPackage, type LockfileFormat, MAX_LOCKED, numberedLines } from './lockfile.js';

/** pnpm-lock.yaml: `  a@1.0.0:` below `packages`; older ones `  /a@1.0.0:` and `  /a/1.0.0:`. Source: github.com/pnpm/spec. */
export const pnpmLock: LockfileFormat = {
  type: 'npm',
  manager: 'pnpm',
  wants: (name) => name === 'pnpm-lock.yaml',
  read(text, wanted) {
    const found: LockedPackage[] = [];
    let isInPackages = false;
    for (const { line, number } of numberedLines(text)) {
      if (/^\S/.test(line)) isInPackages = line.startsWith('packages:');
      if (!isInPackages) continue;
      const [, name, version] =
        /^ {2}'?\/?((?:@[^/@']+\/)?[^/@']+)[@/]([^:'(_]+)[^:]*'?:/.exec(line) ?? [];
      if (name === undefined || version === undefined || !wanted.has(name)) continue;
      if (found.length < MAX_LOCKED) found.push({ name, version, line: number });
    }
    return found;
  },
};
