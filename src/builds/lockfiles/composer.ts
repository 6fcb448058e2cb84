import { type LockedPackage, type LockfileFormat, MAX_LOCKED, numberedLines } from './lockfile.js';

/** composer.lock as Composer writes it: `"name"` and then `"version"` of each package. Source: getcomposer.org/doc/01-basic-usage.md. */
export const composerLock: LockfileFormat = {
  type: 'composer',
  manager: 'composer',
  wants: (name) => name === 'composer.lock',
  read(text, wanted) {
    const found: LockedPackage[] = [];
    let package_: { readonly name: string; readonly line: number } | undefined;
    for (const { line, number } of numberedLines(text)) {
      const name = /^ {12}"name":\s*"([^"/]+\/[^"]+)"/.exec(line)?.[1];
      if (name !== undefined) package_ = { name, line: number };
      const version = /^ {12}"version":\s*"v?([^"]+)"/.exec(line)?.[1];
      if (!package_ || version === undefined) continue;
      if (wanted.has(package_.name) && found.length < MAX_LOCKED)
        found.push({ ...package_, version });
      package_ = undefined;
    }
    return found;
  },
};
