import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { CLI } from './dist.js';
import { inLanes } from './lanes.js';
import { MORE_PROGRAMS } from './least-privilege/more-programs.js';
import { PROGRAMS } from './least-privilege/programs.js';
import {
  build,
  openSite,
  proposal,
  type Site,
  type Trial,
  tryService,
} from './least-privilege/trial.js';

/** Images of programs of Debian are started with the settings that are proposed for them, and have to serve. */

jest.setTimeout(900_000);

/** The programs of every run: one becomes another user itself, one by its start script, one is started as it. */
const SAMPLE: readonly string[] = ['nginx', 'redis', 'haproxy'];
const isAll = process.env.PORTSIDE_PROGRAMS === 'all';
const ALL = { ...PROGRAMS, ...MORE_PROGRAMS };
const NAMES = isAll ? Object.keys(ALL) : SAMPLE;
/** Settings that the images of these programs contradict. */
const WITHHELD: Readonly<Record<string, readonly string[]>> = {
  apache: ['read_only'],
  openssh: ['read_only'],
};

let site: Site;
let trials: ReadonlyMap<string, Promise<Trial>>;

beforeAll(async () => {
  const packages = isAll ? [] : SAMPLE.flatMap((name) => ALL[name]?.packages ?? []);
  site = await openSite(CLI, packages);
  trials = inLanes(NAMES, async (name) => {
    const program = ALL[name];
    if (!program) throw new Error(`no program ${name}`);
    const image = await build(name, program, site);
    return tryService(await proposal(image, true, site), image, program.probe, site);
  });
});
afterAll(() => site?.stop());

it.each(NAMES)('%s serves with the settings that are proposed for its image', async (name) => {
  const trial = await trials.get(name);
  expect(trial).toEqual({ healthy: true, settings: expect.any(Array), output: '' });
  const proposed = ['cap_drop', 'read_only', 'security_opt'].filter((key) =>
    trial?.settings.includes(key),
  );
  const withheld = WITHHELD[name] ?? [];
  expect(proposed).toEqual(
    ['cap_drop', 'read_only', 'security_opt'].filter((key) => !withheld.includes(key)),
  );
});
