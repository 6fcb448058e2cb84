import fc from '../node_modules/fast-check/lib/fast-check.js';

/**
 * fast-check with a fixed seed: jest.config.js gives it to every test that imports fast-check, so that each run of the tests
 * draws the same examples. PORTSIDE_SEED=NUMBER draws others.
 */
const SEED = 20_261_126;

fc.configureGlobal({ seed: Number(process.env.PORTSIDE_SEED ?? SEED) | 0 });

export * from '../node_modules/fast-check/lib/fast-check.js';
export default fc;
