import type { Remedy } from '../../src/core/plan.js';
import type { Replay } from './replay-build.js';
import { COMPOSE_CASES } from './replay-compose.js';
import { LANGUAGE_CASES } from './replay-languages.js';
import { OTHER_CASES } from './replay-others.js';
import { REGISTRY_CASES } from './replay-registries.js';
import { SYSTEM_CASES } from './replay-systems.js';

/** A repository, and what the first step of its plan has to be. */
export interface Case {
  readonly remedy: Remedy;
  readonly title: RegExp;
  readonly make: () => Replay;
  /** A note that the step has to have. */
  readonly note?: RegExp;
  /** The new text of the change; empty if there must be no change. */
  readonly change?: RegExp;
  /** How the step changes the image: replaces this text in all files by that one, or leaves out the files with such a path. */
  readonly after?: readonly [was: string, is: string] | RegExp;
}

export type Cases = Readonly<Record<string, Case>>;

export const CASES: Cases = {
  ...SYSTEM_CASES,
  ...LANGUAGE_CASES,
  ...REGISTRY_CASES,
  ...OTHER_CASES,
  ...COMPOSE_CASES,
};
