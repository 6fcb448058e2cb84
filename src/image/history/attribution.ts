import type { BuildPlan, BuildStep } from '../../core/build-step.js';
import type { Location } from '../../core/location.js';
import type { HistoryEntry, Image } from '../image.js';
import { type Alignment, align } from './alignment.js';
import { type RecordedStep, readCreatedBy } from './created-by.js';
import { splitPairs } from './shell-words.js';
import { NO_MATCH, PARTIAL_MATCH, prepareStep } from './similarity.js';

/** The Dockerfile line that made a layer. */
export interface LayerOrigin {
  readonly layer: number;
  /** The instruction; the FROM line for layers of the base image and where the instruction is not certain. */
  readonly location: Location;
  /** Of `COPY --from=STAGE`: that stage. */
  readonly related?: Location;
  readonly kind: 'base' | 'instruction' | 'unknown';
  /** Whether `location` is only a place to start looking; `reason` has the reason. */
  readonly ambiguous: boolean;
  readonly reason?: string;
  readonly step?: BuildStep;
}

export interface Attribution {
  /** The Dockerfile from which the image was built; undefined when none matches. */
  readonly plan?: BuildPlan;
  /** One for each layer of the image, lowest first; empty when no Dockerfile matches. */
  readonly layers: readonly LayerOrigin[];
  /** Why no Dockerfile matches, or why the result is uncertain. */
  readonly reason?: string;
}

/**
 * Finds the Dockerfile from which an image was built, and the instruction of each layer, by aligning the instructions
 * with the end of the image's history. A layer whose instruction is not certain is ambiguous and gets the FROM line. A
 * Dockerfile matches only if the history contains more than half of its instructions.
 */
export function attribute(
  image: Pick<Image, 'config' | 'layers' | 'baseLayers'>,
  plans: readonly BuildPlan[],
): Attribution {
  if (plans.length === 0) return { layers: [], reason: 'there is no Dockerfile' };
  const history = image.config.history.slice(-MAX_LENGTH);
  if (history.length === 0) return { layers: [], reason: 'the image has no build history' };
  const recorded = history.map(readCreatedBy);
  const matches = plans
    .map((plan) => matchPlan(plan, recorded, image))
    .filter((match) => match !== undefined)
    .sort((a, b) => b.alignment.score - a.alignment.score);
  const [best, second] = matches;
  if (!best)
    return {
      layers: [],
      reason:
        plans.length === 1
          ? "the image's history does not contain the instructions of the Dockerfile"
          : "the image's history does not contain the instructions of any Dockerfile",
    };
  const { plan } = best;
  const entries = image.config.history.filter((entry) => !entry.emptyLayer).length;
  if (entries !== image.layers.length) {
    const reason = `the history has ${entries} layers, the image has ${image.layers.length}`;
    return {
      plan,
      layers: image.layers.map(({ index }) => unknownOrigin(plan, index, reason)),
      reason,
    };
  }
  const layers = originsOf(best, history, image.layers.length, image.baseLayers);
  const isTie =
    second && second.alignment.score === best.alignment.score && !hasSameLines(plan, second.plan);
  const reason = isTie
    ? `${second.plan.base.location.path} matches as well as ${plan.base.location.path}`
    : undefined;
  return { plan, layers, reason };
}

/**
 * How many of the lowest layers belong to the base image, guessed from the history alone: the layers up to the last CMD
 * below the image's own layers; without a CMD the lowest layer, if it is a full file system (imported, or one ADD), or the
 * lowest layers that a builder of base images made; otherwise 0.
 */
export function guessBaseLayers(history: readonly HistoryEntry[], layers: number): number {
  const isLayer = ({ emptyLayer }: HistoryEntry) => !emptyLayer;
  if (history.filter(isLayer).length !== layers) return 0;
  const top = history.findLastIndex(isLayer);
  const end = history.findLastIndex(
    (entry, at) => at < top && entry.emptyLayer && readCreatedBy(entry).keyword === 'CMD',
  );
  if (end >= 0) return history.slice(0, end + 1).filter(isLayer).length;
  const entries = history.filter(isLayer);
  const isRootFileSystem = entries[0] && ['', 'ADD'].includes(readCreatedBy(entries[0]).keyword);
  const others = entries.findIndex((entry) => !isOfBaseBuilder(entry));
  const lowest = Math.max(others, isRootFileSystem ? 1 : 0);
  return lowest < layers ? lowest : 0;
}

/** Whether a tool that builds base images made the layer: debuerreotype (Debian), Bazel (distroless) or apko (Wolfi). */
function isOfBaseBuilder({ author, createdBy = '', comment = '' }: HistoryEntry): boolean {
  return (
    comment.startsWith('debuerreotype ') ||
    createdBy.startsWith('# debian.sh ') ||
    createdBy.startsWith('bazel build ') ||
    ['Bazel', 'apko'].includes(author ?? '')
  );
}

/** Only the ends of longer histories and Dockerfiles are compared. */
const MAX_LENGTH = 1_000;

interface Match {
  readonly plan: BuildPlan;
  readonly steps: readonly BuildStep[];
  readonly recorded: readonly RecordedStep[];
  readonly alignment: Alignment;
  /** The similarity of a history entry and its instruction. */
  readonly scoreOf: (entry: number) => number;
}

/** Undefined unless more than half of the instructions are recorded. */
function matchPlan(
  plan: BuildPlan,
  recorded: readonly RecordedStep[],
  image: Pick<Image, 'config'>,
): Match | undefined {
  const isBuildKit = recorded.at(-1)?.dialect === 'buildkit';
  // BuildKit does not record ONBUILD.
  const steps = plan.steps
    .filter((step) => !(isBuildKit && step.keyword === 'ONBUILD'))
    .slice(-MAX_LENGTH);
  const values = knownValues(steps, recorded, image.config.env);
  const prepared = steps.map((step) => prepareStep(step, values));
  const similarity = (index: number, step: number): number => {
    const entry = recorded[index];
    return (entry && prepared[step]?.similarity(entry)) ?? NO_MATCH;
  };
  const alignment = align(recorded.length, steps.length, similarity);
  const scoreOf = (entry: number) => {
    const step = alignment.stepOf[entry] ?? -1;
    return step < 0 ? 0 : similarity(entry, step);
  };
  const matching = alignment.stepOf.filter((_, entry) => scoreOf(entry) >= PARTIAL_MATCH).length;
  if (matching * 2 <= steps.length && steps.length > 0) return undefined;
  return { plan, steps, recorded, alignment, scoreOf };
}

/** The values of variables: ARG defaults, then the recorded build arguments, then the environment of the image. */
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
  for (const step of steps) if (step.keyword === 'ARG') splitPairs(step.text).forEach(set);
  for (const { args } of recorded) for (const [key, value] of args) values.set(key, value);
  env.forEach(set);
  return values;
}

/** The origin of each layer: the n-th history entry that is not empty made layer n. */
function originsOf(
  match: Match,
  history: readonly HistoryEntry[],
  layers: number,
  baseLayers: number | undefined,
): LayerOrigin[] {
  const { plan, alignment } = match;
  const origins: LayerOrigin[] = [];
  // Entries that are cut off from a long history belong to the base image.
  const compared = history.filter((entry) => !entry.emptyLayer).length;
  for (let layer = 0; layer < layers - compared; layer++) origins.push(baseOrigin(plan, layer));
  let emptyBefore: number[] = [];
  for (const [entry, { emptyLayer }] of history.entries()) {
    const isBeforeStart = entry < alignment.start;
    if (emptyLayer) {
      if (!isBeforeStart) emptyBefore.push(entry);
      continue;
    }
    const layer = origins.length;
    if (baseLayers === undefined ? isBeforeStart : layer < baseLayers)
      origins.push(baseOrigin(plan, layer));
    else {
      const instructions = instructionsInLayer(match, history, emptyBefore, entry);
      origins.push(originOf(match, entry, layer, instructions));
    }
    emptyBefore = [];
  }
  return origins;
}

const WRITES_FILES = /^(?:RUN|COPY|ADD)$/;

/**
 * How many instructions wrote to the layer of `entry`. buildah by default makes one layer of a stage and records it with
 * the last instruction. The classic builder makes no layer for a RUN that changes nothing.
 */
function instructionsInLayer(
  { recorded }: Match,
  history: readonly HistoryEntry[],
  emptyBefore: readonly number[],
  entry: number,
): number {
  const keywordOf = (index: number) => recorded[index]?.keyword ?? '';
  const writing = emptyBefore.filter((index) => WRITES_FILES.test(keywordOf(index)));
  const hasCopy = writing.some((index) => keywordOf(index) !== 'RUN');
  const entryWritesNothing = !/^(?:RUN|COPY|ADD|WORKDIR)$/.test(keywordOf(entry));
  const isBuildah = [...emptyBefore, entry].some((index) =>
    history[index]?.comment?.startsWith('FROM '),
  );
  if (writing.length === 0 || !(hasCopy || entryWritesNothing || isBuildah)) return 1;
  return writing.length + (entryWritesNothing ? 0 : 1);
}

function originOf(match: Match, entry: number, layer: number, instructions: number): LayerOrigin {
  const { plan, alignment, steps, scoreOf } = match;
  const step = steps[alignment.stepOf[entry] ?? -1];
  const unknown = (reason: string) => unknownOrigin(plan, layer, reason);
  if (instructions > 1)
    return unknown(`the layer contains the changes of ${instructions} instructions`);
  if (!step) return unknown('no instruction in the Dockerfile matches the one that made the layer');
  if (scoreOf(entry) < PARTIAL_MATCH)
    return unknown(
      `the ${step.keyword} that made the layer differs from the one in the Dockerfile`,
    );
  if (alignment.ambiguous[entry])
    return unknown('several instructions in the Dockerfile match the one that made the layer');
  return {
    layer,
    location: step.location,
    related: step.from?.location,
    kind: 'instruction',
    ambiguous: false,
    step,
  };
}

function baseOrigin(plan: BuildPlan, layer: number): LayerOrigin {
  return { layer, location: plan.base.location, kind: 'base', ambiguous: false };
}

function unknownOrigin(plan: BuildPlan, layer: number, reason: string): LayerOrigin {
  return { layer, location: plan.base.location, kind: 'unknown', ambiguous: true, reason };
}

/** Two targets of one Dockerfile may have the same instructions. */
function hasSameLines(a: BuildPlan, b: BuildPlan): boolean {
  const key = (plan: BuildPlan) =>
    JSON.stringify([plan.base.location, plan.steps.map(({ location }) => location)]);
  return key(a) === key(b);
}
