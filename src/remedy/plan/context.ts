import type { Finding } from '../../core/finding.js';
import type { RuleBook, Target } from '../../core/report.js';
import { groupBy } from '../../lib/group-by.js';
import { object, objects } from '../../lib/json.js';
import type { MinimumAge } from './cool-down.js';
import type { BaseFacts, LayerFacts, PlanFacts } from './facts.js';

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
export interface PlanContext extends PlanInput {
  readonly facts: PlanFacts;
  readonly fails: (finding: Finding) => boolean;
  /** The advice about the base image at a place, such as `Dockerfile:1`. */
  readonly adviceAt: (place: string | undefined) => Finding | undefined;
  readonly baseAt: (place: string | undefined) => BaseFacts | undefined;
  readonly layerOf: (finding: Finding) => LayerFacts | undefined;
  readonly dockerfileOf: (finding: Finding) => string | undefined;
}

/** The rule that recommends another base image; its details hold the recommendation. */
export const BASE_IMAGE = 'BASE-IMAGE';

/** The open advice about base images. Of several at one place, that which recommends something. */
function adviceByPlace(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  const advice = new Map<string, Finding>();
  for (const finding of findings) {
    const { rule, location, status } = finding;
    const isOpen = status === 'new' || status === 'existing';
    if (rule !== BASE_IMAGE || !location || !isOpen || !recommends(finding)) continue;
    const place = `${location.path}:${location.startLine}`;
    const known = advice.get(place);
    if (!known || finding.fingerprint < known.fingerprint) advice.set(place, finding);
  }
  return advice;
}

function recommends({ details }: Finding): boolean {
  const [first] = objects(object(details).options);
  return typeof first?.reference === 'string';
}

export function planContext(input: PlanInput): PlanContext {
  const { findings, targets, facts = {}, fails = () => false } = input;
  const advice = adviceByPlace(findings);
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
    facts,
    fails,
    adviceAt: (place) => (place === undefined ? undefined : advice.get(place)),
    baseAt: (place) => (place === undefined ? undefined : bases.get(place)),
    layerOf: ({ subject }) => layers.get(subject?.image ?? '')?.get(subject?.layer ?? -1),
    dockerfileOf: ({ subject, location }) =>
      images.get(subject?.image ?? '')?.find(({ dockerfile }) => dockerfile !== undefined)
        ?.dockerfile ?? location?.path,
  };
}
