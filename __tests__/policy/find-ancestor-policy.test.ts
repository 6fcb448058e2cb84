import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findAncestorPolicy } from '../../src/policy/find-ancestor-policy.js';

const NAMES = ['p.yml', 'p.yaml'];
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-above-'));
  for (const folder of [
    'outer/repo/.git',
    'outer/repo/apps/api/src',
    'outer/repo/sub',
    'outer/none/a',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  // As a submodule has it.
  writeFileSync(join(root, 'outer/repo/sub/.git'), 'gitdir: elsewhere');
  for (const file of ['outer/p.yml', 'outer/repo/p.yaml', 'outer/repo/apps/p.yml'])
    writeFileSync(join(root, file), '');
});
afterAll(() => rmSync(root, { recursive: true }));

it.each([
  ['outer/repo', undefined],
  ['outer/repo/sub', undefined],
  ['outer/repo/apps', '../p.yaml'],
  ['outer/repo/apps/api/src', '../../p.yml'],
  ['outer/none/a', undefined],
])('above %s it is %s: the nearest, and of the same repository', (folder, policy) => {
  expect(findAncestorPolicy(join(root, folder), NAMES)).toBe(policy);
});
