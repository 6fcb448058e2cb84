import { describe, expect, it } from '@jest/globals';
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

describe('the fingerprint', () => {
  const prints = (text: string) =>
    fileSecrets('app/config.env', text, { left: MAX_WORK }).findings.map((one) => one.fingerprint);
  const token = (last: string) => `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeI${last}`;
  const key = (last: string) =>
    `-----BEGIN PRIVATE ${'KEY'}-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(4)}${last}\n-----END`;

  it.each([
    ['a token', `T=${token('a')}\n`, `T=${token('b')}\n`],
    ['a password', 'DB_PASSWORD=Tr0ub4dor!x\n', 'DB_PASSWORD=c0rrectHorse!\n'],
    ['a password in a URL', 'U=redis://a:tr0ub4dor@db/1\n', 'U=redis://a:c0rrecth0rse@db/1\n'],
    ['the last line of a private key', key('AAAA'), key('BBBB')],
  ])('of %s is another one for another value, and stays when it moves', (_, one, other) => {
    expect(prints(one)).toHaveLength(1);
    expect(prints(other)).toHaveLength(1);
    expect(prints(other)).not.toEqual(prints(one));
    expect(prints(`A=1\n\n${one}`)).toEqual(prints(one));
    expect(prints(`${other}\n${one}`).sort()).toEqual([...prints(one), ...prints(other)].sort());
  });
});
