import { expect, test } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { testRule } from '../rule-cases.js';

const policy = (...rules: string[]) =>
  `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${rules.map((rule) => `  - { ${rule} }\n`).join('')}`;
const ABOUT = (...names: string[]) =>
  `resources: [{ group: "", resources: [${names.join(', ')}] }]`;
const SECRETS = ABOUT('secrets');
const REVIEWS = 'resources: [{ group: authentication.k8s.io }]';
const TOKENS = `level: Metadata, ${REVIEWS.replace(']', ', { group: "", resources: [serviceaccounts/token] }]')}`;
const ALL = 'level: RequestResponse';

testRule('DEP-AUDIT', [
  [policy(ALL), ['RequestResponse']],
  [policy('level: Request'), ['Request']],
  [policy(`level: Request, ${SECRETS}`), ['Request']],
  [policy('level: Metadata, users: [admin]', ALL), ['RequestResponse']],
  [policy(`level: Metadata, namespaces: [a], ${SECRETS}`, ALL), ['RequestResponse']],
  [policy(`level: RequestResponse, resources: [{ group: "" }]`), ['RequestResponse']],
  [policy(`level: RequestResponse, resources: [{ resources: ["*"] }]`), ['RequestResponse']],
  [policy(`level: RequestResponse, verbs: [get], ${SECRETS}`), ['RequestResponse']],
  [policy('level: None'), ['None']],
  [policy('level: None, users: [a]', 'level: None', ALL), ['None']],
  // Tokens are in the response to a request for one, and in the request for a review.
  [policy(`level: Metadata, ${SECRETS}`, ALL), ['RequestResponse']],
  [policy(`level: RequestResponse, ${ABOUT('serviceaccounts/token')}`), ['RequestResponse']],
  [policy(`level: RequestResponse, ${ABOUT('serviceaccounts/*')}`), ['RequestResponse']],
  [policy(`level: RequestResponse, ${ABOUT('"*/token"')}`), ['RequestResponse']],
  [policy(`level: Request, ${REVIEWS}`), ['Request']],
  [policy(`level: Request, ${ABOUT('serviceaccounts/token')}`), []],
  [policy(`level: RequestResponse, ${ABOUT('serviceaccounts')}`), []],
  [policy(`level: RequestResponse, verbs: [get], ${REVIEWS}`), []],
  // No rules.
  [policy(), ['rules']],
  [policy().replace('rules:', 'rules: []'), ['rules']],
  // Secrets are at Metadata before the rule for all.
  [policy(`level: Metadata, ${ABOUT('pods', 'secrets', '"*/token"')}`, TOKENS, ALL), []],
  [policy(`level: None, ${ABOUT('secrets/*')}`, TOKENS, ALL), []],
  [policy('level: Metadata', ALL), []],
  // Requests that read have no content.
  [policy(`level: Request, verbs: [get, list, watch], ${SECRETS}`, 'level: Metadata'), []],
  [policy('level: RequestResponse, resources: [{ group: apps }]', 'level: Metadata'), []],
  [policy(`level: RequestResponse, ${ABOUT('pods')}`, 'level: Metadata'), []],
  [policy('level: RequestResponse, nonResourceURLs: ["/api*"]', 'level: Metadata'), []],
  // What is left over is logged or not: other rules came before.
  [policy('level: Metadata, verbs: [create]', 'level: None'), []],
  [policy('level: None, nonResourceURLs: ["/healthz*"]', 'level: Metadata'), []],
  [policy('level: None, verbs: [get]', 'level: Metadata'), []],
  [policy(ALL).replace('audit.k8s.io', 'kyverno.io'), []],
]);

test('says what is logged', () => {
  expect(findingsOf('DEP-AUDIT', policy(ALL)).map(({ message }) => message)).toEqual([
    'Audit policy writes Secrets and tokens into the log, at the level RequestResponse',
  ]);
});
