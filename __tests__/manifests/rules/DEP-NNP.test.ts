import { expect, it } from '@jest/globals';
import { applyAllFixes } from '../../../src/core/apply-fixes.js';
import { lintManifest } from '../../../src/manifests/lint.js';
import { NOW } from '../../now.js';
import { findingsOf, manifestOf } from '../lint-text.js';
import { container, securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-NNP', [
  [service('user: "1"'), ['app']],
  [service('security_opt: ["no-new-privileges=true"]'), []],
  [service('security_opt: ["no-new-privileges:false"]'), ['"no-new-privileges:false"']],
  [securityContext('allowPrivilegeEscalation: true'), ['true']],
  [securityContext('allowPrivilegeEscalation: false'), []],
  [container('stdin: false'), ['name']],
]);

it.each([
  ['privileged: true', false],
  ['privileged: true, allowPrivilegeEscalation: true', false],
  ['capabilities: { add: [NET_ADMIN, SYS_ADMIN] }', false],
  ['capabilities: { add: [CAP_SYS_ADMIN] }', false],
  ['privileged: false, capabilities: { add: [NET_ADMIN] }', true],
])('next to %s has a fix that Kubernetes accepts: %s', (fields, isFixed) => {
  const findings = lintManifest(manifestOf(securityContext(fields)), {
    now: NOW,
    leastPrivilege: 'propose',
  });
  const found = findings.find(({ rule }) => rule === 'DEP-NNP');
  expect(found?.fix !== undefined).toBe(isFixed);
  expect(found?.advice?.includes('Remove `privileged: true`') ?? false).toBe(!isFixed);
});

it('has its fix after that of privileged mode', () => {
  const text = securityContext('privileged: true, allowPrivilegeEscalation: true');
  const fixed = applyAllFixes(text, (now) =>
    lintManifest(manifestOf(now), { now: NOW, leastPrivilege: 'propose' }),
  ).text;
  expect(fixed).toContain('privileged: false, allowPrivilegeEscalation: false');
});

it.each([
  [service('security_opt: ["no-new-privileges:false"]'), 'medium'],
  [service('tty: true'), 'low'],
  [securityContext('allowPrivilegeEscalation: true'), 'medium'],
  [container('tty: true'), 'low'],
])('%j is %s: medium only where the manifest allows it explicitly', (text, severity) => {
  expect(findingsOf('DEP-NNP', text).map((found) => found.severity)).toEqual([severity]);
});
