import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { testRule } from '../rule-cases.js';

testRule('DEP-CONFIGMAP-SECRET', [
  ['kind: Secret\ndata: { password: aHVudGVyMng= }', ['aHVudGVyMng=']],
  ['kind: Secret\ndata: { password: "" }', []],
  // No base64: no server accepts it.
  ['kind: Secret\ndata: { password: <base64-encoded-password> }', []],
  ['kind: ConfigMap\ndata: { db-password: hunter2x, name: shop }', ['hunter2x']],
  ['kind: ConfigMap\ndata: { password-file: hunter2x }', []],
  // The settings of KServe have names of Secrets and of their keys only.
  [
    `kind: ConfigMap\ndata: { credentials: '{ "storageSpecSecretName": "storage", "s3": { "s3AccessKeyIDName": "AWS_ACCESS_KEY_ID", "s3UseAnonymousCredential": "" } }' }`,
    [],
  ],
  [
    `kind: ConfigMap\ndata: { credentials: '{ "gcs": { "name": "a", "clientSecret": "hunter2x" } }' }`,
    [`'{ "gcs": { "name": "a", "clientSecret": "hunter2x" } }'`],
  ],
  ['kind: ConfigMap\nbinaryData: { password: aHVudGVyMng= }', ['aHVudGVyMng=']],
  [
    'kind: Kustomization\nsecretGenerator: [{ name: s, literals: [password=hunter2x, "user=me"] }]',
    ['password=hunter2x'],
  ],
]);

it.each([
  `kind: Secret\ndata: { x: ${Buffer.from('x = key_live_1').toString('base64')} }`,
  'kind: ConfigMap\ndata: { x: key_live_1 }',
  'configs: { x: { content: key_live_1 } }',
])('reports a known secret in %j without printing it', (text) => {
  const findSecret = (value: string) =>
    value.includes('key_live') ? { kind: 'a key', confidence: 'high' as const } : undefined;
  const found = findingsOf('DEP-CONFIGMAP-SECRET', text, { findSecret });
  expect(found).toMatchObject([{ message: 'Value of "x" contains a key', confidence: 'high' }]);
  expect(JSON.stringify(found)).not.toContain('key_live');
});

it('each secret in a value is a finding, and another one in its place is another finding', () => {
  const findSecret = (text: string) => {
    const marks = text.match(/key_\w+/g) ?? [];
    return marks.length > 0 ? { kind: 'a key', confidence: 'high' as const, marks } : undefined;
  };
  const prints = (value: string) =>
    findingsOf('DEP-CONFIGMAP-SECRET', `kind: ConfigMap\ndata: { x: "${value}" }`, {
      findSecret,
    }).map(({ fingerprint }) => fingerprint);
  const [one] = prints('key_1');
  expect(prints('key_1 key_2')).toEqual([one, expect.any(String)]);
  expect(prints('key_3')).not.toEqual([one]);
});

it('another key that encrypts a cluster is another finding', () => {
  const prints = (letter: string) =>
    findingsOf(
      'DEP-CONFIGMAP-SECRET',
      `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers:\n      - aescbc: { keys: [{ name: k, secret: ${Buffer.from(letter.repeat(32)).toString('base64')} }] }`,
    ).map(({ fingerprint }) => fingerprint);
  expect(prints('a')).toHaveLength(1);
  expect(prints('b')).not.toEqual(prints('a'));
});
