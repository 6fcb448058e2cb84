import { expect, test } from '@jest/globals';
import { findingsOf, markedTexts } from '../lint-text.js';
import { testRule, withDollars } from '../rule-cases.js';

const entry = (resources: string, ...providers: string[]) =>
  `  - { resources: [${resources}], providers: [${providers.map((one) => `{ ${one} }`).join(', ')}] }\n`;
const configuration = (...entries: string[]) =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n${entries.join('')}`;
const KEY = 'c2VjcmV0IGlzIHNlY3VyZQ==';
const withKey = (provider: string, key = KEY) =>
  `${provider}: { keys: [{ name: a, secret: ${key} }] }`;

testRule('DEP-ENCRYPTION', [
  [configuration(entry('secrets', 'identity: {}', withKey('aescbc'))), ['identity']],
  [configuration(entry('configmaps, secrets', 'identity: {}')), ['identity']],
  [configuration(entry("'*.*'", 'identity: {}')), ['identity']],
  [configuration(entry("'*.'", withKey('aesgcm'))), ['aesgcm']],
  [configuration(entry('configmaps', withKey('aescbc'))), ['kind']],
  [configuration(entry("'*.apps'", 'identity: {}')), ['kind']],
  // The first entry that covers them decides.
  [configuration(entry('secrets', 'kms: { name: v }'), entry("'*.*'", 'identity: {}')), []],
  [configuration(entry('configmaps', 'identity: {}'), entry('secrets', withKey('secretbox'))), []],
  [configuration(entry('secrets', withKey('aescbc'), 'identity: {}')), []],
  [configuration(entry('secrets', 'identity: {}')).replace('apiserver.config.k8s.io', 'a.b'), []],
]);

test('finds the keys in the file', () => {
  const keys = (secret: string) =>
    markedTexts(
      'DEP-CONFIGMAP-SECRET',
      configuration(entry('secrets', withKey('aescbc', secret), 'identity: {}')),
    );
  expect(keys(KEY)).toEqual([KEY]);
  expect(keys('YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=')).toHaveLength(1);
  // The API server refuses a key of another length.
  expect(['"<BASE 64 KEY>"', 'YWJj', withDollars('"§{KEY}"')].flatMap(keys)).toEqual([]);
});

test('says which provider is the first', () => {
  const [finding] = findingsOf(
    'DEP-ENCRYPTION',
    configuration(entry('secrets', 'identity: {}', withKey('aescbc'))),
  );
  expect(finding?.message).toBe(
    'etcd has Secrets without encryption: "identity" is their first provider',
  );
});
