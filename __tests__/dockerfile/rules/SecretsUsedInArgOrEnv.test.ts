import { expect, test } from '@jest/globals';
import { lint } from '../lint-text.js';
import { testRule } from './test-rule.js';

testRule('SecretsUsedInArgOrEnv', {
  reported: [['FROM a:1\nARG API_KEY\nENV A=1 TOKEN=x', ['2:API_KEY', '3:TOKEN']]],
  silent: ['ARG TOKEN\nFROM a:1\nARG TOKEN_FILE PUBLIC_KEY KEYBOARD'],
});

test.each([
  ['ENV PASSWORD_MIN_LENGTH=12', 'info'],
  ['ENV AUTH_TOKEN_URL=https://login.acme.io/token', 'info'],
  // The password in it is PS0015, of which the name is a part.
  ['ENV AUTH_TOKEN_URL=https://me:secret@login.acme.io/', 'critical'],
  ['ARG TOKEN_MODE', 'low'],
  ['ENV TOKEN_COOKIE_NAME=acme_session_token_v2', 'low'],
  ['ENV CACHE_KEY=changeme', 'low'],
  ['ARG STRIPE_KEY=ENC[AES256_GCM,data:p673w==,type:str]', 'info'],
])('%s has severity %s', (line, severity) => {
  const [finding] = lint(`FROM a:1\n${line}\nRUN x`, 'SecretsUsedInArgOrEnv');
  expect(finding?.severity).toBe(severity);
});

test('one finding remains where DL3064 reports the same variable', () => {
  const findings = lint('FROM a:1\nENV A=1 \\\n  API_TOKEN=x', 'SecretsUsedInArgOrEnv');
  expect(findings).toHaveLength(1);
  expect(findings[0]?.location).toMatchObject({ startLine: 2, endLine: 3 });
});

test('ENV without a value is in the set all only', () => {
  const [empty, unset] = ['ENV API_TOKEN=', 'ARG API_TOKEN'].map((line) =>
    lint(`FROM a:1\n${line}`, 'SecretsUsedInArgOrEnv').at(0),
  );
  expect(empty).toMatchObject({ severity: 'info', ruleSet: 'all' });
  expect(empty?.message).toContain('is empty');
  expect(unset).toBeDefined();
  expect(unset?.ruleSet).toBeUndefined();
});
