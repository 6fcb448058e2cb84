import { expect, test } from '@jest/globals';
import { lintManifest } from '../../src/manifests/lint.js';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { NOW } from '../now.js';
import { manifestOf } from './lint-text.js';

const now = new Date('2026-06-15T12:00:00Z');
const rules = manifestRules.filter(({ id }) => id === 'DEP-PRIV' || id === 'DEP-HOSTPID');

/** `RULE:LINE` of the findings of two rules, and of the findings about comments. */
function findingsOf(lines: string): string[] {
  const text = `services:\n  web:\n    image: x:1\n${lines}\n`;
  return lintManifest(manifestOf(text), { now }, rules).map(
    ({ rule, location }) => `${rule}:${location?.startLine}`,
  );
}

test.each<[string, string[]]>([
  ['    # portside ignore=DEP-PRIV reason=it mounts disks\n    privileged: true', []],
  ['    privileged: true # portside ignore=DEP-PRIV', []],
  [
    '    # portside ignore=DEP-HOSTPID,DEP-PRIV\n    # because\n    privileged: true\n    pid: host',
    ['PS0002:4', 'DEP-HOSTPID:7'],
  ],
  ['    # portside ignore=KSV-0017\n    privileged: true', []],
  ['    # portside ignore=DEP-PRIV until=2026-06-15\n    privileged: true', []],
  [
    '    # portside ignore=DEP-PRIV until=2026-06-14\n    privileged: true',
    ['PS0003:4', 'DEP-PRIV:5'],
  ],
  ['    # portside ignore=DEP-PRIV until=soon\n    privileged: true', ['PS0004:4']],
  ['    # portside ignore=DEP-PRIVV\n    privileged: true', ['PS0001:4', 'DEP-PRIV:5']],
  ['    # portside ignore=\n    privileged: true', ['PS0004:4', 'DEP-PRIV:5']],
  ['    # portside ignore=DEP-PRIV\n    privileged: false', ['PS0002:4']],
  ['    # portside ignore=DEP-PRIV\n\n    privileged: true', ['PS0002:4', 'DEP-PRIV:6']],
  ['    # portside ignore=DEP-PRIV', ['PS0002:4']],
  ['    command: "# portside ignore=DEP-PRIV"\n    privileged: true', ['DEP-PRIV:5']],
  ['    command: |\n      # portside ignore=DEP-PRIV\n    privileged: true', ['DEP-PRIV:6']],
  ['    command: a#portside ignore=DEP-PRIV\n    privileged: true', ['DEP-PRIV:5']],
  ['    # hadolint ignore=DEP-PRIV\n    privileged: true', ['DEP-PRIV:5']],
])('%j leaves the findings %j', (lines, expected) => {
  expect(findingsOf(lines)).toEqual(expected);
});

test('a finding about a comment belongs to the manifest check and marks the rule name', () => {
  const text = 'services:\n  # portside ignore=NONE\n  web: { image: x }\n';
  const [finding] = lintManifest(manifestOf(text), { now: NOW }, []);
  expect(finding).toMatchObject({
    rule: 'PS0001',
    check: 'manifest',
    message: 'Ignore comment names the unknown rule NONE',
    location: { path: 'compose.yaml', startLine: 2, startColumn: 21, endColumn: 25 },
  });
});

test('a hundred thousand comments for the same line are reported as unused', () => {
  const text = `services: {}\n${'# portside ignore=DEP-PRIV\n'.repeat(100_000)}x: 1\n`;
  expect(lintManifest(manifestOf(text), { now }, rules)).toHaveLength(100_000);
});
