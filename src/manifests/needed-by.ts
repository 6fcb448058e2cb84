import { imageIdentity } from '../core/reference.js';
import type { OwnStart, ScannedNeeds } from '../core/runtime-needs.js';
import type { ManifestRuleContext, StartedImage } from './rule.js';

/** Finds the needs of the image that a manifest starts: it has the same name, tag or digest, or the Dockerfile of the build. */
export function neededBy(
  scanned: readonly ScannedNeeds[],
): NonNullable<ManifestRuleContext['needsOf']> {
  const byName = new Map<string, ScannedNeeds>();
  const byDockerfile = new Map<string, ScannedNeeds | undefined>();
  for (const needs of scanned) {
    for (const name of needs.names.map(imageIdentity))
      if (name !== '' && !byName.has(name)) byName.set(name, needs);
    const { dockerfile } = needs;
    // Several images of one Dockerfile are builds of different stages.
    if (dockerfile !== undefined)
      byDockerfile.set(dockerfile, byDockerfile.has(dockerfile) ? undefined : needs);
  }
  return ({ reference, build }, start) => {
    const found =
      (reference ? byName.get(imageIdentity(reference)) : undefined) ??
      (build && !build.target ? byDockerfile.get(build.dockerfile) : undefined);
    if (!found) return undefined;
    const { image, starts = [] } = found;
    const needs = isOfImage(start)
      ? found
      : starts.find((one) => JSON.stringify(one.start) === JSON.stringify(start));
    const { facts, files, unknown = UNKNOWN } = needs ?? {};
    return facts ? { image, ...facts, ...(files && { files }) } : { image, unknown };
  };
}

const UNKNOWN = 'its files do not show what its command and its user need';

function isOfImage(start: OwnStart): boolean {
  return Object.keys(start).length === 0;
}

/** A container of a manifest that starts an image with a command or user of its own. */
export interface OwnStartOf extends StartedImage {
  readonly start: OwnStart;
}

/** Starts of one image that are looked at. */
const MAX_STARTS = 20;

/** The starts that may be those of an image with these names, each once. */
export function startsOf(all: readonly OwnStartOf[], names: readonly string[]): OwnStart[] {
  const known = new Set(names.map(imageIdentity).filter((one) => one !== ''));
  const found = new Map<string, OwnStart>();
  for (const { reference, build, start } of all) {
    const isNamed = reference !== undefined && known.has(imageIdentity(reference));
    if (!isOfImage(start) && (isNamed || build)) found.set(JSON.stringify(start), start);
  }
  return [...found.values()].slice(0, MAX_STARTS);
}
