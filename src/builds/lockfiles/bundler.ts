import { type LockedPackage, type LockfileFormat, MAX_LOCKED, numberedLines } from './lockfile.js';

/** Gemfile.lock: `    rack (2.2.8)` below `specs:`, with a platform `nokogiri (1.16.0-x86_64-linux)`. Source: bundler.io. */
export const bundlerLock: LockfileFormat = {
  type: 'gem',
  manager: 'bundler',
  wants: (name) => name === 'Gemfile.lock' || name === 'gems.locked',
  read(text, wanted) {
    const found: LockedPackage[] = [];
    for (const { line, number } of numberedLines(text)) {
      const [, name, version] = /^ {4}([\w.-]+) \((\d[\w.]*)(?:-[^)]*)?\)$/.exec(line) ?? [];
      if (name === undefined || version === undefined || !wanted.has(name)) continue;
      if (found.length < MAX_LOCKED) found.push({ name, version, line: number });
    }
    return found;
  },
};
