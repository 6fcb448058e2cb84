import { affectedPackages } from '../../core/affected-packages.js';
import { type Finding, originOf, vulnerabilityDetails } from '../../core/finding.js';
import type { PlanChange } from '../../core/plan.js';
import { pluralize } from '../../lib/text.js';
import {
  digestMove,
  isEndedBase,
  isVariant,
  ownUpgrade,
  tagMove,
  unknownDigestMove,
  versionRisk,
} from './base-moves.js';
import { type Candidate, NO_NOTES, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import { fixedIn } from './fixed-in.js';

/** The steps that could clear a vulnerability of a distribution's package that has a fix. */
export function systemUpgrades(
  finding: Finding,
  context: PlanContext,
): readonly [Candidate, ...Candidate[]] {
  const place = placeOf(finding);
  const advice = context.adviceAt(place);
  const move = advice && !isVariant(advice) ? tagMove(advice) : undefined;
  if (originOf(finding)?.kind !== 'base-image' && advice === undefined)
    return [ownLayerUpgrade(finding, context)];
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
  if (base?.newer) {
    const { newer } = base;
    if (newer.clears && !newer.clears.has(finding.fingerprint)) return ownUpgrade(finding, context);
    return isPinned ? digestMove(base, newer) : rebuild(finding, context);
  }
  if (base?.isCurrent) return ownUpgrade(finding, context);
  return isPinned ? unknownDigestMove(finding, reference) : rebuild(finding, context);
}

/** A layer of the Dockerfile itself: its packages are upgraded by a build, unless a line fixes their versions. */
function ownLayerUpgrade(finding: Finding, context: PlanContext): Candidate {
  const layer = context.layerOf(finding);
  const pinned = affectedPackages(finding).find(({ name }) => layer?.pins?.has(name));
  if (pinned) return pinEdit(finding, pinned.name, layer?.pins?.get(pinned.name), context);
  if (isLayerNewer(finding, context)) return pinEdit(finding, undefined, undefined, context);
  return rebuild(finding, context);
}

/** Whether the layer was made after the fix: a build at that time did not install it. False if a date is unknown. */
function isLayerNewer(finding: Finding, { layerOf, facts }: PlanContext): boolean {
  const created = layerOf(finding)?.created;
  const fix = facts.fixDates?.get(finding.fingerprint);
  // On the same day, either may have been first.
  return created !== undefined && fix !== undefined && created.slice(0, 10) > fix.day;
}

/** An edit of the line that installs a package. */
function pinEdit(
  finding: Finding,
  pinned: string | undefined,
  from: string | undefined,
  { layerOf }: PlanContext,
): Candidate {
  const details = vulnerabilityDetails(finding);
  const name = pinned ?? details?.package ?? '';
  const manager = layerOf(finding)?.manager;
  const place = pathAndLine(finding);
  return {
    id: `edit ${placeOf(finding) ?? finding.subject?.image} ${name}`,
    remedy: 'edit',
    title: (all) => `upgrade ${name}${to(fixedIn(all))}`,
    ...place,
    risk: versionRisk(details?.installed, fixedIn([finding])),
    notes: () =>
      pinned === undefined
        ? ['The layer is newer than the fix: a build installed the older version all the same.']
        : [],
    change: (all) => {
      const version = fixedIn(all);
      return pinned === undefined || manager === undefined || version === undefined
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

/** A build without the cache: it installs the current packages and pulls the current image of the tag. */
export function rebuild(finding: Finding, context: PlanContext): Candidate {
  const path = context.dockerfileOf(finding);
  const file = path === undefined ? [] : ['-f', path];
  return {
    id: `rebuild ${path ?? finding.subject?.image ?? ''}`.trim(),
    remedy: 'rebuild',
    title: () => `rebuild without cache${path === undefined ? '' : ` (${path})`}`,
    path,
    risk: 'patch',
    notes: (findings) => rebuildNotes(findings, context),
    change: () => ({
      kind: 'rebuild',
      ...(path !== undefined && { path }),
      command: ['docker', 'build', '--pull', '--no-cache', ...file, '.'],
    }),
  };
}

/** The layers that are older than the fixes, and how many dates are unknown. */
function rebuildNotes(
  findings: readonly Finding[],
  { layerOf, facts }: PlanContext,
): readonly string[] {
  const stale = new Map<string, string>();
  let unknown = 0;
  for (const finding of findings) {
    const layer = layerOf(finding);
    const fix = facts.fixDates?.get(finding.fingerprint);
    if (!layer?.created || !fix) {
      unknown++;
      continue;
    }
    const place = placeOf(finding) ?? `layer ${layer.index}`;
    const what = layer.effect === 'upgrades' ? `The upgrade of all packages in ${place}` : place;
    stale.set(
      place,
      `${what} is of ${layer.created.slice(0, 10)}, before the fixes: it was cached.`,
    );
  }
  return [
    ...[...stale.values()].slice(0, MAX_STALE),
    ...(unknown > 0
      ? [
          `Of ${pluralize(unknown, 'finding')}, it is not known whether the layer is older than the fix.`,
        ]
      : []),
  ];
}

/** Layers that the notes name. */
const MAX_STALE = 5;

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
