import { posix } from 'node:path';
import type { Coverage } from '../core/coverage.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { readInputManifest } from '../repository/input-text.js';
import { fileSecrets, PARTLY_SEARCHED } from '../secrets/file.js';
import { isKnownFormat } from '../secrets/known-format.js';
import { MAX_WORK } from '../secrets/search.js';

/** The files of a repository that start builds, and those that Compose takes variables from. */
export interface ScriptFiles {
  /** Scripts, Makefiles and other files that were searched for builds. */
  readonly scripts?: readonly string[];
  readonly files?: readonly string[];
  readonly manifests?: readonly { readonly path: string; readonly kind: string }[];
}

/** The scripts, and the `.env` files in the folders of Compose files. Those that Git ignores are not in the repository. */
export function pathsOfScripts({
  scripts = [],
  files = [],
  manifests = [],
}: ScriptFiles): ReadonlySet<string> {
  const folders = new Set(
    manifests.flatMap(({ path, kind }) => (kind === 'compose' ? posix.dirname(path) : [])),
  );
  const ofCompose = files.filter(
    (path) => posix.basename(path) === '.env' && folders.has(posix.dirname(path)),
  );
  return new Set([...scripts, ...ofCompose]);
}

/**
 * Finds tokens and keys of known formats in scripts that build and in `.env` files of Compose. Only names are not enough:
 * scripts set passwords for tests, and examples of `.env` have defaults.
 */
export async function scriptSecrets(root: string, files: ScriptFiles): Promise<Inspection> {
  const found: Pick<Inspection, 'findings' | 'suppressed'>[] = [];
  const coverage: Coverage[] = [];
  const budget = { left: MAX_WORK };
  for (const path of pathsOfScripts(files)) {
    try {
      const secrets = fileSecrets(path, await readInputManifest(root, path), budget);
      found.push({
        findings: secrets.findings.filter(isKnownFormat),
        suppressed: secrets.suppressed.filter(isKnownFormat),
      });
      if (!secrets.complete)
        coverage.push({ check: 'secret', target: path, state: 'partial', reason: PARTLY_SEARCHED });
    } catch (error) {
      coverage.push({ check: 'secret', target: path, state: 'not-covered', reason: reason(error) });
    }
  }
  return {
    ...EMPTY_INSPECTION,
    findings: found.flatMap(({ findings }) => findings),
    suppressed: found.flatMap(({ suppressed = [] }) => suppressed),
    coverage,
  };
}
