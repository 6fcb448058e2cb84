import type { DockerfileInspection } from '../builds/dockerfiles.js';
import type { Check } from '../core/finding.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import type { ManifestInspection } from '../manifests/manifests.js';

/** The result of a check that did not end in time: the targets that it did not check, and the reason. */
export function unfinished(check: Check, targets: Iterable<string>, reason: string): Inspection {
  const names = [...new Set(targets)];
  return {
    ...EMPTY_INSPECTION,
    incomplete: names.map((target) => ({ check, target, reason })),
  };
}

export function unfinishedDockerfiles(
  paths: readonly string[],
  reason: string,
): DockerfileInspection {
  return {
    ...unfinished('lint', paths, reason),
    targets: paths.map((name) => ({ kind: 'dockerfile', name })),
    plans: [],
    contexts: [],
    externalImages: [],
    unknownBases: [],
    failureThreshold: undefined,
  };
}

export function unfinishedManifests(paths: readonly string[], reason: string): ManifestInspection {
  return {
    ...unfinished('manifest', paths, reason),
    targets: paths.map((name) => ({ kind: 'manifest', name })),
    fittedTo: () => ({ findings: [] }),
    starts: [],
    externalImages: [],
    plans: [],
    actions: [],
    images: [],
  };
}
