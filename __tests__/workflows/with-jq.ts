import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

/** For steps that run jq, which runners have and a new machine may not: skipped without it. */
export const describeWithJq =
  spawnSync('jq', ['--version']).status === 0 ? describe : describe.skip;
