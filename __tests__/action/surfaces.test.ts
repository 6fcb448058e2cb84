import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { parse } from 'yaml';
import { type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { countsOf, runStep, type StepResult, type Story } from './action-step.js';

/** Where the Action shows a result, and what its outputs have, by the inputs. */

jest.setTimeout(60_000);

let folder: string;
let github: LoopbackGitHub;
let workspaces = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-surfaces-'));
}, 300_000);
beforeEach(async () => {
  github = await startGitHub();
  github.patches.set(
    'Dockerfile',
    '@@ -1,1 +1,3 @@\n FROM debian\n+RUN apt-get install a=1\n+RUN curl -k https://a.example',
  );
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FAILING = 'FROM debian\nRUN apt-get install a=1\nRUN curl -k https://a.example\n';
const CLEAN = 'FROM scratch\nCOPY a /a\nUSER 1000\nHEALTHCHECK CMD ["/a"]\nENTRYPOINT ["/a"]\n';

function step(
  inputs: Story['inputs'],
  dockerfile = FAILING,
  variables: Story['variables'] = {},
): Promise<StepResult> {
  const workspace = join(folder, `repository-${++workspaces}`);
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'Dockerfile'), dockerfile);
  return runStep(folder, github.url, { workspace, inputs: inputs ?? {}, variables });
}

/** Which surfaces show a result. */
function shown(seen: StepResult) {
  return {
    comment: github.comments.length > 0,
    review: github.reviewComments.length > 0,
    annotations: /^::(?:error|warning|notice) title=/m.test(seen.log),
    'code-scanning': github.uploads.length > 0,
    summary: seen.summary !== '',
  };
}

const EVERYWHERE = {
  comment: true,
  review: true,
  annotations: true,
  'code-scanning': true,
  summary: true,
};

it('by default a result is on all surfaces', async () => {
  expect(shown(await step({}))).toEqual(EVERYWHERE);
});

it.each([
  ['comment', 'never'],
  ['review', 'false'],
  ['annotations', 'false'],
  ['code-scanning', 'false'],
  ['summary', 'false'],
])('%s: %s turns off this surface only, and the step fails as before', async (name, value) => {
  const seen = await step({ [name]: value });
  expect(shown(seen)).toEqual({ ...EVERYWHERE, [name]: false });
  expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'fail']);
});

it('with all surfaces off, no request is made but those of the check', async () => {
  const off = { comment: 'never', review: 'false', annotations: 'false', 'code-scanning': 'false' };
  const seen = await step({ ...off, summary: 'false' });
  expect(github.requests.filter(({ operation }) => !operation.startsWith('GET '))).toEqual([]);
  expect(seen.status).toBe(1);
});

describe('the input comment', () => {
  it.each([
    ['auto', CLEAN, 0],
    ['auto', FAILING, 1],
    ['always', CLEAN, 1],
    ['always', FAILING, 1],
    ['on-failure', CLEAN, 0],
    ['on-failure', 'FROM scratch\nCOPY a /a\nUSER 1000\nENTRYPOINT a\n', 0],
    ['on-failure', FAILING, 1],
  ])('%s', async (comment, dockerfile, comments) => {
    await step({ comment, 'code-scanning': 'false' }, dockerfile);
    expect(github.comments).toHaveLength(comments);
  });

  it.each(['auto', 'on-failure'])(
    '%s: a comment about findings says so once they are fixed',
    async (comment) => {
      await step({ comment, 'code-scanning': 'false' });
      await step({ comment, 'code-scanning': 'false' }, CLEAN);
      expect(github.comments).toHaveLength(1);
      expect(github.comments[0]?.body).toMatch(/^.*✅/);
    },
  );

  it('takes no other word, and names those that it takes', async () => {
    const seen = await step({ comment: 'sometimes' });
    expect([seen.status, seen.log]).toEqual([
      1,
      expect.stringContaining('auto, always, on-failure, never, not "sometimes"'),
    ]);
  });
});

describe('outputs', () => {
  it('are those of action.yml, and name every report', async () => {
    const seen = await step({ sbom: 'cyclonedx' });
    const { outputs } = parse(readFileSync('action.yml', 'utf8'));
    expect([...seen.outputs.keys()].sort()).toEqual(Object.keys(outputs).sort());
    for (const name of ['report', 'sarif', 'html', 'markdown'])
      expect(existsSync(seen.outputs.get(name) ?? '')).toBe(true);
    expect(readFileSync(seen.outputs.get('html') ?? '', 'utf8')).toContain('<!doctype html>');
    expect(readFileSync(seen.outputs.get('markdown') ?? '', 'utf8')).toContain('PS0024');
  });

  it('of two steps in a job name different files', async () => {
    const one = await step({}, FAILING, { GITHUB_ACTION: 'lint' });
    const other = await step({}, CLEAN, { GITHUB_ACTION: '__OWNER_portside_2' });
    for (const name of ['report', 'sarif', 'html', 'markdown'])
      expect(one.outputs.get(name)).not.toBe(other.outputs.get(name));
    const report = JSON.parse(readFileSync(one.outputs.get('report') ?? '', 'utf8'));
    expect(report.findings).toEqual(one.report?.findings);
  });

  it('count the findings by severity, those that are not shown too', async () => {
    const seen = await step({ severity: 'critical' });
    const [{ report }, counts] = [seen, countsOf(seen)];
    const severities = ['critical', 'high', 'medium', 'low', 'info'];
    for (const severity of severities) {
      const found = report?.findings.filter((f) => f.severity === severity && f.status === 'new');
      expect(counts.findings[severity]).toBe(found?.length);
      expect(counts.new[severity]).toBe(found?.length);
    }
    const sum = severities.reduce((total, name) => total + (counts.findings[name] ?? 0), 0);
    expect(counts.findings.total).toBe(sum);
    expect(sum).toBeGreaterThan(0);
  });
});

it('a misspelled input is a warning and a note in the report, with the name that is near', async () => {
  const seen = await step({ 'only-fixd': 'true', nonsense: 'red' }, CLEAN);
  const hint = 'The input "only-fixd" matches nothing. Did you mean only-fixed?';
  expect(seen.log).toContain(`::warning::${hint}`);
  expect(seen.log).toContain('::warning::The input "nonsense" matches nothing. See the inputs');
  expect(seen.report?.notes.map(({ message }) => message)).toContain(hint);
  expect(seen.status).toBe(0);
});

it('severity and exclude hide findings on every surface, and those that fail the policy on none', async () => {
  const dockerfile = 'FROM debian\nRUN apt-get install a=1\nRUN curl -k https://a.example\n';
  const seen = await step(
    { severity: 'critical', exclude: 'Dockerfile', 'fail-on': 'medium' },
    dockerfile,
  );
  const failing = new Set(
    seen.report?.findings
      .filter((f) => f.severity === 'high' || f.severity === 'medium')
      .map((f) => f.rule),
  );
  const others = (seen.report?.findings ?? [])
    .map((f) => f.rule)
    .filter((rule) => !failing.has(rule));
  expect([failing.size > 0, others.length > 0, seen.outputs.get('verdict')]).toEqual([
    true,
    true,
    'fail',
  ]);
  const places = {
    comment: github.comments[0]?.body ?? '',
    review: github.reviewComments.map(({ body }) => body).join('\n'),
    annotations: seen.log
      .split('\n')
      .filter((line) => line.startsWith('::'))
      .join('\n'),
    alerts: JSON.stringify(github.uploads.map(({ log }) => log.runs.map((run) => run.results))),
    summary: seen.summary,
  };
  for (const [place, text] of Object.entries(places)) {
    expect([place, others.filter((rule) => text.includes(rule))]).toEqual([place, []]);
    expect([place, [...failing].some((rule) => text.includes(rule))]).toEqual([place, true]);
  }
});
