import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { loadRules } from '../../src/check/load-rules.js';
import { effectivePolicy } from '../../src/policy/effective-policy.js';
import { checkoutFiles } from '../../src/repository/base-branch-files.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-policy-'));
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, '.github'));
});
afterEach(() => rmSync(root, { recursive: true }));

const policyOf = () => effectivePolicy(root, checkoutFiles(root), { loadRules });
const file = (path: string) => join(root, path);

test.each<[string, (path: string) => void, string]>([
  ['link to a missing file', (path) => symlinkSync('nope', path), 'a link that leads to no file'],
  ['folder', (path) => mkdirSync(path), 'a folder'],
])('a policy that is a %s is an error', async (_, create, why) => {
  create(file('.github/portside.yml'));
  await expect(policyOf()).rejects.toThrow(
    expect.objectContaining({ code: 'PSE2002', message: expect.stringContaining(why) }),
  );
});

it('is the file .github/portside.yaml without .github/portside.yml', async () => {
  writeFileSync(file('.github/portside.yaml'), 'extends: audit\n');
  const { policy, inspection } = await policyOf();
  expect(policy.path).toBe('.github/portside.yaml');
  expect(inspection.notes).toEqual([]);
});

it('is the built-in one, with a note, when the file is in another place', async () => {
  writeFileSync(file('portside.yml'), 'extends: audit\n');
  const { policy, inspection } = await policyOf();
  expect(policy.path).toBeUndefined();
  expect(inspection.notes.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^portside\.yml was not used: the policy is \.github\/portside\.yml/),
  ]);
});
