import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { loadRules } from '../../src/check/load-rules.js';
import { effectivePolicy } from '../../src/policy/effective-policy.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
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

it.each(['portside.yml', '.portside.yaml', '.github/portside.json'])(
  'is the built-in one, and the result is incomplete, when the file is in another place: %s',
  async (path) => {
    writeFileSync(file(path), 'extends: audit\n');
    const { policy, inspection } = await policyOf();
    expect(policy.path).toBeUndefined();
    expect(inspection.notes).toEqual([]);
    expect(inspection.incomplete).toEqual([
      {
        check: 'policy',
        target: path,
        reason:
          'It was not used: the policy is .github/portside.yml. Move the file, or use --policy',
      },
    ]);
  },
);

it.each([
  ['.github/Portside.yml', 'severity: none'],
  ['.github/PORTSIDE.YAML', 'severity: low'],
  ['.GitHub/portside.yml', 'severity: low'],
])('is the built-in one, and the result is incomplete, when the file is %s', async (path, gate) => {
  mkdirSync(file('.GitHub'), { recursive: true });
  writeFileSync(file(path), `fail-on: { ${gate} }\n`);
  const { policy, inspection } = await policyOf();
  expect(policy).toEqual(DEFAULT_POLICY);
  expect(inspection.incomplete).toEqual([
    {
      check: 'policy',
      target: path,
      reason: 'It was not used: the policy is .github/portside.yml. Rename the file',
    },
  ]);
});

it.each(['.github/Portside.yml', '.github/portside.yaml'])(
  'is .github/portside.yml, with a note, when there is a second one in %s',
  async (path) => {
    writeFileSync(file('.github/portside.yml'), 'extends: strict\n');
    writeFileSync(file(path), 'extends: audit\n');
    const { policy, inspection } = await policyOf();
    expect(policy.path).toBe('.github/portside.yml');
    expect(policy.failOn.severity).toBe('medium');
    expect(inspection.incomplete).toEqual([]);
    expect(inspection.notes.map(({ message }) => message)).toEqual([
      `${path} was not used: the policy is .github/portside.yml. Remove it.`,
    ]);
  },
);
