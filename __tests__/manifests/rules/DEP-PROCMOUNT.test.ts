import { expect, it } from '@jest/globals';
import { podSecurityLevels } from '../lint-text.js';
import { securityContext, service, testRule } from '../rule-cases.js';

testRule('DEP-PROCMOUNT', [
  [securityContext('procMount: Unmasked'), ['Unmasked']],
  [securityContext('procMount: Default'), []],
  [
    service('security_opt: ["systempaths=unconfined", "unmask=ALL", "unmask=/proc/acpi"]'),
    ['"systempaths=unconfined"', '"unmask=ALL"'],
  ],
]);

it('with a user namespace only the restricted level forbids an unmasked /proc', () => {
  const text = securityContext('procMount: Unmasked');
  expect(podSecurityLevels('DEP-PROCMOUNT', text)).toEqual(['high pss:baseline']);
  expect(podSecurityLevels('DEP-PROCMOUNT', `${text}  hostUsers: false`)).toEqual([
    'low pss:restricted',
  ]);
});
