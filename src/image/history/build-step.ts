import type { Location } from '../../core/location.js';

/**
 * One instruction of the Dockerfile's target stage chain, lowest base first, as attribution needs it. The
 * Dockerfile's model makes these (dockerfile/build-steps.ts); images/attribution.ts aligns them with the history.
 */
export interface BuildStep {
  /** Upper case: RUN, COPY, ENV … */
  readonly keyword: string;
  /** The whole instruction. */
  readonly location: Location;
  /** Arguments after joining continuations and dropping comments; for RUN the command without flags. */
  readonly text: string;
  /** Exec form words, when in exec form. */
  readonly exec?: readonly string[];
  /** Bodies of heredocs, in order. */
  readonly heredocs: readonly string[];
  /** --name=value, names lower case without dashes. */
  readonly flags: ReadonlyMap<string, string>;
  /** COPY --from=STAGE: where that stage is in this file. */
  readonly from?: { readonly stage: string; readonly location: Location };
  /** The SHELL in force, for RUN, CMD and ENTRYPOINT in shell form. */
  readonly shell: readonly string[];
}

/** What an image is built from. */
export interface BuildPlan {
  /** The FROM line of the lowest stage in the chain, with the external base's reference, variables expanded where known. */
  readonly base: { readonly reference: string; readonly location: Location };
  readonly steps: readonly BuildStep[];
}
