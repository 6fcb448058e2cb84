import type { Finding } from '../../core/finding.js';
import type { RuleBook, Target } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
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
  readonly dockerfileOf: (finding: Finding) => string | undefined;
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
  return {
    ...input,
    ...relateFindings(findings),
    facts,
    fails,
    baseAt: (place) => (place === undefined ? undefined : bases.get(place)),
    layerOf: ({ subject }) => layers.get(subject?.image ?? '')?.get(subject?.layer ?? -1),
    dockerfileOf: ({ subject, location }) =>
      images.get(subject?.image ?? '')?.find(({ dockerfile }) => dockerfile !== undefined)
        ?.dockerfile ?? location?.path,
  };
}
