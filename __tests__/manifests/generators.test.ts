import { describe, expect, it } from '@jest/globals';
import { lintManifest } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { NOW } from '../now.js';

const SECRET = 'correct-horse-battery';
const FILES: Readonly<Record<string, string>> = {
  'prod/a.env': `MODE=dev\nDB_PASSWORD=${SECRET}\n`,
  'prod/password': SECRET,
  'prod/a.conf': 'mode = dev\n',
};
const read = (generator: string) =>
  readManifest(
    `configMapGenerator:\n  - name: a\n    ${generator}\n`,
    'prod/kustomization.yaml',
    'kubernetes',
    (path) => FILES[path],
  );

describe('the files of a generator', () => {
  it.each([
    ['envs: [a.env]', 'DEP-ENVSECRET prod/a.env:2'],
    ['env: ./a.env', 'DEP-ENVSECRET prod/a.env:2'],
    ['files: [password]', 'DEP-CONFIGMAP-SECRET prod/kustomization.yaml:3'],
    ['files: [DB_PASSWORD=password]', 'DEP-CONFIGMAP-SECRET prod/kustomization.yaml:3'],
  ])('of %s are checked: %s', (generator, expected) => {
    const manifest = read(generator);
    const found = lintManifest(manifest, { now: NOW });
    expect(
      found.map(({ rule, location }) => `${rule} ${location?.path}:${location?.startLine}`),
    ).toEqual([expected]);
    expect(JSON.stringify(found)).not.toContain(SECRET);
    expect([...manifest.notes, ...manifest.missing]).toEqual([]);
  });

  it.each(['files: [a.conf, MODE=a.conf]', 'files: []', 'envs:', 'literals: [MODE=dev]'])(
    'of %s have no finding',
    (generator) => {
      const manifest = read(generator);
      expect([
        ...lintManifest(manifest, { now: NOW }),
        ...manifest.notes,
        ...manifest.missing,
      ]).toEqual([]);
    },
  );

  it.each([
    ['files: [gone.conf]', 'prod/gone.conf', 'the file gone.conf (line 3)'],
    ['files: [KEY=../gone.conf]', 'gone.conf', 'the file ../gone.conf (line 3)'],
    ['envs: [gone.env]', 'prod/gone.env', 'the file gone.env (line 3)'],
  ])('of %s are missing', (generator, path, what) => {
    expect(read(generator).missing).toEqual([{ path, what }]);
  });

  it('are read up to a limit, and the others are named', () => {
    const names = Array.from({ length: 60 }, () => 'a.conf').join(', ');
    expect(read(`files: [${names}]`).missing).toHaveLength(10);
  });

  it('that are written wrongly are noted', () => {
    expect(read('files: a.conf').notes).toEqual([
      expect.stringContaining('configMapGenerator[0].files is a single value, not a list'),
    ]);
  });
});
