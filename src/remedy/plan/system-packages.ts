import { affectedPackages } from '../../core/affected-packages.js';
import { type Finding, originOf, vulnerabilityDetails } from '../../core/finding.js';
import { isDistributionPackage } from '../../core/package-url.js';
import type { PlanChange } from '../../core/plan.js';
import { pluralize } from '../../lib/text.js';
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
import type { BaseFacts, LayerFacts } from './facts.js';
import { ownUpgrade, upgradesItself } from './own-upgrade.js';
import { fixedIn, packageOf } from './package-of.js';

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
  const pinned = affectedPackages(finding).find(({ name }) => {
    const pin = layer?.pins?.get(name);
    return pin !== undefined && !pinAllows(pin, fixedIn([finding]));
  });
  if (pinned) return pinEdit(finding, pinned.name, layer?.pins?.get(pinned.name), context);
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

/** A build without the cache: it installs the current packages and pulls the current image of the tag. */
export function rebuild(finding: Finding, context: PlanContext): Candidate {
  const path = context.dockerfileOf(finding);
  const image = finding.subject?.image;
  const id = `rebuild ${path ?? image ?? ''}`.trim();
  const known = context.rebuilds.get(id);
  if (known) return known;
  const made = createRebuild(id, path, path === undefined ? image : undefined, context);
  context.rebuilds.set(id, made);
  return made;
}

/** The image is named if no Dockerfile of it is known. */
function createRebuild(
  id: string,
  path: string | undefined,
  image: string | undefined,
  context: PlanContext,
): Candidate {
  const way = context.facts.builds?.get(path ?? '');
  const file = path === undefined ? [] : ['-f', path];
  const ofImage = image === undefined ? '' : ` ${image}`;
  return {
    id,
    remedy: 'rebuild',
    title: (findings) => {
      const updated = names(findings);
      const why = updated === '' ? 'on the current base image' : `to update ${updated}`;
      return `rebuild${ofImage} without cache ${why}`;
    },
    path,
    risk: 'patch',
    notes: (findings) => [...rebuildNotes(findings, context), ...wayNotes(path, context)],
    change: () =>
      way && !way.command
        ? undefined
        : {
            kind: 'rebuild',
            ...(path !== undefined && { path }),
            command: way?.command ?? ['docker', 'build', '--pull', '--no-cache', ...file, '.'],
          },
  };
}

/** Where it is built, if no command is known that does the same; and what the command leaves open. */
function wayNotes(path: string | undefined, { facts }: PlanContext): readonly string[] {
  const way = facts.builds?.get(path ?? '');
  if (way) return way.command ? [] : [`${way.place} builds it: run that build without its cache.`];
  return path === undefined || !facts.builds
    ? []
    : ['No file of the repository defines this build: use your own context, name and arguments.'];
}

/** `openssl and curl`, or `12 packages`. */
function names(findings: readonly Finding[]): string {
  const all = new Set(findings.flatMap((one) => affectedPackages(one).map(({ name }) => name)));
  return all.size > 2 ? pluralize(all.size, 'package') : [...all].join(' and ');
}

/** The layers that are older or newer than the fixes, and how many dates are unknown. */
function rebuildNotes(
  findings: readonly Finding[],
  { layerOf, baseAt }: PlanContext,
): readonly string[] {
  const bases = new Set(findings.flatMap((finding) => baseAt(placeOf(finding)) ?? []));
  const dated = new Map<string, string>();
  let unknown = 0;
  for (const finding of findings) {
    if (!vulnerabilityDetails(finding)) continue;
    const layer = layerOf(finding);
    const age = layer && ageOf(finding, layer);
    if (age === undefined) {
      unknown++;
      continue;
    }
    const place = placeOf(finding) ?? `layer ${layer?.index}`;
    const day = layer?.created?.slice(0, 10);
    const isBase = originOf(finding)?.kind === 'base-image';
    const what = isBase
      ? `The base image in ${place}`
      : layer?.effect === 'upgrades'
        ? `The upgrade of all packages in ${place}`
        : place;
    const cached = isBase ? '' : ': it was cached';
    dated.set(
      `${place} ${age}`,
      age === 'older'
        ? `${what} is of ${day}, before the fixes${cached}.`
        : `${what} is of ${day}, after a fix: its list of packages was older.`,
    );
  }
  return [
    ...[...dated.values()].slice(0, MAX_STALE),
    ...[...bases].flatMap(pullNotes),
    ...(unknown > 0
      ? [
          `Of ${pluralize(unknown, 'finding')}, it is not known whether the layer is older than the fix.`,
        ]
      : []),
  ];
}

/** What a build that pulls the base image gets. */
function pullNotes({ reference, newer, notes = [] }: BaseFacts): readonly string[] {
  if (!newer) return notes;
  const { notes: about = [], heldBack } = newer;
  return [
    ...about,
    ...(heldBack === undefined ? [] : [`The image of ${reference} is ${heldBack}.`]),
  ];
}

/**
 * Whether the layer is older or newer than the fix; undefined on the same day, and if a date is not known. The fix of a
 * distribution may be later than the advisory.
 */
function ageOf(finding: Finding, { created }: LayerFacts): 'older' | 'newer' | undefined {
  const { fixPublished, fixDatedBy } = vulnerabilityDetails(finding) ?? {};
  if (created === undefined || fixPublished === undefined) return undefined;
  const day = created.slice(0, 10);
  if (day < fixPublished) return 'older';
  return day > fixPublished && fixDatedBy === 'distribution' ? 'newer' : undefined;
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
