import { PortsideError } from '../../lib/errors.js';
import type { ManifestNode } from '../../manifests/manifest-yaml.js';
import { readToml } from '../../manifests/toml.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';
import { type LockfileFormat, MAX_LOCKED } from './lockfile.js';

/** The content of a TOML file; undefined for text that is not valid. */
export function tryToml(text: string): ManifestNode | undefined {
  try {
    return readToml(text, '');
  } catch (error) {
    if (error instanceof PortsideError) return undefined;
    throw error;
  }
}

/** The tables `[[package]]` of a lockfile. */
export function packageTables(text: string): readonly ManifestNode[] {
  return valueAt(tryToml(text), 'package')?.items ?? [];
}

/** Lockfiles whose packages are tables `[[package]]` with `name` and `version`. */
function tomlLock({
  type,
  manager,
  file,
}: {
  type: string;
  manager: string;
  file: string;
}): LockfileFormat {
  return {
    type,
    manager,
    wants: (name) => name === file,
    read(text, wanted) {
      const found = packageTables(text).flatMap((table) => {
        const [name, version] = [textOf(valueAt(table, 'name')), valueAt(table, 'version')];
        const isWanted = wanted.has(name) && version !== undefined;
        return isWanted ? [{ name, version: textOf(version), line: version.range.startLine }] : [];
      });
      return found.slice(0, MAX_LOCKED);
    },
  };
}

/** Source: doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html. */
export const cargoLock = tomlLock({ type: 'cargo', manager: 'cargo', file: 'Cargo.lock' });
/** Source: python-poetry.org/docs/basic-usage. */
export const poetryLock = tomlLock({ type: 'pypi', manager: 'poetry', file: 'poetry.lock' });
/** Source: docs.astral.sh/uv/concepts/projects/layout. */
export const uvLock = tomlLock({ type: 'pypi', manager: 'uv', file: 'uv.lock' });
