import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import type { Host } from '../../src/core/host.js';
import { readOptions } from '../../src/options/read-options.js';
import type { PullRequestTrees, Tree } from '../../src/repository/tree.js';
import { NOW } from '../now.js';
import { type LoopbackRegistry, loopbackRegistry } from '../registry/loopback.js';

const QUIET: Host = {
  debug: () => {},
  info: () => {},
  warning: () => {},
  error: () => {},
  progress: () => {},
  step: () => {},
  find: async () => undefined,
  run: async () => ({ status: 1, stdout: '', stderr: '' }),
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-coverage-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const DOCKERFILE = 'FROM scratch\nCOPY --chmod=755 app /app\nUSER 1000\nCMD ["/app"]\n';
const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/templates/web.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: {{ .Release.Name }} }\nspec:\n  containers:\n    - { name: web, image: a:1, securityContext: { privileged: true } }\n',
};

const POLICY = '.github/portside.yml';
const POLICY_ID = 'the policy of the checkout';

/** A commit with these blob ids by path. */
const tree = (name: string, ids: Readonly<Record<string, string>>): Tree => ({
  name,
  list: async (path) =>
    new Map(
      Object.entries(ids)
        .filter(([file]) => path === '' || file === path || file.startsWith(`${path}/`))
        .map(([file, id]) => [file, { id, mode: '100644' }]),
    ),
  read: async (id) => Buffer.from(id === POLICY_ID ? readFileSync(join(root, POLICY)) : ''),
});

async function run(change?: PullRequestTrees, words: readonly string[] = ['--offline']) {
  const environment = { path: '', noColor: true };
  const options = readOptions('check', words, environment, NOW);
  return (await check(root, options, QUIET, change)).report;
}

describe('the coverage of a repository', () => {
  it('names templates of Dockerfiles, and searches them for secrets', async () => {
    const token = `ghp_${'x4Kq9ZbT7Lm2Vw8Rn5Yc3Hd6Jf1Gs0Pa'}1234`;
    write({
      Dockerfile: DOCKERFILE,
      'Dockerfile.j2': `FROM alpine:{{ v }}\nRUN x ${token}\n`,
      'app.dockerfile.tmpl': 'FROM {{ .Image }}\n',
      'Containerfile.bak': 'FROM a\n',
    });
    const { coverage, verdict, findings } = await run();
    const gaps = coverage.filter(({ state }) => state === 'not-covered');
    expect(gaps.map(({ check, target }) => [check, target])).toEqual([
      ['lint', 'Containerfile.bak'],
      ['lint', 'Dockerfile.j2'],
      ['lint', 'app.dockerfile.tmpl'],
    ]);
    expect(findings.map(({ rule }) => rule)).not.toContain('DL1000');
    expect(findings.map(({ check }) => check)).toContain('secret');
    expect(verdict.outcome).not.toBe('pass');
  });

  it('names each file with each of its checks, and passes when all are checked', async () => {
    write({ Dockerfile: DOCKERFILE });
    const { coverage, verdict } = await run();
    expect(coverage).toEqual([
      { check: 'lint', target: 'Dockerfile', state: 'checked' },
      { check: 'secret', target: 'Dockerfile', state: 'checked' },
    ]);
    expect(verdict.outcome).toBe('pass');
  });

  it('is incomplete for a Helm chart, which is named with what to do', async () => {
    write({ Dockerfile: DOCKERFILE, ...CHART });
    const { coverage, verdict } = await run();
    expect(coverage.filter(({ target }) => target === 'chart')).toEqual([
      {
        check: 'manifest',
        target: 'chart',
        state: 'not-covered',
        reason: expect.stringContaining('helm template'),
      },
    ]);
    expect(verdict.outcome).toBe('incomplete');
    expect(verdict.reasons.join()).toContain('chart');
  });

  it('passes when the policy allows the chart by name', async () => {
    const policy = 'allow-uncovered:\n  - { check: manifest, target: chart }\n';
    write({ Dockerfile: DOCKERFILE, ...CHART, '.github/portside.yml': policy });
    expect((await run()).verdict.outcome).toBe('pass');
  });

  it('marks the gap that the policy allows, and lists it apart from failures', async () => {
    const policy = 'allow-uncovered:\n  - { check: manifest, target: chart }\n';
    write({ Dockerfile: DOCKERFILE, ...CHART, '.github/portside.yml': policy });
    const { coverage, incomplete } = await run();
    expect(coverage.find(({ target }) => target === 'chart')?.allowed).toBe(true);
    expect(incomplete).toEqual([]);
  });

  it('stays incomplete when a check of an allowed target failed', async () => {
    const policy = 'allow-uncovered:\n  - { check: manifest, target: "**" }\n';
    const broken = { 'compose.yaml': 'services: [\n' };
    write({ Dockerfile: DOCKERFILE, ...CHART, ...broken, '.github/portside.yml': policy });
    const { coverage, incomplete, verdict } = await run();
    expect(verdict.outcome).toBe('incomplete');
    expect(incomplete.map(({ target }) => target)).toEqual(['compose.yaml']);
    expect(coverage.flatMap(({ target, allowed }) => (allowed ? [target] : []))).toEqual(['chart']);
    expect(incomplete[0]?.reason).toContain(
      'allow-uncovered does not apply, because the check failed: use allow-incomplete',
    );
    write({ '.github/portside.yml': 'allow-incomplete: [manifest]\n' });
    const passed = await run();
    expect(passed.verdict.outcome).toBe('pass');
    expect(passed.coverage.filter(({ allowed }) => allowed)).toMatchObject([
      { target: 'chart', state: 'not-covered' },
      { target: 'compose.yaml', state: 'failed', reason: expect.not.stringContaining('allow-') },
    ]);
  });

  it('stays incomplete when the policy allows another check or target', async () => {
    const policy =
      'allow-uncovered:\n  - { check: lint, target: chart }\n  - { check: manifest, target: other }\n';
    write({ Dockerfile: DOCKERFILE, ...CHART, '.github/portside.yml': policy });
    expect((await run()).verdict.outcome).toBe('incomplete');
  });

  it('is incomplete when there is nothing to check', async () => {
    const { verdict } = await run();
    expect(verdict.outcome).toBe('incomplete');
    expect(verdict.reasons.join()).toContain('nothing to lint or scan');
  });
});

describe('a chart in a pull request', () => {
  const base = tree('main', { 'chart/Chart.yaml': 'a', 'chart/templates/web.yaml': 'b' });

  it('that the pull request does not touch is named and does not make it incomplete', async () => {
    write({ Dockerfile: DOCKERFILE, ...CHART });
    const { coverage, verdict } = await run({ baseCommit: base, head: base });
    expect(coverage.find(({ target }) => target === 'chart')?.informational).toBe(true);
    expect(verdict.outcome).toBe('pass');
  });

  it('that the pull request touches makes it incomplete', async () => {
    write({ Dockerfile: DOCKERFILE, ...CHART });
    const head = tree('head', { 'chart/Chart.yaml': 'a', 'chart/templates/web.yaml': 'c' });
    const { coverage, verdict } = await run({ baseCommit: base, head });
    expect(coverage.find(({ target }) => target === 'chart')?.informational).toBeUndefined();
    expect(verdict.outcome).toBe('incomplete');
  });
});

describe('a base image in a registry that denies access', () => {
  let registry: LoopbackRegistry;
  beforeEach(async () => {
    registry = await loopbackRegistry();
    registry.answer = (_, response) => {
      response.writeHead(401).end();
      return true;
    };
    write({
      Dockerfile: DOCKERFILE.replace('scratch', `${registry.host}/acme/base:1`),
      '.github/portside.yml': `trust: [{ images: '${registry.host}/**', signed-by: { issuer: i, subject: s } }]\n`,
    });
  });
  afterEach(() => registry.close());
  const trees = (withoutSecrets: boolean): PullRequestTrees => ({
    baseCommit: tree('main', { [POLICY]: POLICY_ID }),
    head: tree('the pull request', { [POLICY]: POLICY_ID }),
    withoutSecrets,
  });
  const signatures = async (change?: PullRequestTrees) => {
    const { coverage, incomplete } = await run(change, []);
    const isTrust = ({ check }: { readonly check: string }) => check === 'trust';
    return [coverage.filter(isTrust), incomplete.filter(isTrust)] as const;
  };

  it('makes the result incomplete where the run could log in', async () => {
    for (const change of [undefined, trees(false)]) {
      const [rows, incomplete] = await signatures(change);
      expect(rows).toMatchObject([{ state: 'not-covered' }]);
      expect(incomplete).toHaveLength(1);
    }
  });

  it('is named and does not make the result of a fork incomplete', async () => {
    const [rows, incomplete] = await signatures(trees(true));
    expect(rows).toMatchObject([
      { target: `${registry.host}/acme/base:1`, state: 'not-covered', informational: true },
    ]);
    expect(incomplete).toEqual([]);
  });
});
