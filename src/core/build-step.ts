import type { Location } from './location.js';

/**
 * One instruction of the target stage or of a stage below it, as attribution needs it. dockerfile/build-plan.ts
 * creates these from the Dockerfile; attribution.ts aligns them with the image's history.
 */
export interface BuildStep {
  /** Upper case: RUN, COPY, ENV … */
  readonly keyword: string;
  /** The full instruction. */
  readonly location: Location;
  /** The arguments, with continuations joined and comments removed; of RUN the command without flags. */
  readonly text: string;
  /** The arguments of the exec form, when the instruction uses it. */
  readonly exec?: readonly string[];
  /** Bodies of heredocs, in order. */
  readonly heredocs: readonly string[];
  /** --name=value; names in lower case without dashes. */
  readonly flags: ReadonlyMap<string, string>;
  /** Of COPY --from=STAGE: where that stage is in this file, and its base image; known variables are expanded. */
  readonly from?: { readonly stage: string; readonly location: Location; readonly image?: string };
  /** The current SHELL, for RUN, CMD and ENTRYPOINT in shell form. */
  readonly shell: readonly string[];
}

/** The instructions that build an image. */
export interface BuildPlan {
  /** The FROM line of the lowest stage, with the reference of the base image; known variables are expanded. */
  readonly base: { readonly reference: string; readonly location: Location };
  /** Of all stages that build on each other, those of the lowest stage first. */
  readonly steps: readonly BuildStep[];
}
