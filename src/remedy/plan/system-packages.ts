import { affectedPackages } from '../../core/affected-packages.js';
import type { AffectedPackage } from '../../core/details.js';
import { type Finding, originOf } from '../../core/finding.js';
import { isDistributionPackage } from '../../core/package-url.js';
import type { PlanChange } from '../../core/plan.js';
import {
  digestMove,
  isEndedBase,
  isVariant,
  tagMove,
  unknownDigestMove,
  versionRisk,
} from './base-moves.js';
import { type Candidate, NO_NOTES, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import type { BaseFacts } from './facts.js';
import { ownUpgrade, upgradesItself } from './own-upgrade.js';
import { fixedIn, packageOf } from './package-of.js';
import { rebuild } from './rebuild.js';

/** The steps that could clear a vulnerability of a distribution's package that has a fix. */
export function systemUpgrades(
  finding: Finding,
  context: PlanContext,
): readonly [Candidate, ...Candidate[]] {
  const advice = context.adviceAt(placeOf(finding));
  return originOf(finding)?.kind !== 'base-image' && advice === undefined
    ? [ownLayerUpgrade(finding, context)]
    : baseUpgrades(finding, context);
}

/** The steps that could clear a vulnerability of a package of the base image that has a fix. */
export function baseUpgrades(
  finding: Finding,
  context: PlanContext,
): readonly [Candidate, ...Candidate[]] {
  const advice = context.adviceAt(placeOf(finding));
  const move = advice && !isVariant(advice) ? tagMove(advice, context) : undefined;
  // A distribution that has ended gets no more fixes.
  if (move && isEndedBase(advice)) return [move];
  const refresh = baseRefresh(finding, context);
  return move ? [move, refresh] : [refresh];
}

/** What gets the fixes into the base image without another tag. */
function baseRefresh(finding: Finding, context: PlanContext): Candidate {
  const base = context.baseAt(placeOf(finding));
  const reference = base?.reference ?? originOf(finding)?.image ?? '';
  const isPinned = reference.includes('@');
  if (base?.isUnbuilt) return unbuiltMove(base, finding, context);
  if (base?.newer) {
    const { newer } = base;
    // Only the packages of the distribution are known.
    const isKnown = newer.clears && isDistributionPackage(finding.subject?.purl ?? '');
    if (isKnown && !newer.clears?.has(finding.fingerprint)) return upgradeOf(finding, context);
    return isPinned ? digestMove(base, newer) : rebuild(finding, context);
  }
  if (base?.isCurrent) return upgradeOf(finding, context);
  return isPinned ? unknownDigestMove(finding, reference, base?.notes) : rebuild(finding, context);
}

/** The Dockerfile names another digest already. */
function unbuiltMove({ location }: BaseFacts, finding: Finding, context: PlanContext): Candidate {
  const place = `${location.path}:${location.startLine}`;
  return { ...rebuild(finding, context), id: `move-digest ${place}`, madeAt: place };
}

/** An upgrade that the Dockerfile has already gets the fixes in a build without the cache. */
function upgradeOf(finding: Finding, context: PlanContext): Candidate {
  return upgradesItself(finding, context)
    ? rebuild(finding, context)
    : ownUpgrade(finding, context);
}

/** What makes an image, or its base image, younger; undefined if no newer base image is known. */
export function refreshOf(finding: Finding, context: PlanContext): Candidate | undefined {
  const base = context.baseAt(placeOf(finding));
  const isAboutBase = finding.message.startsWith('Base image');
  if (!isAboutBase || !base) return rebuild(finding, context);
  if (base.isUnbuilt) return unbuiltMove(base, finding, context);
  if (base.isCurrent) {
    const advice = context.adviceAt(placeOf(finding));
    return advice && tagMove(advice, context);
  }
  if (!base.reference.includes('@')) return rebuild(finding, context);
  return base.newer
    ? digestMove(base, base.newer)
    : unknownDigestMove(finding, base.reference, base.notes);
}

/**
 * A layer of the Dockerfile itself: its packages are upgraded by a build, unless a line fixes their versions, or the
 * repository that they come from does not change.
 */
function ownLayerUpgrade(finding: Finding, context: PlanContext): Candidate {
  const layer = context.layerOf(finding);
  const pins = layer?.pins;
  const isPinned = ({ name }: AffectedPackage) => {
    const pin = pins?.get(name);
    return pin !== undefined && !pinAllows(pin, fixedIn([finding]));
  };
  const pinned = pins && pins.size > 0 ? affectedPackages(finding).find(isPinned) : undefined;
  if (pinned) return pinEdit(finding, pinned.name, pins?.get(pinned.name), context);
  return layer?.frozen === undefined
    ? rebuild(finding, context)
    : snapshotEdit(finding, layer.frozen, context);
}

/** Whether a version with `*` at its end, which stands for the rest, is that of the fix, too. */
function pinAllows(pin: string, version: string | undefined): boolean {
  return pin.endsWith('*') && version?.startsWith(pin.slice(0, -1)) === true;
}

/** A build gets the packages of the same day again, until a line names another day. */
function snapshotEdit(finding: Finding, why: string, { dockerfileOf }: PlanContext): Candidate {
  const path = dockerfileOf(finding);
  return {
    id: `edit ${path ?? finding.subject?.image} snapshot`,
    remedy: 'edit',
    title: () => 'use a newer snapshot of the package repository',
    path,
    risk: 'patch',
    notes: () => [`A build without the cache changes nothing: ${why}.`],
  };
}

/** An edit of the line that installs a package. */
function pinEdit(
  finding: Finding,
  name: string,
  from: string | undefined,
  { layerOf }: PlanContext,
): Candidate {
  const manager = layerOf(finding)?.manager;
  const place = pathAndLine(finding);
  return {
    id: `edit ${placeOf(finding) ?? finding.subject?.image} ${name}`,
    remedy: 'edit',
    title: (all) => `upgrade ${name}${to(fixedIn(all))}`,
    ...place,
    risk: versionRisk(packageOf(finding).installed, fixedIn([finding])),
    notes: NO_NOTES,
    change: (all) => {
      const version = fixedIn(all);
      return manager === undefined || version === undefined
        ? undefined
        : installedChange({ ...place, manager, name, version, from });
    },
  };
}

function installedChange({
  path,
  line,
  manager,
  name,
  version,
  from,
}: {
  readonly path?: string;
  readonly line?: number;
  readonly manager: string;
  readonly name: string;
  readonly version: string;
  readonly from: string | undefined;
}): PlanChange | undefined {
  if (path === undefined || line === undefined) return undefined;
  const versions = { to: version, ...(from !== undefined && { from }) };
  return { kind: 'installed-package', path, line, manager, name, ...versions };
}

function to(version: string | undefined): string {
  return version === undefined ? '' : ` to ${version}`;
}

/** A vulnerability that only a subscription fixes. */
export function subscription(finding: Finding, product: string): Candidate {
  return {
    id: `edit ${placeOf(finding) ?? finding.subject?.image} ${product}`,
    remedy: 'edit',
    title: () => `install the updates of ${product}`,
    ...pathAndLine(finding),
    risk: 'patch',
    notes: NO_NOTES,
  };
}
