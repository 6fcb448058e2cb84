import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { load } from 'js-yaml';
import { check } from '../../../src/check/check.js';
import { run } from '../../../src/cli/commands/init.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import { atLeast } from '../../../src/core/severity.js';
import { readOptions } from '../../../src/options/read-options.js';
import { parsePolicy } from '../../../src/policy/read.js';
import { NOW } from '../../now.js';
import { parseWorkflow, WORKFLOW_CHECKS } from '../../workflows/workflow-checks.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-init-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const WORKFLOW = '.github/workflows/portside.yml';
const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });

async function init(): Promise<string> {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const options = readOptions('init', [root], { path: '', noColor: true }, NOW);
  expect(await run(options, host)).toBe(0);
  const text = write.mock.calls.map(([part]) => String(part)).join('');
  jest.restoreAllMocks();
  return text;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const fileAt = (path: string) => readFileSync(join(root, path), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

function steps(): readonly Step[] {
  const { jobs } = load(fileAt(WORKFLOW)) as { jobs: { portside: { steps: Step[] } } };
  return jobs.portside.steps;
}

it.each([
  ['the Dockerfile at the root', ['Dockerfile'], ['docker build -t app:ci .'], 'app:ci'],
  [
    'the only Dockerfile, in its folder',
    ['web/Dockerfile'],
    ['docker build -t web:ci -f web/Dockerfile web'],
    'web:ci',
  ],
  [
    'several Dockerfiles, but none for tests',
    ['Dockerfile', 'Dockerfile.api', 'b/Dockerfile', 'test/Dockerfile'],
    [
      'docker build -t app:ci .',
      'docker build -t api:ci -f Dockerfile.api .',
      'docker build -t b:ci -f b/Dockerfile b',
    ],
    'app:ci\napi:ci\nb:ci\n',
  ],
  ['no image if the path could be read as a command', ['a;b/Dockerfile'], [], undefined],
])('the workflow builds %s', async (_, dockerfiles, commands, image) => {
  for (const path of dockerfiles) put(path, 'FROM scratch\n');
  const text = await init();
  expect(steps().flatMap(({ run: one }) => one ?? [])).toEqual(commands);
  expect(steps().at(-1)?.with).toEqual(image === undefined ? undefined : { image });
  expect(text).toContain(image === undefined ? 'The workflow builds no image' : 'and checks ');
});

it('the context is the folder that has what the Dockerfile copies', async () => {
  put('web/Dockerfile', 'FROM scratch\nCOPY web/app.js lib/ /srv/\n');
  put('web/app.js', '');
  put('lib/a.js', '');
  put('other/Dockerfile', 'FROM scratch\nCOPY made-by-the-build.js /srv/\n');
  const text = await init();
  expect(steps().flatMap(({ run: one }) => one ?? [])).toEqual([
    'docker build -t web:ci -f web/Dockerfile .',
  ]);
  expect(text).toContain('\nIt does not build other/Dockerfile: add a step for each image');
});

it('the workflow builds the targets of a Bake file', async () => {
  put('Dockerfile', 'FROM scratch\n');
  put('Dockerfile.worker', 'FROM scratch\n');
  put('docker-bake.hcl', 'target "web" {}\ntarget "api" { dockerfile = "Dockerfile" }\n');
  const text = await init();
  expect(steps().flatMap(({ run: one }) => one ?? [])).toEqual([
    'docker buildx bake --load --set web.tags=web:ci --set api.tags=api:ci web api',
  ]);
  expect(steps().at(-1)?.with).toEqual({ image: 'web:ci\napi:ci\n' });
  expect(text).toContain('The workflow builds docker-bake.hcl and checks 2 images.\n');
  expect(text).toContain('It does not build Dockerfile.worker: ');
});

it('says what the steps of other tools become', async () => {
  put('Dockerfile', 'FROM scratch\n');
  const uses = [
    'actions/checkout@v4',
    'hadolint/hadolint-action@v3',
    'docker/build-push-action@v6',
  ];
  const list = uses.map((one) => `      - uses: ${one}\n`).join('');
  put('.github/workflows/ci.yml', `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${list}`);
  const text = await init();
  expect(text).toContain('.github/workflows/ci.yml:7 uses hadolint/hadolint-action: ');
  expect(text).toContain('.github/workflows/ci.yml:8 uses docker/build-push-action: ');
  expect(text).not.toContain('checkout');
});

it('writes nothing where there is nothing to check', async () => {
  put('a.txt', 'text\n');
  put('.github/workflows/docs.yml', 'on: push\njobs: {}\n');
  expect(await init()).toMatch(/^Nothing to check: .*\nNothing was written\.\n$/);
  expect(existsSync(join(root, WORKFLOW))).toBe(false);
});

it('the workflow builds no image that needs a build argument', async () => {
  put('Dockerfile', 'ARG FROM\nFROM $FROM\n');
  expect(await init()).toContain('The workflow builds no image');
});

it('says to replace OWNER while the Action names no account', async () => {
  put('Dockerfile', 'FROM scratch\n');
  const text = await init();
  const isUnnamed = steps().at(-1)?.uses?.startsWith('OWNER/');
  const both = 'replace OWNER in .github/workflows/portside.yml and .github/portside.yml by';
  expect(text.includes(both)).toBe(isUnnamed);
  expect(fileAt('.github/portside.yml').includes('OWNER')).toBe(isUnnamed);
  rmSync(join(root, WORKFLOW));
  const again = await init();
  expect(again.includes('replace OWNER in .github/workflows/portside.yml by')).toBe(isUnnamed);
});

it('the workflow has none of the defects that workflows of this repository may not have', async () => {
  put('Dockerfile', 'FROM scratch\n');
  await init();
  const workflow = parseWorkflow(fileAt(WORKFLOW));
  const found = Object.entries(WORKFLOW_CHECKS).map(([id, check]) => [id, check.find(workflow)]);
  const defects = Object.fromEntries(found.filter(([, places = []]) => places.length > 0));
  expect(defects).toEqual({});
});

it('a check with all rules finds nothing at medium or above in what it writes', async () => {
  put('Dockerfile', 'FROM scratch\n');
  await init();
  put('all.yml', 'rule-set: all\n');
  const options = readOptions(
    'check',
    ['--offline', '--policy', join(root, 'all.yml')],
    { path: '', noColor: true },
    NOW,
  );
  const { report } = await check(root, options, host);
  expect(
    report.findings
      .filter(({ location }) => location?.path.startsWith('.github/'))
      .filter(({ severity }) => atLeast(severity, 'medium'))
      .map(({ rule, message }) => `${rule} ${message}`),
  ).toEqual([]);
  expect(report.coverage.map(({ target }) => target)).toContain(WORKFLOW);
});

it('without a commit of its own, GitHub refuses what it writes, and it says what to do', async () => {
  put('Dockerfile', 'FROM scratch\n');
  const text = await init();
  expect(steps().at(-1)?.uses).toMatch(/@0{40}$/);
  expect(text).toContain('write the commit of the release, or of your fork, instead of the zeros');
});

it('a checkout pins its own commit', () => {
  put('Dockerfile', 'FROM scratch\n');
  const checkout = process.cwd();
  const text = execFileSync(
    process.execPath,
    ['--import', './scripts/jest/register.mjs', 'src/cli/main.ts', 'init', root],
    { cwd: checkout, encoding: 'utf8', env: { PATH: process.env.PATH } },
  );
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: checkout, encoding: 'utf8' });
  expect(steps().at(-1)?.uses).toMatch(new RegExp(`@${head.trim()}$`));
  expect(text).not.toContain('zeros');
});

it('the policy is valid', async () => {
  put('Dockerfile', 'FROM scratch\n');
  await init();
  expect(parsePolicy(fileAt('.github/portside.yml'), 'p.yml').problems).toEqual([]);
});

it('pushes to the branch of the repository are checked', async () => {
  execFileSync('git', ['init', '-q', '-b', 'trunk', root]);
  put('Dockerfile', 'FROM scratch\n');
  await init();
  const { on } = load(fileAt(WORKFLOW)) as { on: { push: unknown } };
  expect(on.push).toEqual({ branches: ['trunk'] });
});

it('pushes to main are checked where init runs on another branch', async () => {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: root });
  git('init', '-q', '-b', 'main');
  put('Dockerfile', 'FROM scratch\n');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'Start');
  git('switch', '-q', '-c', 'add-portside');
  await init();
  const { on } = load(fileAt(WORKFLOW)) as { on: { push: unknown } };
  expect(on.push).toEqual({ branches: ['main'] });
});

it('existing files are kept', async () => {
  put('Dockerfile', 'FROM scratch\n');
  put('.github/portside.yaml', 'extends: audit\n');
  put(WORKFLOW, 'name: mine\n');
  const text = await init();
  expect(text).toMatch(
    /^kept {4}\.github\/portside\.yaml\nkept {4}\.github\/workflows\/portside\.yml\n/,
  );
  expect(text).toContain('Nothing was written');
  expect(fileAt(WORKFLOW)).toBe('name: mine\n');
});

it('a symbolic link that leads out of the repository is refused', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'portside-outside-'));
  symlinkSync(outside, join(root, '.github'));
  put('Dockerfile', 'FROM scratch\n');
  await expect(init()).rejects.toMatchObject({ code: 'PSE1010' });
  rmSync(outside, { recursive: true });
});
