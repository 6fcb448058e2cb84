import { type LockedPackage, type LockfileFormat, MAX_LOCKED, numberedLines } from './lockfile.js';

/** go.mod, which has the versions of all modules that the program is built from. Source: go.dev/ref/mod. */
export const goModLock: LockfileFormat = {
  type: 'golang',
  manager: 'go',
  wants: (name) => name === 'go.mod',
  read(text, wanted) {
    const found: LockedPackage[] = [];
    let isRequire = false;
    for (const { line, number } of numberedLines(text)) {
      const block = /^\s*(\w+)\s*\(/.exec(line)?.[1];
      if (block !== undefined) isRequire = block === 'require';
      else if (/^\s*\)/.test(line)) isRequire = false;
      const [, name, version] =
        (isRequire ? /^\s*(\S+)\s+v(\S+)/ : /^\s*require\s+(\S+)\s+v(\S+)/).exec(line) ?? [];
      if (name === undefined || version === undefined || !wanted.has(name)) continue;
      const isDirect = !/\/\/\s*indirect\b/.test(line);
      if (found.length < MAX_LOCKED) found.push({ name, version, line: number, isDirect });
    }
    return found;
  },
};
