import { expect, it } from '@jest/globals';
import { fileSecrets } from '../../src/secrets/file.js';
import { MAX_WORK } from '../../src/secrets/search.js';

const messages = (path: string, text: string) =>
  fileSecrets(path, text, { left: MAX_WORK }).findings.map(({ message }) => message);

it('names the file, and the length of a secret that is on one line', () => {
  const token = `ghp_${'x9K2mQ7vB4nR8tL1wZ5c'.padEnd(36, 'J3hF6')}`;
  expect(messages('deploy/run.sh', `TOKEN=${token}`)).toEqual([
    'GitHub token (32 to 63 characters) in deploy/run.sh',
  ]);
});

it('names no length of a private key, of which only the first line is measured', () => {
  const key = `-----BEGIN PRIVATE ${'KEY'}-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(4)}\n`;
  expect(messages('certs/key.pem', key)).toEqual(['Private key in certs/key.pem']);
});
