import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { reason } from '../../lib/errors.js';
import type { DeclaredBuilds } from '../../manifests/builds/declared-build.js';
import { fileSecrets } from '../../secrets/file.js';
import { MAX_WORK } from '../../secrets/search.js';
import { readManifestText } from '../discover/input-text.js';

/** The files of Docker Buildx Bake: those with its names, and those that a call of it names. */
interface BakeFiles {
  readonly bakeFiles?: readonly string[];
  readonly declared?: DeclaredBuilds;
}

/** Finds secrets in Bake files: arguments of builds are stored in the history of the image. */
export async function bakeSecrets(
  root: string,
  { bakeFiles = [], declared }: BakeFiles,
): Promise<Inspection> {
  const called = (declared?.builds ?? []).flatMap(({ definition: { source, location } }) =>
    source === 'bake' ? location.path : [],
  );
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  const coverage: Coverage[] = [];
  const budget = { left: MAX_WORK };
  for (const path of new Set([...bakeFiles, ...called])) {
    const row = { check: 'secret', target: path } as const;
    try {
      const found = fileSecrets(path, await readManifestText(root, path), budget);
      findings.push(...found.findings);
      suppressed.push(...found.suppressed);
      coverage.push(
        found.complete
          ? { ...row, state: 'checked' }
          : { ...row, state: 'partial', reason: TOO_MANY },
      );
    } catch (error) {
      coverage.push({ ...row, state: 'not-covered', reason: reason(error) });
    }
  }
  return { ...EMPTY_INSPECTION, findings, suppressed, coverage };
}

const TOO_MANY =
  'Only a part of it was searched, because it has too many candidates for secrets. Split the file';
