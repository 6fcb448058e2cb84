import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { parse } from 'yaml';
import { INPUT_NAMES } from '../../src/options/input-names.js';
import { readInputs } from '../../src/options/inputs.js';

/**
 * Sets each input of the Action: it must change what is requested. The walk over the options of the command line shows
 * that these requests change the result; a test of the Action does for the inputs that only it has.
 */
const { inputs } = parse(readFileSync('action.yml', 'utf8'));

const COMMIT = 'c'.repeat(40);

/** A value for each input; other inputs that it needs; and the test for inputs that no option corresponds to. */
const CASES: Readonly<
  Record<string, { readonly value: string; readonly needs?: object; readonly test?: string }>
> = {
  image: { value: 'app:1' },
  dockerfile: { value: 'other/Dockerfile' },
  'working-directory': { value: 'services/a', test: '__tests__/action/inputs.test.ts' },
  policy: { value: 'other.yml' },
  advisories: { value: 'osv' },
  baseline: { value: 'sbom.json' },
  vex: { value: 'vex.json' },
  malware: { value: 'clamav' },
  'fail-on': { value: 'low' },
  severity: { value: 'high', test: '__tests__/action/runner-and-workspace.test.ts' },
  'only-fixed': { value: 'true', test: '__tests__/action/runner-and-workspace.test.ts' },
  exclude: { value: 'docs/**', test: '__tests__/action/runner-and-workspace.test.ts' },
  platform: { value: 'linux/arm64' },
  offline: { value: 'true' },
  'registry-username': { value: 'x', test: '__tests__/action/registry-login.test.ts' },
  'registry-password': { value: 'x', test: '__tests__/action/registry-login.test.ts' },
  sbom: { value: 'spdx', test: '__tests__/action/inputs.test.ts' },
  timeout: { value: '10', test: '__tests__/action/inputs.test.ts' },
  comment: { value: 'never', test: '__tests__/action/surfaces.test.ts' },
  review: { value: 'false', test: '__tests__/action/surfaces.test.ts' },
  annotations: { value: 'false', test: '__tests__/action/surfaces.test.ts' },
  'code-scanning': { value: 'false', test: '__tests__/action/surfaces.test.ts' },
  summary: { value: 'false', test: '__tests__/action/surfaces.test.ts' },
  issue: { value: 'true', test: '__tests__/github/publish/issue.test.ts' },
  'dependency-snapshot': {
    value: 'true',
    test: '__tests__/github/publish/dependency-snapshot.test.ts',
  },
  publish: { value: 'false', test: '__tests__/action/runner-and-workspace.test.ts' },
  ref: {
    value: 'refs/heads/x',
    needs: { INPUT_SHA: COMMIT },
    test: '__tests__/action/runner-and-workspace.test.ts',
  },
  sha: {
    value: COMMIT,
    needs: { INPUT_REF: 'refs/heads/x' },
    test: '__tests__/action/runner-and-workspace.test.ts',
  },
  category: { value: 'other', test: '__tests__/action/runner-and-workspace.test.ts' },
  report: { value: 'report.json', test: '__tests__/action/runner-and-workspace.test.ts' },
  strategy: {
    value: '{"job-index":1,"job-total":3}',
    test: '__tests__/github/publish/matrix-comment.test.ts',
  },
  token: { value: 'x', test: '__tests__/action/runner-and-workspace.test.ts' },
};

test('every input has a case, and no case is about anything else', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(inputs).sort());
  expect([...INPUT_NAMES].sort()).toEqual(Object.keys(inputs).sort());
});

/** What is requested, or the code of the error. */
function requested(env: object): unknown {
  try {
    return readInputs({ ...env }, new Date(0));
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

describe.each(Object.entries(CASES))('the input %s', (name, { value, needs = {}, test: path }) => {
  const variable = `INPUT_${name.toUpperCase()}`;

  it('changes what is requested', () => {
    const without = JSON.stringify(requested(needs));
    expect(JSON.stringify(requested({ ...needs, [variable]: value }))).not.toBe(without);
  });

  if (path !== undefined)
    it(`has its effect tested in ${path}`, () => {
      expect(readFileSync(path, 'utf8')).toMatch(
        new RegExp(`\\b${name.replace('-', '.?')}\\b`, 'i'),
      );
    });
});
