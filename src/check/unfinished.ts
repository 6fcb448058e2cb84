import type { DockerfileInspection } from '../builds/dockerfiles.js';
import { unfinished } from '../core/unfinished.js';
import type { ManifestInspection } from '../manifests/manifests.js';

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
