import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { renderKustomization } from '../../src/manifests/kustomize/render/render.js';
import { documentSource } from '../../src/manifests/kustomize/render/sources.js';
import { type ManifestNode, readManifestYaml } from '../../src/manifests/manifest-yaml.js';
import { CLI } from './dist.js';
import { OVERLAYS, type OverlayFiles } from './kustomize/overlays.js';
import { requirePrograms } from './peers.js';

/** Every n-th overlay is rendered in every run; `npm run test:full` renders all. */
const STEP = process.env.PORTSIDE_OVERLAYS === 'all' ? 1 : 8;

beforeAll(() => requirePrograms('kustomize', 'kubectl'));

describe('a rendered kustomization has the objects of kustomize and kubectl', () => {
  const names = Object.keys(OVERLAYS).filter((_, index) => index % STEP === 0);
  it.each(names)('with %s', (name) => {
    const files = OVERLAYS[name] ?? {};
    const source = documentSource((path) => files[path]);
    const { objects, gaps } = renderKustomization('o/kustomization.yaml', source);
    const ours = byIdentity(objects);
    for (const command of [
      ['kustomize', 'build'],
      ['kubectl', 'kustomize'],
    ]) {
      const theirs = byIdentity(readManifestYaml(build(files, command), 'theirs.yaml'));
      expect({ gaps, objects: ours }).toEqual({ gaps: [], objects: theirs });
    }
  });
});

describe('a pull request that changes one line of an overlay', () => {
  it('has its finding on that line', () => {
    const root = mkdtempSync(join(tmpdir(), 'portside-overlay-'));
    try {
      const patch = (value: string) =>
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n      hostPID: ${value}\n`;
      const git = (...args: string[]) =>
        spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
          cwd: root,
        });
      write(root, { ...OVERLAYS['a patch of one value'], 'o/p.yaml': patch('false') });
      git('init', '-q');
      git('add', '-A');
      git('commit', '-q', '-m', 'before');
      write(root, { 'o/p.yaml': patch('true') });
      git('commit', '-q', '-a', '-m', 'after');
      const { stdout } = spawnSync(
        process.execPath,
        [CLI, 'check', '.', '--offline', '--baseline-ref', 'HEAD~1', '--format', 'json'],
        { cwd: root, encoding: 'utf8' },
      );
      const { findings } = JSON.parse(stdout) as Report;
      expect(findings.filter(({ status }) => status === 'new')).toMatchObject([
        {
          rule: 'DEP-HOSTPID',
          message: 'Deployment "web" shares the host’s PID namespace',
          location: { path: 'o/p.yaml', startLine: 7 },
        },
      ]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

function write(root: string, files: OverlayFiles): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function build(files: OverlayFiles, [program = '', ...args]: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'portside-kustomize-'));
  try {
    write(root, files);
    const { status, stdout, stderr } = spawnSync(program, [...args, join(root, 'o')], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  } finally {
    rmSync(root, { recursive: true });
  }
}

function byIdentity(objects: readonly ManifestNode[]): Record<string, unknown> {
  const entries = objects.map((node) => {
    const value = plainValue(node) as {
      kind: string;
      metadata: { name: string; namespace?: string };
    };
    const { name, namespace = '' } = value.metadata;
    return [`${value.kind} ${namespace} ${name}`, value] as const;
  });
  expect(new Set(entries.map(([key]) => key)).size).toBe(entries.length);
  return Object.fromEntries(entries);
}

function plainValue(node: ManifestNode): unknown {
  if (node.kind === 'list') return node.items.map(plainValue);
  if (node.kind === 'scalar') return node.scalar;
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainValue(value)]));
}
