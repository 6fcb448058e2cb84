import { type Inspection, mergeInspections } from './report.js';

/** What inspectors find out, by name. */
type Facts = Readonly<Record<string, Inspection>>;

/**
 * One question about what is checked: what it needs to know, and what it finds out. A capability exports one for each
 * question that it answers, and check/inspectors.ts lists them.
 */
export interface Inspector<Needs extends object, Gives extends Facts, Context> {
  readonly inspect: (facts: Needs, context: Context) => Promise<Gives>;
  /** What is known when the time is over: what was not checked, and the reason. Absent if it minds the time itself. */
  readonly unfinished?: (facts: Needs, reason: string) => Gives;
  /** The facts of earlier stages that it gives anew. No other name may be given twice. */
  readonly replaces?: readonly (keyof Gives & string)[];
  /** The name of its line in the log, which it shares with the others of its stage that have the same; none if undefined. */
  readonly step?: (facts: Needs) => string | undefined;
}

/** Inspectors in stages. Those of a stage run side by side; each needs only facts of the stages before. */
export interface Stages<Start extends object, Known extends object, Context> {
  stage<Given extends readonly Facts[]>(
    ...inspectors: { readonly [Key in keyof Given]: Inspector<Known, Given[Key], Context> }
  ): Stages<Start, Known & Intersection<Given[number]>, Context>;
  run(start: Start, context: Context, surroundings: Surroundings): Promise<Found<Known>>;
}

/** What the inspectors found. */
interface Found<Known> {
  readonly facts: Known;
  /** Those of all facts together, in the order of the stages. */
  readonly inspection: Inspection;
}

/** What a run of stages needs besides: the time limit, and who is told of ended steps. */
interface Surroundings {
  readonly deadline: {
    orElse<T>(work: () => Promise<T>, otherwise: (reason: string) => T): Promise<T>;
  };
  readonly onStep: (name: string, inspection: Inspection) => void;
}

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** An inspector of a list. Its types were checked when it was added. */
type Listed<Context> = Inspector<object, Facts, Context>;

/** An empty list. */
export function stages<Start extends object, Context>(): Stages<Start, Start, Context> {
  return withStages<Start, Start, Context>([]);
}

function withStages<Start extends object, Known extends object, Context>(
  list: readonly (readonly Listed<Context>[])[],
): Stages<Start, Known, Context> {
  return {
    stage: (...inspectors) => withStages([...list, inspectors as readonly Listed<Context>[]]),
    async run(start, context, { deadline, onStep }) {
      let facts: object = start;
      const found = new Map<string, Inspection>();
      for (const stage of list) {
        const known = facts;
        const given = await Promise.all(
          stage.map(({ inspect, unfinished }) =>
            unfinished
              ? deadline.orElse(
                  () => inspect(known, context),
                  (reason) => unfinished(known, reason),
                )
              : inspect(known, context),
          ),
        );
        for (const [name, inspections] of byStep(stage, given, known))
          onStep(name, mergeInspections(inspections));
        given.forEach((one, at) => {
          for (const [name, inspection] of Object.entries(one)) {
            if (found.has(name) && !stage[at]?.replaces?.includes(name))
              throw new Error(`Two inspectors give "${name}": rename the fact of one`);
            found.set(name, inspection);
          }
        });
        facts = Object.assign({}, facts, ...given);
      }
      return { facts: facts as Known, inspection: mergeInspections([...found.values()]) };
    },
  };
}

/** What was found, by the names of the steps. */
function byStep<Context>(
  stage: readonly Listed<Context>[],
  given: readonly Facts[],
  known: object,
): ReadonlyMap<string, readonly Inspection[]> {
  const steps = new Map<string, Inspection[]>();
  stage.forEach(({ step }, index) => {
    const name = step?.(known);
    if (name === undefined) return;
    steps.set(name, [...(steps.get(name) ?? []), ...Object.values(given[index] ?? {})]);
  });
  return steps;
}
