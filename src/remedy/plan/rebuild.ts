import { affectedPackages } from '../../core/affected-packages.js';
import { type Finding, originOf, vulnerabilityDetails } from '../../core/finding.js';
import { pluralize } from '../../lib/text.js';
import { type Candidate, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import type { BaseFacts, LayerFacts } from './facts.js';

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
