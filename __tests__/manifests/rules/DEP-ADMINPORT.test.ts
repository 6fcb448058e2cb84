import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { service, testRule } from '../rule-cases.js';

testRule('DEP-ADMINPORT', [
  [service(`ports: ["$\{PG}:5432"]`), [`"$\{PG}:5432"`]],
  [service('ports: ["0.0.0.0:5432:5432"]'), ['"0.0.0.0:5432:5432"']],
  [service('ports: ["[::1]:5432:5432", "localhost:6379:6379"]'), []],
  [service('ports: [{ target: 6379, host_ip: 127.0.0.1 }]'), []],
  [service('expose: ["5432"]'), []],
]);

it.each([
  ['compose.yaml', undefined],
  ['tests/compose.yaml', 'all'],
  ['compose.test.yml', 'all'],
])('in %s, it is in the set %s', (path, ruleSet) => {
  const [finding] = findingsOf('DEP-ADMINPORT', service('ports: ["5432:5432"]'), {}, path);
  expect(finding).toBeDefined();
  expect(finding?.ruleSet).toBe(ruleSet);
});
