import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { isGap } from '../../src/core/coverage.js';
import type { Inspection } from '../../src/core/report.js';
import { inspectManifests } from '../../src/manifests/manifests.js';
import { repositoryReader } from '../../src/repository/repository-files.js';
import { NOW } from '../now.js';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  hostPID: true\n';

let outside: string;
let root: string;
beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), 'portside-manifests-'));
  root = join(outside, 'repository');
  const files: Record<string, string> = {
    'pod.yaml': POD,
    'chart/templates/pod.yaml': `{{- if .Values.on }}\n${POD}{{- end }}\n`,
    'mixed.yaml': `${POD}---\nkind: {{ x }}\n`,
    'chart/Chart.yaml': 'name: a\n',
    'chart/templates/mixed.yaml': `${POD}---\nkind: {{ x }}\n---\nkind: {{ y }}\n`,
    'broken.yaml': `${POD}  containers: [\n`,
    'compose.yaml':
      'services:\n  a: { image: x, extends: { file: deploy/base.yml, service: b } }\n  c: { extends: { file: ../secret.yaml, service: b } }\n',
    'deploy/base.yml': 'services:\n  b: { ipc: host }\n',
    'web/Dockerfile':
      'FROM a:1 AS dev\nFROM a:1 AS base\nHEALTHCHECK CMD ["a"]\nFROM base\nFROM base AS off\nHEALTHCHECK NONE\n',
    'built.yaml':
      'services:\n  a: { build: { context: web, target: base } }\n  b: { build: { context: web, target: dev } }\n  c: { build: { context: web, target: off } }\n  d: { build: { context: web, target: "2" } }\n',
    'large.yaml': `# ${'x'.repeat(1024 * 1024)}\n`,
    '../secret.yaml': 'services:\n  b: { privileged: true }\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  symlinkSync('../secret.yaml', join(root, 'link.yaml'));
});
afterAll(() => rmSync(outside, { recursive: true }));

const gaps = ({ coverage = [] }: Inspection) => coverage.filter(isGap);

describe('inspecting manifests', () => {
  it('names the kinds without rules once for all files, and leaves out those with a pod or an image', async () => {
    const files: Record<string, string> = {
      'a.yaml':
        'apiVersion: cert-manager.io/v1\nkind: Certificate\n---\nkind: Pod\nspec: { containers: [{ image: a:1 }] }\n',
      'b.json': JSON.stringify({
        kind: 'List',
        items: [
          { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' },
          { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
          { apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', spec: { image: 'a/b:1' } },
          { apiVersion: 'a.io/v1', kind: 'A', spec: { template: { spec: { containers: [{}] } } } },
          { apiVersion: 'audit.k8s.io/v1', kind: 'Policy' },
        ],
      }),
      'kustomization.yaml':
        'kind: Kustomization\nconfigMapGenerator: [{ name: a, literals: [a=b] }]\n',
    };
    const at = join(root, 'kinds');
    mkdirSync(at);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(at, name), text);
    const paths = Object.keys(files).map((path) => ({ path, kind: 'kubernetes' }) as const);
    const { notes, coverage = [] } = await inspectManifests(at, paths, { now: NOW });
    const message =
      '3 objects are of kinds without rules of their own: Certificate (2, in a.yaml and 1 more file), CustomResourceDefinition (1, in b.json)';
    expect(notes).toEqual([{ check: 'manifest', message }]);
    expect(coverage.filter(isGap)).toEqual([]);
    const own = await inspectManifests(at, paths.slice(2), { now: NOW });
    expect(own.notes).toEqual([]);
  });

  it('names at most ten kinds without rules, without control characters', async () => {
    const at = join(root, 'many');
    mkdirSync(at);
    const kinds = Array.from({ length: 12 }, (_, index) => `K${index}\\e[31m${'x'.repeat(500)}`);
    const text = kinds.map((kind) => `apiVersion: a.io/v1\nkind: "${kind}"\n`).join('---\n');
    writeFileSync(join(at, 'k.yaml'), text);
    const { notes } = await inspectManifests(at, [{ path: 'k.yaml', kind: 'kubernetes' }], {
      now: NOW,
    });
    const [{ message } = { message: '' }] = notes;
    expect(message).toMatch(
      /^12 objects are .*: K0 \[31mx+… \(1, in k\.yaml\), .* and 2 more kinds$/,
    );
    expect([message.length < 2000, message.includes('\u001b')]).toEqual([true, false]);
  });

  it('is incomplete where an included file is no YAML', async () => {
    writeFileSync(join(root, 'including.yaml'), 'include: [broken.yaml]\n');
    const files = [{ path: 'including.yaml', kind: 'compose' }] as const;
    const { incomplete } = await inspectManifests(root, files, { now: NOW });
    expect(incomplete).toMatchObject([{ check: 'manifest', target: 'broken.yaml' }]);
  });

  it('is incomplete for a dockerfile_inline whose .hadolint.yaml cannot be read', async () => {
    const folder = join(root, 'inline');
    mkdirSync(folder);
    const build = 'build: { dockerfile_inline: "FROM debian:12\\nRUN sudo true" }';
    writeFileSync(join(folder, 'compose.yaml'), `services:\n  a: { ${build} }\n`);
    writeFileSync(join(folder, '.hadolint.yaml'), 'ignored: [\n');
    const files = [{ path: 'inline/compose.yaml', kind: 'compose' }] as const;
    const { findings, incomplete } = await inspectManifests(root, files, { now: NOW });
    expect(findings.map(({ rule }) => rule)).toContain('DL3004');
    expect(incomplete).toEqual([
      {
        check: 'lint',
        target: 'inline/compose.yaml',
        reason: expect.stringContaining('.hadolint.yaml'),
      },
    ]);
  });

  const kubernetes = (path: string) => ({ path, kind: 'kubernetes' as const });

  it('asks for no health check of a service whose image has one', async () => {
    const { findings } = await inspectManifests(root, [{ path: 'built.yaml', kind: 'compose' }], {
      now: NOW,
    });
    const lines = findings.filter(({ rule }) => rule === 'DEP-HEALTH');
    expect(lines.map(({ location }) => location?.startLine)).toEqual([3, 4]);
  });

  it('skips a template as not covered and a broken file as incomplete, and checks the others', async () => {
    const paths = ['chart/templates/pod.yaml', 'broken.yaml', 'pod.yaml', 'missing.yaml'];
    const result = await inspectManifests(root, paths.map(kubernetes), { now: NOW });
    expect(result.targets.map(({ name }) => name)).toEqual(paths);
    expect(gaps(result).map(({ target }) => target)).toEqual(['chart', 'pod.yaml']);
    expect(result.incomplete.map(({ target }) => target)).toEqual(['broken.yaml', 'missing.yaml']);
    expect(result.findings.map(({ rule }) => rule)).toEqual(['DEP-HOSTPID']);
  });

  it.each(['pods.yaml.tmpl', 'template.yaml', 'invalid.yaml', 'partly.yaml'])(
    'reports no reference that %s can satisfy',
    async (unread) => {
      const pod = `${POD}  containers: [{ name: a, image: x }]\n`;
      const texts: Record<string, string> = {
        'web.yaml': `${pod}---\napiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec: { selector: { app: web } }\n`,
        'template.yaml': 'kind: Pod\nmetadata:\n  {{ labels }}\n',
        'invalid.yaml': 'kind: Pod\nmetadata: [\n',
        'noted.yaml': 'kind: A\nmetadata: { a: 1, a: 2 }\n',
        'partly.yaml': 'kind: Pod\nmetadata: [\n---\nkind: A\n',
      };
      mkdirSync(join(root, 'unread'), { recursive: true });
      for (const [name, text] of Object.entries(texts))
        writeFileSync(join(root, 'unread', name), text);
      const rulesOf = async (...names: string[]) => {
        const files = names.map((name) => kubernetes(`unread/${name}`));
        const { findings } = await inspectManifests(root, files, { now: NOW });
        return findings.map(({ rule }) => rule);
      };
      const rules = ['DEP-NETPOL', 'DEP-SELECTOR'];
      expect(await rulesOf('web.yaml', 'noted.yaml')).toEqual(expect.arrayContaining(rules));
      const left = await rulesOf('web.yaml', unread);
      expect(rules.filter((rule) => left.includes(rule))).toEqual([]);
    },
  );

  it('checks the objects between templates, and says how many templates it skipped', async () => {
    const paths = ['chart/templates/pod.yaml', 'chart/templates/mixed.yaml', 'mixed.yaml'];
    const result = await inspectManifests(root, paths.map(kubernetes), { now: NOW });
    expect(result.findings.map(({ location }) => location?.path)).toEqual(paths.slice(1));
    expect(gaps(result).map(({ target, reason }) => [target, reason])).toEqual([
      ['mixed.yaml', expect.stringContaining('Of its 2 documents 1 is a template')],
      ['chart', expect.stringContaining('3 templates of this Helm chart')],
      ['mixed.yaml', 'Line 3: Pod "a" has no containers to check'],
    ]);
  });

  test.each([
    ['FROM a:1\nCOPY . .\n', 1],
    ['FROM a:1\nCOPY src ./\n', 0],
  ])('reports the token of a checkout if the Dockerfile copies it: %j', async (text, count) => {
    const at = join(root, 'workflow');
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'Dockerfile'), text);
    writeFileSync(
      join(at, 'ci.yml'),
      'on: push\njobs:\n  b:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n',
    );
    const files = [{ path: 'ci.yml', kind: 'workflow' }] as const;
    const { findings } = await inspectManifests(at, files, { now: NOW });
    expect(findings.filter(({ rule }) => rule === 'GHA-CREDENTIALS')).toHaveLength(count);
  });

  it('follows extends inside the repository, and is partial where it leads out', async () => {
    const result = await inspectManifests(root, [{ path: 'compose.yaml', kind: 'compose' }], {
      now: NOW,
    });
    const rules = result.findings.map(({ rule }) => rule);
    expect(rules).toContain('DEP-HOSTIPC');
    expect(rules).not.toContain('DEP-PRIV');
    expect(gaps(result).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('../secret.yaml'),
    ]);
  });
});

test.each([
  ['pod.yaml', true],
  ['deploy/../pod.yaml', true],
  ['missing.yaml', false],
  ['deploy', false],
  ['large.yaml', false],
  ['../secret.yaml', false],
  ['link.yaml', false],
  ['/etc/hostname', false],
  ['a\0b', false],
])('of the repository %j can be read: %s', (path, readable) => {
  expect(repositoryReader(root)(path) !== undefined).toBe(readable);
});
