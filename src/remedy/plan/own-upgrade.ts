import type { Finding } from '../../core/finding.js';
import { parsePackageUrl } from '../../core/package-url.js';
import { type Candidate, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';

/** Whether the Dockerfile upgrades the packages of the base image itself. */
export function upgradesItself(finding: Finding, context: PlanContext): boolean {
  return ownLayers(finding, context).some(({ effect }) => effect === 'upgrades');
}

/**
 * An upgrade in the Dockerfile, for findings of a base image whose publisher has no newer image with the fixes. A person
 * decides about it: the publisher of the image usually follows soon.
 */
export function ownUpgrade(finding: Finding, context: PlanContext): Candidate {
  const place = placeOf(finding);
  const path = context.dockerfileOf(finding);
  const type = parsePackageUrl(finding.subject?.purl ?? '')?.type ?? '';
  const runs = ownLayers(finding, context).filter(({ effect }) => effect === 'installs');
  const run = runs.find((one) => MANAGERS[type]?.includes(one.manager ?? ''));
  const line = run?.line ?? finding.location?.startLine;
  const manager = run?.manager ?? (MANAGERS[type]?.length === 1 ? MANAGERS[type][0] : undefined);
  return {
    id: `edit ${place ?? finding.subject?.image} upgrade`,
    remedy: 'edit',
    title: () => 'upgrade the packages of the base image in a RUN instruction',
    path,
    line,
    risk: 'patch',
    isUnsure: true,
    notes: () => [
      'The tag of the base image has no newer image with the fixes yet. You can also wait for it.',
      'The upgrade makes the image larger, and two builds of one commit can differ: remove it when the tag has the fixes.',
    ],
    change: () =>
      path === undefined || line === undefined || manager === undefined
        ? undefined
        : { kind: 'upgrade', path, line, manager },
  };
}

/** The package managers by the type of package URLs. An image with RPM packages has one of several. */
const MANAGERS: Readonly<Record<string, readonly string[]>> = {
  deb: ['apt'],
  apk: ['apk'],
  rpm: ['dnf', 'yum', 'microdnf'],
};

/** What the instructions of the Dockerfile do in the last stage, and their lines. */
function ownLayers(
  { subject }: Finding,
  { targets, facts }: PlanContext,
): readonly { readonly line: number; readonly effect?: string; readonly manager?: string }[] {
  const layers = targets.find(({ name }) => name === subject?.image)?.layers ?? [];
  const known = new Map(facts.layers?.get(subject?.image ?? '')?.map((one) => [one.index, one]));
  return layers.flatMap(({ index, location, origin }) =>
    location && origin?.kind !== 'base-image'
      ? [{ line: location.startLine, ...known.get(index) }]
      : [],
  );
}
