import { type LockedPackage, type LockfileFormat, MAX_LOCKED, numberedLines } from './lockfile.js';

/**
 * yarn.lock of all versions: an entry names the ranges that it satisfies, `"a@^1.0.0, a@^1.2.0":` or `"a@npm:^1.0.0":`, and
 * then its version. Source: yarnpkg.com.
 */
export const yarnLock: LockfileFormat = {
  type: 'npm',
  manager: 'yarn',
  wants: (name) => name === 'yarn.lock',
  read(text, wanted) {
    const found: LockedPackage[] = [];
    const isClassic = !/^__metadata:/m.test(text);
    let entry: { name: string; ranges: string[]; line: number } | undefined;
    for (const { line, number } of numberedLines(text)) {
      if (/^\S.*:$/.test(line) && !line.startsWith('#')) entry = entryOf(line, number);
      const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(line)?.[1];
      if (!entry || version === undefined) continue;
      if (wanted.has(entry.name) && found.length < MAX_LOCKED)
        found.push({ ...entry, version, isClassic });
      entry = undefined;
    }
    return found;
  },
};

function entryOf(header: string, line: number) {
  const keys = header.slice(0, -1).replaceAll('"', '').split(', ');
  const specifiers = keys.map((key) => /^((?:@[^/@]+\/)?[^/@]+)@(?:npm:)?(.*)$/.exec(key));
  const name = specifiers[0]?.[1];
  if (name === undefined) return undefined;
  return { name, line, ranges: specifiers.flatMap((one) => one?.[2] ?? []) };
}
