import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { container, service, testRule } from '../rule-cases.js';

testRule('DEP-ENVSECRET', [
  [service('environment: { DB_PASSWORD: 846213, A_PASSWORD: 16, TOKEN: 846213 }'), ['846213']],
  [service('environment: ["DB_PASSWORD=hunter2x", "TOKEN_TTL=3h"]'), ['"DB_PASSWORD=hunter2x"']],
  [service('build: { args: { NPM_TOKEN: s3cretive, VERSION: 16 } }'), ['s3cretive']],
  [
    service('post_start: [{ command: a, environment: ["A_PASSWORD=s3cretive"] }]'),
    ['"A_PASSWORD=s3cretive"'],
  ],
  [
    service('environment: { PGPASSWORD: s3cretive, dbPassword: s3cretive }'),
    ['s3cretive', 's3cretive'],
  ],
  [
    service(
      'environment: { MYSQL_RANDOM_ROOT_PASSWORD: "yes", API_KEY: "", A_TOKEN: , SECRET: /run/x }',
    ),
    [],
  ],
  [service('environment: { SECRET_NAME: db, TOKEN: 12345, PASSWORD: "<yours>" }'), []],
  [container('env: [{ name: API_KEY, value: abc123def }]'), ['abc123def']],
  [container('env: [{ name: API_KEY, value: $(KEY) }]'), []],
  // Kubernetes takes $(KEY) for a variable, also in the text of a shell.
  [container('command: ["sh", "-c", "login --password=$(DB_PASSWORD)"]'), []],
  [
    container('command: ["sh", "-c", "login --password=kT8sQ2pL0z"]'),
    ['"login --password=kT8sQ2pL0z"'],
  ],
  [container('env: [{ name: KEYBOARD, value: qwerty }]'), []],
]);

it.each([
  ['DEP-ENVSECRET', (value: string) => service(`environment: { DB_PASSWORD: ${value} }`)],
  [
    'DEP-CONFIGMAP-SECRET',
    (value: string) => `kind: Secret\napiVersion: v1\nstringData: { password: ${value} }`,
  ],
])('%s: another secret of the same name is another finding', (rule, textOf) => {
  const of = (text: string) => findingsOf(rule, text).map(({ fingerprint }) => fingerprint);
  const [one, again, other] = ['s3cretive', 's3cretive', 'hunter2x'].map((value) =>
    of(textOf(value)),
  );
  expect(one).toHaveLength(1);
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});

it('reports a value that is a known secret without printing it', () => {
  const findSecret = (text: string) =>
    text.includes('key_live') ? { kind: 'a key', confidence: 'high' as const } : undefined;
  const found = findingsOf('DEP-ENVSECRET', service('environment: { X: key_live_1 }'), {
    findSecret,
  });
  expect(found).toMatchObject([{ message: 'Value of X is a key', confidence: 'high' }]);
  expect(JSON.stringify(found)).not.toContain('key_live');
});

it.each([
  ['compose.yaml', 'e2e', 'low', undefined],
  ['tests/e2e/compose.yaml', 'e2e', 'low', 'all'],
  ['compose.yaml', 'kT8sQ2pL0z', 'high', undefined],
  ['tests/e2e/compose.yaml', 'kT8sQ2pL0z', 'high', undefined],
])('in %s, the password %s is %s, of the set %s', (path, value, severity, ruleSet) => {
  const text = service(`environment: { DB_PASSWORD: ${value} }`);
  const [finding] = findingsOf('DEP-ENVSECRET', text, {}, path);
  expect(finding?.severity).toBe(severity);
  expect(finding?.ruleSet).toBe(ruleSet);
});

it.each(['test', 'dummy', 'sk-ant-PLACEHOLDER'])('%s is no key of AWS', (value) => {
  const text = service(`environment: { AWS_SECRET_ACCESS_KEY: ${value} }`);
  expect(findingsOf('DEP-ENVSECRET', text)).toEqual([]);
});
