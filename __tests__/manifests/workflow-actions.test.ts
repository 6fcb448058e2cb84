import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isGap } from '../../src/core/coverage.js';
import type { Finding } from '../../src/core/finding.js';
import { actionsInText, inspectActions } from '../../src/manifests/workflow-actions.js';
import { readOptions } from '../../src/options/read-options.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { gitStory } from '../baseline/git-story.js';
import { below, quietHost, record, row } from '../vulnerabilities/fixtures.js';

/** Actions of workflows with known vulnerabilities and malicious releases. */

const WORKFLOW = '.github/workflows/build.yml';
const COMMIT = '57a97c7e7821a5776cebc9bb87c984fa69cba8f1';

let work: string;
let advisories: string;
let others: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-actions-'));
  [advisories, others] = ['advisories', 'others'].map((name) => join(work, name)) as [
    string,
    string,
  ];
  const records = [
    record('GHSA-aaaa', [row('GitHub Actions', 'acme/scan', below('0.35.0'))], {
      aliases: ['CVE-2026-1'],
      summary: 'Secrets leak',
      database_specific: { severity: 'CRITICAL' },
    }),
    record('GHSA-part', [row('GitHub Actions', 'acme/tools/setup', below('2.0.0'))]),
    record('MAL-2026-1', [row('GitHub Actions', 'evil/action', [{ introduced: '0' }])]),
  ];
  mkdirSync(join(advisories, 'GitHub Actions'), { recursive: true });
  for (const one of records)
    writeFileSync(join(advisories, 'GitHub Actions', `${one.id}.json`), JSON.stringify(one));
  mkdirSync(join(others, 'npm'), { recursive: true });
  writeFileSync(
    join(others, 'npm', 'A.json'),
    JSON.stringify(record('A', [row('npm', 'a', below('1'))])),
  );
});
afterAll(() => rmSync(work, { recursive: true }));

const workflow = (...uses: readonly string[]) =>
  `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build .\n${uses
    .map((one) => `      - uses: ${one}\n`)
    .join('')}`;

const inspect = (text: string, words: readonly string[] = ['--advisories', advisories]) =>
  inspectActions(actionsInText(text, WORKFLOW), {
    root: work,
    policy: DEFAULT_POLICY,
    options: readOptions(
      'check',
      ['--offline', ...words],
      { path: '', noColor: true },
      new Date('2026-01-02'),
    ),
    host: quietHost(),
  });

const shown = ({ rule, location, severity, confidence }: Finding) =>
  `${location?.startLine} ${rule} ${severity} ${confidence}`;

describe('the actions of a workflow', () => {
  it('are compared with advisories, each on its line', async () => {
    const { findings, coverage } = await inspect(
      workflow('acme/scan@0.34.2', 'acme/scan@v0.35.0', 'acme/scan/sub@v0.1.0'),
    );
    expect(findings.map(shown)).toEqual([
      '7 CVE-2026-1 critical high',
      '9 CVE-2026-1 critical high',
    ]);
    expect(findings[0]).toMatchObject({
      check: 'vulnerability',
      message: 'acme/scan 0.34.2 is affected by CVE-2026-1: Secrets leak; fixed in 0.35.0',
      location: { path: WORKFLOW, startLine: 7, startColumn: 15, endColumn: 31 },
      details: { id: 'GHSA-aaaa', fixed: '0.35.0' },
    });
    expect(coverage).toMatchObject([{ target: WORKFLOW, state: 'checked' }]);
  });

  it('are compared as a part of a repository, and as the repository', async () => {
    const { findings } = await inspect(workflow('acme/tools/setup@v1.0.0', 'acme/tools@v1.0.0'));
    expect(findings.map(({ rule }) => rule)).toEqual(['GHSA-part']);
  });

  it.each([
    ['acme/scan@v0', 'moves', false],
    ['acme/scan@0.34', 'moves below 0.35', true],
    ['acme/scan@main', 'is a branch', false],
    [`acme/scan@${COMMIT}`, 'is a commit without a release', false],
    [`acme/scan@${COMMIT} # v0`, 'is a commit of any release', false],
    [`acme/scan@${COMMIT} # v0.35.0`, 'is a commit of a fixed release', false],
    [`acme/scan@${COMMIT} # tag=v0.34.2 (pinned)`, 'is a commit of an affected release', true],
    ['./acme/scan@0.1.0', 'is local', false],
    ['docker://acme/scan:0.1.0', 'is an image', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
    ['acme/scan@${{ inputs.version }}', 'is an expression', false],
  ])('%s %s: affected %s', async (uses, _, expected) => {
    const { findings } = await inspect(workflow(uses));
    expect(findings.length > 0).toBe(expected);
  });

  it('say that the comment of a commit was compared', async () => {
    const { findings } = await inspect(workflow(`acme/scan@${COMMIT} # v0.34.2`));
    expect(findings.map(shown)).toEqual(['7 CVE-2026-1 critical medium']);
    expect(findings[0]?.message).toMatch(
      /fixed in 0\.35\.0 \(a commit; its comment says v0\.34\.2\)$/,
    );
  });

  it('are malicious at any reference if every release is, and the others are named', async () => {
    const { findings, coverage } = await inspect(workflow('evil/action@main', 'acme/scan@main'));
    expect(findings).toMatchObject([
      { rule: 'MAL-2026-1', check: 'malware', severity: 'critical' },
    ]);
    expect(coverage).toMatchObject([{ state: 'partial', informational: true }]);
    expect(coverage?.[0]?.reason).toContain('"main" (acme/scan)');
  });

  it('are not covered without advisories about actions', async () => {
    const text = workflow('acme/scan@0.34.2');
    const { coverage = [], findings } = await inspect(text, ['--advisories', others]);
    expect(findings).toEqual([]);
    expect(coverage.filter(isGap)).toMatchObject([
      { target: WORKFLOW, state: 'not-covered', reason: expect.stringMatching(/GitHub Actions/) },
    ]);
    const offline = await inspect(text, []);
    expect(offline.coverage).toMatchObject([{ state: 'not-covered', informational: true }]);
  });
});

describe('a pull request', () => {
  const flags = () => ['--advisories', advisories];

  it('is red for the action that it adds, and not for those that were there', async () => {
    const story = gitStory();
    try {
      story.base({ [WORKFLOW]: workflow('acme/scan@0.34.2', 'acme/tools/setup@v1.0.0') });
      story.commit({ [WORKFLOW]: workflow('acme/scan@0.34.2', 'evil/action@v1') });
      const { findings } = await story.run(flags());
      const statuses = findings
        .filter(({ check }) => check === 'vulnerability' || check === 'malware')
        .map(({ rule, status }) => `${rule} ${status}`);
      expect(statuses.sort()).toEqual(['CVE-2026-1 existing', 'GHSA-part fixed', 'MAL-2026-1 new']);
    } finally {
      story.remove();
    }
  });

  it('is not red for an advisory that was published after the stored report', async () => {
    const story = gitStory();
    try {
      story.base({ [WORKFLOW]: workflow('acme/scan@0.34.2') });
      const baseline = await story.store();
      story.commit({ 'README.md': 'a\n' });
      const { findings } = await story.run([...flags(), '--baseline', baseline]);
      expect(findings.flatMap(({ rule, status }) => (rule === 'CVE-2026-1' ? status : []))).toEqual(
        ['existing'],
      );
    } finally {
      story.remove();
    }
  });
});
