import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { CLI } from './dist.js';

/** The shell parts of the recipes in docs/ci, run on the example. They clone Portside from a repository of the test. */

const work = mkdtempSync(join(tmpdir(), 'portside-recipes-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const PORTSIDE = `node ${CLI}`;
const AS_SOMEBODY = 'git -c user.name=a -c user.email=a@example.com';
let commit: string;

beforeAll(() => {
  const origin = join(work, 'origin');
  cpSync(dirname(CLI), join(origin, 'dist/cli'), { recursive: true });
  writeFileSync(
    join(work, '.gitconfig'),
    `[url "file://${origin}"]\n  insteadOf = https://github.com/OWNER/portside\n`,
  );
  const create = `git init -q . && git add -A && ${AS_SOMEBODY} commit -qm a && git rev-parse HEAD`;
  commit = shell(create, origin).log.trim();
});

function recipe(page: string, language: string): string {
  const text = readFileSync(`docs/ci/${page}.md`, 'utf8');
  const block = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/ci/${page}.md has no ${language} block`);
  expect(block).toContain('https://github.com/OWNER/portside COMMIT');
  return block.replace('OWNER/portside COMMIT', `OWNER/portside ${commit}`);
}

let runs = 0;

function checkout(): string {
  const folder = join(work, `checkout-${++runs}`);
  cpSync('examples/webapp', folder, { recursive: true });
  return folder;
}

function shell(script: string, cwd: string, variables: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: work, ...variables },
  });
  return { status, log: stdout + stderr };
}

const report = (folder: string, name = 'report.json') =>
  JSON.parse(readFileSync(join(folder, 'reports', name), 'utf8'));

const imagesOf = (folder: string): string[] =>
  report(folder)
    .targets.filter(({ kind }: { kind: string }) => kind === 'image')
    .map(({ name }: { name: string }) => name);

/** Whether findings of the repository are new. Those of the image may be, for its Dockerfile has no history. */
const hasNewLint = (folder: string): boolean =>
  report(folder).findings.some(
    (f: { check: string; status: string }) => f.check === 'lint' && f.status === 'new',
  );

it('the shell recipe fails by its exit status, and with BASE only for new findings', () => {
  const folder = checkout();
  const script = recipe('shell', 'sh');
  expect(shell(script, folder).status).toBe(1);
  expect(hasNewLint(folder)).toBe(true);
  asBranchMain(folder);
  shell(script, folder, { PORTSIDE, BASE: 'origin/main' });
  expect(hasNewLint(folder)).toBe(false);
  for (const name of ['junit.xml', 'report.html'])
    expect(existsSync(join(folder, 'reports', name))).toBe(true);
});

it('the GitLab recipe writes every report that it declares, and compares a merge request', () => {
  const folder = checkout();
  const { portside: job } = parse(recipe('gitlab', 'yaml'));
  const main = { CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' };
  const check = `set -e\n${[...job.before_script, ...job.script].join('\n')}`;
  expect(job.variables.IMAGE).toMatch(/^docker-archive:/);
  const image = { IMAGE: 'oci-archive:image.tar' };
  expect(shell(check, folder, { ...main, ...image }).status).toBe(1);
  expect(imagesOf(folder)).toEqual(['oci-archive:image.tar']);
  for (const file of Object.values<string>(job.artifacts.reports))
    expect(existsSync(join(folder, file))).toBe(true);
  expect(report(folder, 'gl-container-scanning-report.json').scan.type).toBe('container_scanning');
  const base = asBranchMain(folder);
  const request = { CI_MERGE_REQUEST_IID: '7', CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
  // Without IMAGE, the only image is that of the policy.
  shell(check, folder, request);
  expect(imagesOf(folder)).toEqual(['image.tar']);
  expect(hasNewLint(folder)).toBe(false);
});

it('the Jenkins recipe writes every file that its plugins read, and compares with the target branch', () => {
  const folder = checkout();
  const groovy = recipe('jenkins', 'groovy');
  const steps = [...groovy.matchAll(/sh '''(.*?)'''/gs)].map(([, script = '']) => script);
  const [last = ''] = steps.splice(-1);
  const variables = {
    IMAGE: 'oci-archive:image.tar',
    MAIN: 'main',
    WORKSPACE_TMP: join(work, 'jenkins @tmp'),
  };
  for (const step of steps) expect(shell(`set -e\n${step}`, folder, variables).status).toBe(0);
  expect(shell(`set -e\n${last}`, folder, { ...variables, SCHEDULED: '1' }).status).toBe(1);
  for (const [, file = ''] of groovy.matchAll(/'(reports\/[\w.]+)'/g))
    expect(existsSync(join(folder, file))).toBe(true);
  asBranchMain(folder);
  const request = { ...variables, BRANCH_NAME: 'PR-7', CHANGE_TARGET: 'main' };
  const { log } = shell(`set -e\n${last}`, folder, request);
  expect(log).toContain('existing in origin/main');
  expect(log).toContain('oci-archive:image.tar: ');
});

it('the Azure recipe writes every report that it publishes, and compares with the target branch', () => {
  const folder = checkout();
  const { steps } = parse(recipe('azure', 'yaml'));
  const scripts: string[] = steps.flatMap(({ script }: { script?: string }) => script ?? []);
  const clone = scripts.find((one) => one.includes('git init'));
  const script = scripts.find((one) => one.includes('{PORTSIDE'));
  const agent = {
    IMAGE: 'oci-archive:image.tar',
    AGENT_TEMPDIRECTORY: join(work, 'azure'),
    PIPELINE_WORKSPACE: join(work, 'azure workspace'),
  };
  expect(shell(`set -e\n${clone}`, folder, agent).status).toBe(0);
  const scheduled = { ...agent, BUILD_REASON: 'Schedule' };
  expect(shell(`set -e\n${script}`, folder, scheduled).status).toBe(1);
  const published = recipe('azure', 'yaml').match(/(?<![/\w])reports\/[\w.]+/g) ?? [];
  expect(new Set(published).size).toBe(5);
  for (const file of published) expect(existsSync(join(folder, file))).toBe(true);
  asBranchMain(folder);
  const target = {
    BUILD_REASON: 'PullRequest',
    SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
  };
  shell(`set -e\n${script}`, folder, { ...agent, ...target });
  expect(hasNewLint(folder)).toBe(false);
});

/** Makes the folder a repository whose files are those of the branch main of its remote. Returns the commit. */
function asBranchMain(folder: string): string {
  const history = `git init -q -b main . && git add -A && ${AS_SOMEBODY} commit -qm a`;
  const remote = 'git remote add origin . && git fetch -q origin && git rev-parse HEAD';
  const { status, log } = shell(`${history} && ${remote}`, folder);
  expect({ status, log }).toEqual({ status: 0, log: expect.any(String) });
  return log.trim();
}
