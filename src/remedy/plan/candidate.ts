import type { Finding } from '../../core/finding.js';
import type { PlanChange, PlanRisk, Remedy } from '../../core/plan.js';

/** A step that could clear findings. */
export interface Candidate {
  /** Candidates with the same id are one step. */
  readonly id: string;
  readonly remedy: Remedy;
  /** The title of the step with these findings: an imperative in lower case. */
  readonly title: (findings: readonly Finding[]) => string;
  /** The rule whose advice the title is. */
  readonly rule?: string | undefined;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly risk: PlanRisk;
  /** Whether a person has to look at it, although little changes. */
  readonly isUnsure?: boolean | ((findings: readonly Finding[]) => boolean) | undefined;
  readonly savedBytes?: number | undefined;
  readonly notes: (findings: readonly Finding[]) => readonly string[];
  readonly change?: (findings: readonly Finding[]) => PlanChange | undefined;
  /** Where the files of the repository have the change already: a build of the image is what is left to do. */
  readonly madeAt?: string | undefined;
  /** The ids of steps that have to be done before, if they are in the plan. */
  readonly after?: readonly string[];
}

/** A finding and the steps that could clear it, the preferred one first. There is at least one. */
export interface Clearable {
  readonly finding: Finding;
  readonly options: readonly [Candidate, ...Candidate[]];
}

/** `Dockerfile:3`; undefined without a location. */
export function placeOf({ location }: Pick<Finding, 'location'>): string | undefined {
  return location && `${location.path}:${location.startLine}`;
}

/** The path and the line of a finding, as a step has them. */
export function pathAndLine({ location }: Pick<Finding, 'location'>): {
  readonly path?: string;
  readonly line?: number;
} {
  return location ? { path: location.path, line: location.startLine } : {};
}

/** No notes. */
export const NO_NOTES = () => [];
