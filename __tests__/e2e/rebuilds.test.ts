import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { isPassive } from '../../src/core/passive-remedies.js';
import { REMEDIES } from '../../src/core/plan.js';
import { CLI } from './dist.js';
import { inLanes } from './lanes.js';
import { BASE_CASES } from './rebuilds/base-cases.js';
import { LANGUAGE_CASES } from './rebuilds/language-cases.js';
import { MANIFEST_CASES } from './rebuilds/manifest-cases.js';
import { type Outcome, type Rebuild, rebuild } from './rebuilds/rebuild.js';
import { SYSTEM_CASES } from './rebuilds/system-cases.js';
import { openYard, type Yard } from './rebuilds/yard.js';

/**
 * A step of a plan is done, the image is built again by docker, and the second report says what is gone: it has to be what
 * the plan promised.
 */

jest.setTimeout(900_000);

const CASES: Readonly<Record<string, Rebuild>> = {
  ...SYSTEM_CASES,
  ...BASE_CASES,
  ...LANGUAGE_CASES,
  ...MANIFEST_CASES,
};
/** The cases that are built in every run; `npm run test:full` builds all. */
const SAMPLE: readonly string[] = [
  ...['apt-stale', 'apt-pin-arg', 'headers', 'base-digest', 'base-release', 'npm-override'],
];
const isAll = process.env.PORTSIDE_REBUILDS === 'all';
const NAMES = Object.keys(CASES).filter((name) => isAll || SAMPLE.includes(name));

let yard: Yard;
let outcomes: ReadonlyMap<string, Promise<Outcome>>;

beforeAll(async () => {
  if (!existsSync(CLI)) throw new Error(`${CLI} does not exist. Run npm run build`);
  yard = await openYard();
  outcomes = inLanes(NAMES, (name) => rebuild(name, caseOf(name), yard));
});
afterAll(() => yard?.stop());

it.each(NAMES)('%s: what the plan promised is cleared', async (name) => {
  const outcome = await outcomes.get(name);
  const { remedy, title } = caseOf(name);
  expect(outcome).toEqual({
    step: { remedy, title: expect.stringMatching(title) },
    promised: expect.any(Number),
    cleared: outcome?.promised,
    proof: {
      promised: expect.any(Number),
      cleared: outcome?.proof?.promised,
      left: [],
    },
    again: [],
  });
});

it('every remedy that changes an image is in a case', () => {
  const remedies = new Set(Object.values(CASES).map(({ remedy }) => remedy));
  expect([...remedies].sort()).toEqual(REMEDIES.filter((one) => !isPassive(one)).sort());
});

function caseOf(name: string): Rebuild {
  const one = CASES[name];
  if (!one) throw new Error(`no case ${name}`);
  return one;
}
