import type { Location } from '../../core/location.js';
import type { HistoryEntry, Image } from '../image.js';
import { type Alignment, align } from './alignment.js';
import type { BuildPlan, BuildStep } from './build-step.js';
import { type RecordedStep, readCreatedBy } from './created-by.js';
import { pairs } from './shell-words.js';
import { MASKED, prepare } from './similarity.js';

/** The line that made a layer. */
export interface LayerOrigin {
  readonly layer: number;
  /** The instruction; the FROM line for layers of the base image and where it is not certain. */
  readonly location: Location;
  /** `COPY --from=STAGE`: that stage. */
  readonly related?: Location;
  readonly kind: 'base' | 'instruction' | 'unknown';
  /** True when `location` is only where to start looking; `reason` says why. */
  readonly ambiguous: boolean;
  readonly reason?: string;
  readonly step?: BuildStep;
}

export interface Attribution {
  /** The Dockerfile the image was built from, or undefined when none fits. */
  readonly plan?: BuildPlan;
  /** One for each layer of the image, bottom first; empty when no plan fits. */
  readonly layers: readonly LayerOrigin[];
  /** Why there is no plan, or what is doubtful about the whole. */
  readonly reason?: string;
}

/**
 * Finds the Dockerfile that an image was built from, and the instruction of each layer, by aligning the instructions
 * with the image's history from its end. What cannot be known is said to be ambiguous and put on the FROM line; a
 * Dockerfile of which not most instructions are in the history is not taken.
 */
export function attribute(
  image: Pick<Image, 'config' | 'layers' | 'baseLayers'>,
  plans: readonly BuildPlan[],
): Attribution {
  if (plans.length === 0) return { layers: [], reason: 'there is no Dockerfile' };
  const history = image.config.history.slice(-MOST);
  if (history.length === 0) return { layers: [], reason: 'the image has no history of its build' };
  const recorded = history.map(readCreatedBy);
  const fits = plans
    .map((plan) => compare(plan, recorded, image))
    .filter((found) => found !== undefined)
    .sort((a, b) => b.alignment.score - a.alignment.score);
  const [best, second] = fits;
  if (!best)
    return {
      layers: [],
      reason:
        plans.length === 1
          ? 'the history of the image does not have the instructions of the Dockerfile'
          : 'the history of the image has the instructions of none of the Dockerfiles',
    };
  const { plan } = best;
  const twin =
    second && second.alignment.score === best.alignment.score && !sameLines(plan, second.plan)
      ? `${second.plan.base.location.path} fits as well as ${plan.base.location.path}`
      : undefined;
  const made = image.config.history.filter((entry) => !entry.emptyLayer).length;
  if (made !== image.layers.length) {
    const why = `the history speaks of ${made} layers, the image has ${image.layers.length}`;
    return {
      plan,
      layers: image.layers.map(({ index }) => unknown(plan, index, why)),
      reason: why,
    };
  }
  const layers = place(best, history, image.layers.length, image.baseLayers);
  return twin === undefined ? { plan, layers } : { plan, layers, reason: twin };
}

/** Longer histories and files are compared by their ends. */
const MOST = 1_000;

interface Fit {
  readonly plan: BuildPlan;
  readonly steps: readonly BuildStep[];
  readonly recorded: readonly RecordedStep[];
  readonly alignment: Alignment;
  readonly scoreOf: (entry: number) => number;
}

/** Undefined when not most of the instructions are recorded. */
function compare(
  plan: BuildPlan,
  recorded: readonly RecordedStep[],
  image: Pick<Image, 'config'>,
): Fit | undefined {
  const buildKit = recorded.at(-1)?.dialect === 'buildkit';
  // BuildKit records no ONBUILD.
  const steps = plan.steps.filter((step) => !(buildKit && step.keyword === 'ONBUILD')).slice(-MOST);
  const values = knownValues(steps, recorded, image.config.env);
  const prepared = steps.map((step) => prepare(step, values));
  const likeness = (entry: number, step: number): number => {
    const of = recorded[entry];
    return (of && prepared[step]?.likeness(of)) ?? Number.NEGATIVE_INFINITY;
  };
  const alignment = align(recorded.length, steps.length, likeness);
  const scoreOf = (entry: number) => {
    const step = alignment.stepOf[entry] ?? -1;
    return step < 0 ? 0 : likeness(entry, step);
  };
  const good = alignment.stepOf.filter((_, entry) => scoreOf(entry) >= MASKED).length;
  if (good * 2 <= steps.length && steps.length > 0) return undefined;
  return { plan, steps, recorded, alignment, scoreOf };
}

/** ARG defaults, then what the builds were given, then the environment that the image ends with. */
function knownValues(
  steps: readonly BuildStep[],
  recorded: readonly RecordedStep[],
  env: readonly string[],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const set = (pair: string) => {
    const equals = pair.indexOf('=');
    if (equals > 0) values.set(pair.slice(0, equals), pair.slice(equals + 1));
  };
  for (const step of steps) if (step.keyword === 'ARG') pairs(step.text).forEach(set);
  for (const { args } of recorded) for (const [key, value] of args) values.set(key, value);
  env.forEach(set);
  return values;
}

/** The k-th entry that made a layer made layer k. */
function place(
  found: Fit,
  history: readonly HistoryEntry[],
  layers: number,
  baseLayers: number | undefined,
): LayerOrigin[] {
  const { plan, alignment } = found;
  const origins: LayerOrigin[] = [];
  // Histories longer than what is compared begin with layers of the base image.
  const shown = history.filter((entry) => !entry.emptyLayer).length;
  for (let layer = 0; layer < layers - shown; layer++) origins.push(base(plan, layer));
  let before: number[] = [];
  for (const [entry, { emptyLayer }] of history.entries()) {
    const inBase = entry < alignment.start;
    if (emptyLayer) {
      if (!inBase) before.push(entry);
      continue;
    }
    const layer = origins.length;
    if (baseLayers === undefined ? inBase : layer < baseLayers) origins.push(base(plan, layer));
    else origins.push(origin(found, entry, layer, sharing(found, history, before, entry)));
    before = [];
  }
  return origins;
}

const WRITES = /^(?:RUN|COPY|ADD)$/;

/**
 * How many instructions share the layer of `entry`. buildah makes one layer of a whole stage unless told otherwise, and
 * records it with the last instruction; the classic builder makes none for a RUN that changes nothing.
 */
function sharing(
  { recorded }: Fit,
  history: readonly HistoryEntry[],
  before: readonly number[],
  entry: number,
): number {
  const keyword = (of: number) => recorded[of]?.keyword ?? '';
  const writing = before.filter((of) => WRITES.test(keyword(of)));
  const copied = writing.some((of) => keyword(of) !== 'RUN');
  const recordsNone = !/^(?:RUN|COPY|ADD|WORKDIR)$/.test(keyword(entry));
  const buildah = [...before, entry].some((of) => history[of]?.comment?.startsWith('FROM '));
  if (writing.length === 0 || !(copied || recordsNone || buildah)) return 1;
  return writing.length + (recordsNone ? 0 : 1);
}

function origin(found: Fit, entry: number, layer: number, shared: number): LayerOrigin {
  const { plan, alignment, steps, scoreOf } = found;
  const step = steps[alignment.stepOf[entry] ?? -1];
  if (shared > 1) return unknown(plan, layer, `the layer holds what ${shared} instructions did`);
  if (!step)
    return unknown(
      plan,
      layer,
      'the Dockerfile has no instruction like the one that made the layer',
    );
  if (scoreOf(entry) < MASKED)
    return unknown(
      plan,
      layer,
      `the ${step.keyword} that made the layer reads otherwise than the one in the Dockerfile`,
    );
  if (alignment.doubtful[entry])
    return unknown(
      plan,
      layer,
      'the Dockerfile has more than one instruction that may have made it',
    );
  return {
    layer,
    location: step.location,
    ...(step.from ? { related: step.from.location } : {}),
    kind: 'instruction',
    ambiguous: false,
    step,
  };
}

function base(plan: BuildPlan, layer: number): LayerOrigin {
  return { layer, location: plan.base.location, kind: 'base', ambiguous: false };
}

function unknown(plan: BuildPlan, layer: number, reason: string): LayerOrigin {
  return { layer, location: plan.base.location, kind: 'unknown', ambiguous: true, reason };
}

/** Two targets of one file may be the same chain. */
function sameLines(a: BuildPlan, b: BuildPlan): boolean {
  const key = (plan: BuildPlan) =>
    JSON.stringify([plan.base.location, plan.steps.map(({ location }) => location)]);
  return key(a) === key(b);
}
