import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../image/build-tar.js';
import { DECIDING_CASES, type Made } from './ci/deciding-cases.js';
import {
  imageSignedByIdentity,
  imageSignedByKey,
  otherKey,
  otherRoot,
  vulnerableImage,
} from './ci/deciding-images.js';
import { createProject } from './ci/project.js';
import { azure, gitlab, jenkins, plainShell } from './ci/simulators.js';
import { CLI } from './dist.js';

/** Change requests that bring a problem, and a file that would let it pass if it decided. */

const work = mkdtempSync(join(tmpdir(), 'portside-deciding-'));
const images = temporaryFolder();
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
  images.remove();
});
const all = process.env.PORTSIDE_SAMPLE === 'all';

let made: Made;
beforeAll(async () => {
  made = {
    forged: forgeReport(),
    vulnerable: vulnerableImage(images),
    byKey: imageSignedByKey(images),
    byIdentity: await imageSignedByIdentity(images),
    otherKey: otherKey(),
    otherRoot: await otherRoot(),
  };
});

/** A report of the harmful commit, which calls its findings existing. */
function forgeReport(): string {
  const folder = join(work, 'forged');
  createProject(folder).commit('main', { harms: ['harm'] });
  const report = join(work, 'forged.json');
  spawnSync('node', [CLI, 'check', folder, '--offline', '--format', `json=${report}`]);
  const text = readFileSync(report, 'utf8');
  expect(text).toContain('PS0023');
  return text;
}

/** The command that starts Portside, with options of the pipeline. No verdict here needs a network. */
function commandWith(options: string): string {
  const script = join(mkdtempSync(join(work, 'command-')), 'portside.sh');
  writeFileSync(script, `exec node '${CLI}' "$@" --offline ${options}\n`);
  return `sh ${script}`;
}

const SYSTEMS = [gitlab, jenkins, azure, plainShell];

describe.each(DECIDING_CASES)('a change with a problem and %s', (title, arrange) => {
  const systems = SYSTEMS.filter((_, i) => all || (title.length + i) % SYSTEMS.length === 0);
  it.each(systems.map((simulate) => [simulate.name, simulate] as const))(
    'fails on %s',
    (name, simulate) => {
      const { files, before = {}, image, options = '', rule, status = 1 } = arrange(made);
      const folder = mkdtempSync(join(work, `${name}-`));
      const project = createProject(join(folder, 'origin'));
      // The page of the shell has no image.
      const isNamed = image !== undefined && simulate === plainShell;
      const portside = commandWith(isNamed ? `${options} --image ${image}` : options);
      const variables: Record<string, string> = image === undefined ? {} : { IMAGE: image };
      const ci = simulate({ project, folder, portside, variables });
      project.commit('main', { harms: [], files: before });
      project.commit('change', { harms: [], files });
      const merged = project.merge('change', 'main', 'refs/merges/change');
      for (const more of [{}, { merged }]) {
        const run = ci.run({ kind: 'change', branch: 'change', target: 'main', ...more });
        const isRight = run.status === status && run.log.includes(rule);
        expect({ status: run.status, log: isRight ? '' : run.log }).toEqual({ status, log: '' });
      }
    },
  );

  (all ? it : it.skip)('passes if there is no base, unless it is about the base', () => {
    const { files, image, options = '', decidesAlone } = arrange(made);
    if (!decidesAlone) return;
    const folder = mkdtempSync(join(work, 'alone-'));
    createProject(folder).commit('main', { harms: [], files });
    const command = `${commandWith(options)} check . --image '${image}'`;
    const run = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
    expect(run.status === 1 ? run.stdout : '').toBe('');
  });
});
