import { type LockedPackage, type Lockfile, MAX_LOCKED, numberedLines } from './lockfile.js';

/** Lockfiles whose packages are tables `[[package]]` with `name` and `version`. */
function tomlLock({
  type,
  manager,
  file,
}: {
  type: string;
  manager: string;
  file: string;
}): Lockfile {
  return {
    type,
    manager,
    wants: (name) => name === file,
    read(text, wanted) {
      const found: LockedPackage[] = [];
      let name: string | undefined;
      for (const { line, number } of numberedLines(text)) {
        if (line.startsWith('[')) name = undefined;
        name = /^name\s*=\s*"([^"]+)"/.exec(line)?.[1] ?? name;
        const version = /^version\s*=\s*"([^"]+)"/.exec(line)?.[1];
        if (name === undefined || version === undefined || !wanted.has(name)) continue;
        if (found.length < MAX_LOCKED) found.push({ name, version, line: number });
        name = undefined;
      }
      return found;
    },
  };
}

/** Source: doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html. */
export const cargoLock = tomlLock({ type: 'cargo', manager: 'cargo', file: 'Cargo.lock' });
/** Source: python-poetry.org/docs/basic-usage. */
export const poetryLock = tomlLock({ type: 'pypi', manager: 'poetry', file: 'poetry.lock' });
/** Source: docs.astral.sh/uv/concepts/projects/layout. */
export const uvLock = tomlLock({ type: 'pypi', manager: 'uv', file: 'uv.lock' });
