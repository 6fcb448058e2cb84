import { affectedPackages } from '../../core/affected-packages.js';
import type { Finding } from '../../core/finding.js';
import type { UpgradedPackage } from '../../core/plan.js';
import { withoutDigest } from '../../core/reference.js';
import { capitalize, pluralize } from '../../lib/text.js';
import { digestMove } from './base-moves.js';
import { type Candidate, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import type { RetiredUpgrade, UpgradeFacts } from './facts.js';
import { fixedIn } from './package-of.js';

/** Whether the Dockerfile upgrades the packages of the base image itself. */
export function upgradesItself(finding: Finding, context: PlanContext): boolean {
  return ownLayers(finding, context).some(({ effect }) => effect === 'upgrades');
}

/**
 * The smallest upgrade in the Dockerfile, for findings of a base image whose publisher has no newer image with the fixes. A
 * person decides about it: the publisher of the image usually follows soon. If no instruction can install the fix, the image
 * has to wait for its base image.
 */
export function ownUpgrade(finding: Finding, context: PlanContext): Candidate {
  const base = context.baseAt(placeOf(finding));
  const { upgrade } = base ?? {};
  const why = upgrade?.missing.get(finding.fingerprint);
  if (upgrade?.impossible !== undefined || why !== undefined) return waitForBase(finding, context);
  const place = placeOf(finding);
  const name = withoutDigest(base?.reference ?? '');
  return {
    id: `edit ${place ?? finding.subject?.image} upgrade`,
    remedy: 'edit',
    title: (all) => `upgrade ${namesOf(all)} of the base image in a RUN instruction`,
    ...pathAndLine(finding),
    risk: 'patch',
    isUnsure: true,
    notes: (all) => [
      proofNote(all, upgrade),
      'The tag of the base image has no newer image with the fixes yet. You can also wait for it.',
      `When ${name} has these versions, a step removes the instruction.`,
    ],
    change: (all) => {
      const { path, line } = pathAndLine(finding);
      if (path === undefined || line === undefined || upgrade?.manager === undefined)
        return undefined;
      const { manager, user } = upgrade;
      const packages = upgradedPackages(all, upgrade);
      const about = { base: name, ...(user !== undefined && { user }) };
      return { kind: 'upgrade', path, line, manager, ...about, packages };
    },
  };
}

/** `libcrypto3 and libssl3`, or `12 packages`. */
function namesOf(findings: readonly Finding[]): string {
  const all = new Set(findings.flatMap((one) => affectedPackages(one).map(({ name }) => name)));
  return all.size > 2 ? pluralize(all.size, 'package') : [...all].sort().join(' and ');
}

/** The installed packages of the findings with the versions of the index, else with those of the advisories. */
function upgradedPackages(
  findings: readonly Finding[],
  { versions }: UpgradeFacts,
): readonly UpgradedPackage[] {
  const all = new Map<string, string>();
  for (const finding of findings)
    for (const { name, fixed } of affectedPackages(finding)) {
      const version = versions.get(name) ?? fixed ?? fixedIn([finding]);
      if (version !== undefined) all.set(name, version);
    }
  return [...all].map(([name, version]) => ({ name, version }));
}

/** Versions that a note names. */
const MAX_NAMED = 5;

function proofNote(findings: readonly Finding[], upgrade: UpgradeFacts | undefined): string {
  if (!upgrade || upgrade.unproved !== undefined) {
    const why = upgrade?.unproved ?? 'the base image was not looked into';
    return `Not proved: the index was not read. ${capitalize(why)}.`;
  }
  const all = upgradedPackages(findings, upgrade).map(({ name, version }) => `${name} ${version}`);
  const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : '';
  return `The index of the package repository has ${all.slice(0, MAX_NAMED).join(', ')}${more}.`;
}

/** Until the publisher of the base image builds it again. */
function waitForBase(finding: Finding, { baseAt }: PlanContext): Candidate {
  const base = baseAt(placeOf(finding));
  const { impossible, missing } = base?.upgrade ?? {};
  const name = withoutDigest(base?.reference ?? '');
  return {
    id: `wait ${placeOf(finding)}`,
    remedy: 'wait',
    title: () => `wait for a newer image of ${name}`,
    risk: 'none',
    notes: (all) =>
      impossible === undefined
        ? [...new Set(all.flatMap(({ fingerprint }) => missing?.get(fingerprint) ?? []))].slice(
            0,
            MAX_NAMED,
          )
        : [`No instruction can upgrade its packages: ${impossible}.`],
  };
}

/**
 * The removal of upgrades that plans added, with the moves of base images that it comes after: the base images have the
 * versions themselves. They clear no finding.
 */
export function retirements(
  { facts: { bases = [] } }: PlanContext,
  chosen: ReadonlySet<string>,
): readonly Candidate[] {
  return bases.flatMap((base) => {
    const { retired, reference, newer, move, location } = base;
    if (!retired) return [];
    const { path, startLine: line } = location;
    const place = `${path}:${line}`;
    const moved =
      retired.image === 'newer' && newer?.heldBack === undefined && newer
        ? digestMove(base, newer)
        : undefined;
    const after =
      retired.image === 'recommended' ? `move-tag ${place} ${move?.reference}` : moved?.id;
    if (retired.image !== 'current' && (after === undefined || !(moved || chosen.has(after))))
      return [];
    return [...(moved ? [moved] : []), removal(retired, { reference, path, line, after })];
  });
}

function removal(
  { packages, image }: RetiredUpgrade,
  {
    reference,
    path,
    line,
    after,
  }: {
    readonly reference: string;
    readonly path: string;
    readonly line: number;
    readonly after: string | undefined;
  },
): Candidate {
  const name = image === 'recommended' ? 'The recommended image' : withoutDigest(reference);
  return {
    id: `retire ${path}:${line}`,
    remedy: 'edit',
    title: () => 'remove the upgrade of the base image that a plan added',
    path,
    line,
    risk: 'none',
    notes: () => [
      `${name} has the versions itself: ${packages
        .slice(0, MAX_NAMED)
        .map((one) => `${one.name} ${one.version}`)
        .join(', ')}.`,
      ...(after === undefined && !reference.includes('@')
        ? ['Build it with --pull: an older copy of the base image lacks them.']
        : []),
    ],
    change: () => ({ kind: 'retired-upgrade', path, line, packages }),
    ...(after !== undefined && { after: [after] }),
  };
}

/** What the instructions of the Dockerfile do in the last stage, and their lines. */
function ownLayers(
  { subject }: Finding,
  { targets, facts }: PlanContext,
): readonly { readonly effect?: string }[] {
  const layers = targets.find(({ name }) => name === subject?.image)?.layers ?? [];
  const known = new Map(facts.layers?.get(subject?.image ?? '')?.map((one) => [one.index, one]));
  return layers.flatMap(({ index, location, origin }) =>
    location && origin?.kind !== 'base-image' ? [{ ...known.get(index) }] : [],
  );
}
