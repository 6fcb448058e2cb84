import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type BuildCase, build, type Outcome } from './build-inputs/build.js';
import { DOWNLOAD_CASES } from './build-inputs/download-cases.js';
import { IMAGE_CASES } from './build-inputs/image-cases.js';
import { PACKAGE_CASES } from './build-inputs/package-cases.js';
import { openWorkshop, type Workshop } from './build-inputs/workshop.js';
import { CLI } from './dist.js';
import { inLanes } from './lanes.js';

/**
 * Builds are run by docker, and servers on loopback record what is asked. `portside inputs` has to list each host that was
 * asked, or mark the instruction that asked it as one that may fetch more; and it has to list what BuildKit's provenance
 * lists.
 */

jest.setTimeout(900_000);

const CASES: Readonly<Record<string, BuildCase>> = {
  ...IMAGE_CASES,
  ...DOWNLOAD_CASES,
  ...PACKAGE_CASES,
};
/** The cases that are built in every run; `npm run test:full` builds all. */
const SAMPLE: readonly string[] = [
  ...['copy-from', 'compose', 'bake-hcl', 'add-git-submodule', 'curl', 'pipe-to-shell'],
  ...['sourced-script', 'apt'],
];
const isAll = process.env.PORTSIDE_BUILDS === 'all';
const NAMES = Object.keys(CASES).filter((name) => isAll || SAMPLE.includes(name));

let workshop: Workshop;
let outcomes: ReadonlyMap<string, Promise<Outcome>>;

beforeAll(async () => {
  if (!existsSync(CLI)) throw new Error(`${CLI} does not exist. Run npm run build`);
  workshop = await openWorkshop();
  outcomes = inLanes(NAMES, (name) => build(name, caseOf(name), workshop));
});
afterAll(() => workshop?.stop());

it.each(NAMES)('%s: the list has what was asked', async (name) => {
  const outcome = await outcomes.get(name);
  expect(outcome).toMatchObject({
    notAsked: [],
    missing: [],
    listed: [],
    missingMaterials: [],
  });
});

it('prints how many hosts are in the list', async () => {
  const all = await Promise.all(outcomes.values());
  const sum = (count: (outcome: Outcome) => number | undefined) =>
    all.reduce((total, one) => total + (count(one) ?? 0), 0);
  const figure = {
    builds: all.length,
    hosts: sum(({ hosts }) => hosts),
    inList: sum(({ inList }) => inList),
    behindOpen: sum(({ behindOpen }) => behindOpen),
    unseen: sum(({ unseen }) => unseen),
    materials: sum(({ materials }) => materials),
    withProvenance: all.filter(({ materials }) => materials !== undefined).length,
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
  expect(figure.inList + figure.behindOpen + figure.unseen).toBe(figure.hosts);
});

function caseOf(name: string): BuildCase {
  const one = CASES[name];
  if (!one) throw new Error(`no case ${name}`);
  return one;
}
