import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { CLI } from './dist.js';

/** The shell parts of the recipes in docs/ci, run on the example. */

const work = mkdtempSync(join(tmpdir(), 'portside-recipes-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const PORTSIDE = `node ${CLI}`;

function recipe(page: string, language: string): string {
  const text = readFileSync(`docs/ci/${page}.md`, 'utf8');
  const block = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/ci/${page}.md has no ${language} block`);
  return block;
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
    env: { PATH: process.env.PATH ?? '', HOME: work, PORTSIDE, ...variables },
  });
  return { status, log: stdout + stderr };
}

const report = (folder: string, name = 'report.json') =>
  JSON.parse(readFileSync(join(folder, 'reports', name), 'utf8'));

it('the shell recipe fails by its exit status, and with a baseline only for new findings', () => {
  const folder = checkout();
  const script = recipe('shell', 'sh');
  expect(shell(script, folder).status).toBe(1);
  mkdirSync(join(folder, 'baseline'));
  cpSync(join(folder, 'reports/report.json'), join(folder, 'baseline/report.json'));
  expect(shell(script, folder).status).not.toBe(1);
  const statuses = report(folder).findings.map((f: { status: string }) => f.status);
  expect(statuses).not.toContain('new');
  for (const name of ['junit.xml', 'report.html'])
    expect(existsSync(join(folder, 'reports', name))).toBe(true);
});

it('the GitLab recipe writes every report that it declares, and keeps a baseline on the default branch', () => {
  const folder = checkout();
  const { portside: job } = parse(recipe('gitlab', 'yaml'));
  const main = { CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' };
  const script = (lines: string[]) => `set -e\n${lines.join('\n')}`;
  expect(shell(script(job.script), folder, main).status).toBe(1);
  for (const file of Object.values<string>(job.artifacts.reports))
    expect(existsSync(join(folder, file))).toBe(true);
  expect(report(folder, 'gl-container-scanning-report.json').scan.type).toBe('container_scanning');
  expect(shell(script(job.after_script), folder, main).status).toBe(0);
  expect(shell(script(job.script), folder).status).not.toBe(1);
});

it('the Jenkins recipe writes every file that its plugins read', () => {
  const folder = checkout();
  const groovy = recipe('jenkins', 'groovy');
  const script = /sh '''(.*?)'''/s.exec(groovy)?.[1] ?? '';
  expect(shell(`set -e\n${script}`, folder).status).toBe(1);
  for (const [, file = ''] of groovy.matchAll(/'(reports\/[\w.]+)'/g))
    expect(existsSync(join(folder, file))).toBe(true);
});

it('the Azure recipe writes every report that it publishes, and compares with the target branch', () => {
  const folder = checkout();
  const { steps } = parse(recipe('azure', 'yaml'));
  const scripts: string[] = steps.flatMap(({ script }: { script?: string }) => script ?? []);
  const script = scripts.find((one) => one.includes('$PORTSIDE') || one.includes('{PORTSIDE'));
  const image = { IMAGE: 'oci-archive:image.tar' };
  expect(shell(`set -e\n${script}`, folder, image).status).toBe(1);
  const published = recipe('azure', 'yaml').match(/reports\/[\w.]+/g) ?? [];
  expect(new Set(published).size).toBe(5);
  for (const file of published) expect(existsSync(join(folder, file))).toBe(true);
  const git = 'git -c user.name=a -c user.email=a@example.com';
  const history = `git init -q . && git add -A && ${git} commit -qm a && git update-ref refs/remotes/origin/main HEAD`;
  expect(shell(history, folder).status).toBe(0);
  const target = { ...image, SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' };
  shell(`set -e\n${script}`, folder, target);
  const lint = report(folder).findings.filter((f: { check: string }) => f.check === 'lint');
  expect(lint.length).toBeGreaterThan(0);
  expect(lint.map((f: { status: string }) => f.status)).not.toContain('new');
});
