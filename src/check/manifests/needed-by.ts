import { spellings } from '../../core/image-glob.js';
import type { ScannedNeeds } from '../../core/runtime-needs.js';
import type { ManifestRuleContext } from '../../manifests/rule.js';

/** Finds the needs of the image that a manifest starts: it has the same name, tag or digest, or the Dockerfile of the build. */
export function neededBy(
  scanned: readonly ScannedNeeds[],
): NonNullable<ManifestRuleContext['needsOf']> {
  const byName = new Map<string, ScannedNeeds>();
  const byDockerfile = new Map<string, ScannedNeeds | undefined>();
  for (const needs of scanned) {
    for (const name of needs.names.flatMap(identities))
      if (!byName.has(name)) byName.set(name, needs);
    const { dockerfile } = needs;
    // Several images of one Dockerfile are builds of different stages.
    if (dockerfile !== undefined)
      byDockerfile.set(dockerfile, byDockerfile.has(dockerfile) ? undefined : needs);
  }
  return ({ reference, build }) => {
    const named = identities(reference ?? '').flatMap((name) => byName.get(name) ?? []);
    return named[0] ?? (build && !build.target ? byDockerfile.get(build.dockerfile) : undefined);
  };
}

/** The digest, or all spellings of a name with its tag. A name without tag or digest is that of the tag `latest`. */
function identities(reference: string): readonly string[] {
  if (reference === '') return [];
  const digest = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  return digest === undefined
    ? spellings(reference).filter((one) => /:[^/]+$/.test(one))
    : [digest];
}
