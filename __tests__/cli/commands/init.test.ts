import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { load } from 'js-yaml';
import { run } from '../../../src/cli/commands/init.js';
import { terminalHost } from '../../../src/cli/terminal.js';
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
  ['the Dockerfile at the root', ['Dockerfile', 'x/Dockerfile'], 'docker build -t app:ci .'],
  ['the only Dockerfile', ['web/Dockerfile'], 'docker build -t app:ci -f web/Dockerfile web'],
  ['no image if several could be meant', ['a/Dockerfile', 'b/Dockerfile'], undefined],
  ['no image if the path could be read as a command', ['a;b/Dockerfile'], undefined],
  ['no image without a Dockerfile', [], undefined],
])('the workflow builds %s', async (_, dockerfiles, command) => {
  for (const path of dockerfiles) put(path, 'FROM scratch\n');
  const text = await init();
  expect(steps().flatMap(({ run: one }) => one ?? [])).toEqual(command ? [command] : []);
  expect(steps().at(-1)?.with).toEqual(command ? { image: 'app:ci' } : undefined);
  expect(text).toContain(command ? 'and checks the image' : 'The workflow builds no image');
});

it('the workflow builds no image that needs a build argument', async () => {
  put('Dockerfile', 'ARG FROM\nFROM $FROM\n');
  expect(await init()).toContain('The workflow builds no image');
});

it('says to replace OWNER while the Action names no account', async () => {
  const text = await init();
  const isUnnamed = steps().at(-1)?.uses?.startsWith('OWNER/');
  expect(text.includes('Until the first release, write the commit of your fork')).toBe(isUnnamed);
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
  // The tag of the Action moves to its newest release, and a person may pin it.
  expect(defects).toEqual({ 'unpinned-uses': [steps().at(-1)?.uses] });
});

it('the policy is valid', async () => {
  await init();
  expect(parsePolicy(fileAt('.github/portside.yml'), 'p.yml').problems).toEqual([]);
});

it('pushes to the branch of the repository are checked', async () => {
  execFileSync('git', ['init', '-q', '-b', 'trunk', root]);
  await init();
  const { on } = load(fileAt(WORKFLOW)) as { on: { push: unknown } };
  expect(on.push).toEqual({ branches: ['trunk'] });
});

it('existing files are kept', async () => {
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
  await expect(init()).rejects.toMatchObject({ code: 'PSE1010' });
  rmSync(outside, { recursive: true });
});
