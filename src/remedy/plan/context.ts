import type { Finding } from '../../core/finding.js';
import type { Removable } from '../../core/removable.js';
import type { RuleBook, Target } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import type { Candidate } from './candidate.js';
import type { MinimumAge } from './cool-down.js';
import type { BaseFacts, LayerFacts, PlanFacts } from './facts.js';
import { type RelatedFindings, relateFindings } from './related-findings.js';

/** What a plan is made from. */
export interface PlanInput {
  /** The decided findings, with those that are fixed or suppressed. */
  readonly findings: readonly Finding[];
  readonly targets: readonly Target[];
  readonly rules: RuleBook;
  readonly facts?: PlanFacts | undefined;
  /** Absent if an update is proposed at any age. */
  readonly minimumAge?: MinimumAge | undefined;
  /** Whether a finding fails a gate of the policy. */
  readonly fails?: ((finding: Finding) => boolean) | undefined;
}

/** The same, with tables for lookups. */
export interface PlanContext extends PlanInput, RelatedFindings {
  readonly facts: PlanFacts;
  readonly fails: (finding: Finding) => boolean;
  readonly baseAt: (place: string | undefined) => BaseFacts | undefined;
  readonly layerOf: (finding: Finding) => LayerFacts | undefined;
  /** Whether it is in an image that a manifest names and the repository does not build. */
  readonly isDeployed: (finding: Finding) => boolean;
  readonly dockerfileOf: (finding: Finding) => string | undefined;
  /** The moves of base images that were made from advice already: most findings of an image have the same. */
  readonly moves: Map<Finding, Candidate | undefined>;
  /** The builds without the cache that were made already, by id. */
  readonly rebuilds: Map<string, Candidate>;
  /** What could be removed with a package, by the image and the package URL. */
  readonly removalsOf: (image: string | undefined, purl: string) => readonly Removable[];
}

export function planContext(input: PlanInput): PlanContext {
  const { findings, targets, facts = {}, fails = () => false } = input;
  const bases = new Map(
    facts.bases?.map((base) => [`${base.location.path}:${base.location.startLine}`, base]),
  );
  const known = new Map<string, readonly LayerFacts[]>([
    ...targets.map(({ name, layers = [] }) => [name, layers] as const),
    ...(facts.layers ?? []),
  ]);
  const layers = new Map(
    [...known].map(([image, all]) => [image, new Map(all.map((layer) => [layer.index, layer]))]),
  );
  const images = groupBy(targets, ({ name }) => name);
  const deployed = new Set(
    targets.flatMap(({ name, deployedBy }) => (deployedBy === undefined ? [] : name)),
  );
  return {
    ...input,
    ...relateFindings([...findings, ...(facts.advice ?? [])]),
    facts,
    fails,
    moves: new Map(),
    rebuilds: new Map(),
    removalsOf: removableParts(facts.removable ?? []),
    baseAt: (place) => (place === undefined ? undefined : bases.get(place)),
    layerOf: ({ subject }) => layers.get(subject?.image ?? '')?.get(subject?.layer ?? -1),
    isDeployed: ({ subject, check }) => check !== 'trust' && deployed.has(subject?.image ?? ''),
    dockerfileOf: ({ subject, location }) =>
      images.get(subject?.image ?? '')?.find(({ dockerfile }) => dockerfile !== undefined)
        ?.dockerfile ?? location?.path,
  };
}

/** The parts of each package; most packages are in none. */
function removableParts(parts: readonly Removable[]): PlanContext['removalsOf'] {
  const images = new Map<string, Map<string, Removable[]>>();
  for (const part of parts) {
    const purls = images.get(part.image) ?? new Map<string, Removable[]>();
    images.set(part.image, purls);
    for (const purl of part.purls) {
      const known = purls.get(purl);
      if (known) known.push(part);
      else purls.set(purl, [part]);
    }
  }
  return (image, purl) => images.get(image ?? '')?.get(purl) ?? [];
}
