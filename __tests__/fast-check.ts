import fc from '../node_modules/fast-check/lib/fast-check.js';
import { runs } from './sample.js';

/**
 * fast-check with a fixed seed, for every test that imports fast-check (scripts/jest/typescript.mjs), so that each run of the
 * tests draws the same examples. PORTSIDE_SEED=NUMBER draws others.
 */
const SEED = 20_261_126;

fc.configureGlobal({ seed: Number(process.env.PORTSIDE_SEED ?? SEED) | 0 });

const DEFAULT_RUNS = 100;

const assert: typeof fc.assert = (property, parameters) =>
  fc.assert(property as never, {
    ...(parameters as object),
    numRuns: runs(parameters?.numRuns ?? DEFAULT_RUNS),
  });

export * from '../node_modules/fast-check/lib/fast-check.js';
export default { ...fc, assert };
