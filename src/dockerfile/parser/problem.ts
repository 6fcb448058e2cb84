import type { Range } from '../../core/location.js';

/** An error that BuildKit reports for a Dockerfile. */
export interface DockerfileProblem {
  readonly kind: ProblemKind;
  /** `syntax`: BuildKit's parser fails. `instruction`: the file parses, and an instruction or stage is invalid. */
  readonly phase: 'syntax' | 'instruction';
  readonly message: string;
  readonly range: Range;
}

export type ProblemKind =
  | 'directive'
  | 'empty-file'
  | 'line-too-long'
  | 'unknown-instruction'
  | 'arguments'
  | 'key-value'
  | 'json'
  | 'heredoc'
  | 'flag'
  | 'stage-name'
  | 'no-stage'
  | 'nul'
  | 'onbuild';
