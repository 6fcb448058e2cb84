import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { testRule } from '../rule-cases.js';

testRule('DEP-CONFIGMAP-SECRET', [
  ['kind: Secret\ndata: { password: aHVudGVyMng= }', ['aHVudGVyMng=']],
  ['kind: Secret\ndata: { password: "" }', []],
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
