import { type LockedPackage, type LockfileFormat, MAX_LOCKED, numberedLines } from './lockfile.js';

/** pnpm-lock.yaml: `  a@1.0.0:` below `packages`; older ones `  /a@1.0.0:` and `  /a/1.0.0:`. Source: github.com/pnpm/spec. */
export const pnpmLock: LockfileFormat = {
  type: 'npm',
  manager: 'pnpm',
  wants: (name) => name === 'pnpm-lock.yaml',
  read(text, wanted) {
    const found: LockedPackage[] = [];
    const { direct, isShared } = importersOf(text, wanted);
    let isInPackages = false;
    for (const { line, number } of numberedLines(text)) {
      if (/^\S/.test(line)) isInPackages = line.startsWith('packages:');
      if (!isInPackages) continue;
      const [, name, version] =
        /^ {2}'?\/?((?:@[^/@']+\/)?[^/@']+)[@/]([^:'(_]+)[^:]*'?:/.exec(line) ?? [];
      if (name === undefined || version === undefined || !wanted.has(name)) continue;
      if (found.length >= MAX_LOCKED) continue;
      const isDirect = direct.has(`${name}@${version}`);
      found.push({ name, version, line: number, ...(isDirect && { isDirect }), isShared });
    }
    return found;
  },
};

/** The wanted packages that the project and the members of its workspace name, as `a@1.0.0`. */
function importersOf(text: string, wanted: ReadonlySet<string>) {
  const direct = new Set<string>();
  let [importers, name, isInside] = [0, '', false];
  for (const { line } of numberedLines(text)) {
    if (/^\S/.test(line)) isInside = line.startsWith('importers:');
    if (!isInside) continue;
    if (/^ {2}\S/.test(line)) importers++;
    name = /^ {6}'?([^':\s]+)'?:$/.exec(line)?.[1] ?? name;
    const version = /^ {8}version: '?([^'(\s]+)/.exec(line)?.[1];
    if (version !== undefined && wanted.has(name)) direct.add(`${name}@${version}`);
  }
  return { direct, isShared: importers > 1 };
}
