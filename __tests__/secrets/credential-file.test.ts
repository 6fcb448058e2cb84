// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the files
import { expect, test } from '@jest/globals';
import { credentialContent } from '../../src/secrets/credential-file.js';

const pem = (kind: string) =>
  `-----BEGIN ${kind}-----\n${'MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtL'.repeat(3)}\n-----END ${kind}-----\n`;
const rated = (path: string, text: string) => credentialContent(path, Buffer.from(text, 'latin1'));

test.each([
  ['.env', ''],
  ['.env', '\n \n'],
  ['.env', 'DB_PASSWORD=\nAPI_KEY=${API_KEY}\nTOKEN="$TOKEN"\nPORT=3000\nNODE_ENV=production'],
  [
    '.env',
    'DB_PASSWORD=ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UZ=,type:str]\nsops_mac=ENC[AES256_GCM,data:a]',
  ],
  ['.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nsave-exact=true'],
  ['.netrc', '-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVu\n-----END AGE ENCRYPTED FILE-----'],
  ['secrets.key', '$ANSIBLE_VAULT;1.1;AES256\n6231336539'],
  ['secrets.key', '\0GITCRYPT\0\x01\x02'],
  ['secrets.key', 'age-encryption.org/v1\n-> X25519 a\n\0\x01'],
  ['id_rsa', `ssh-rsa AAAA${'B3NzaC1yc2E'.repeat(4)} me@host`],
  ['server.key', pem('CERTIFICATE')],
  ['server.key', pem('PUBLIC KEY')],
  ['server.key', '0\x82\x01\x02' + '0\x82\x01\x01'],
  ['trust.jks', '\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\0'],
  ['config.json', '{"credsStore": "ecr-login"}'],
  ['kubeconfig', 'users:\n- name: a\n  user:\n    exec: { command: aws }'],
  ['terraform.tfvars', 'region = "eu-west-1"'],
  [
    'credentials.json',
    '{"client_email": "a@b.c", "token_uri": "https://oauth2.example.com/token"}',
  ],
])('%s with %j contains nothing secret', (path, text) => {
  expect(rated(path, text)).toBe('nothing');
});

test.each([
  ['.env', 'DB_PASSWORD=changeme'],
  ['.env.local', 'JWT_SECRET=your-secret-here\nDB_PASSWORD=postgres'],
])('%s with %j contains words only', (path, text) => {
  expect(rated(path, text)).toBe('guessable');
});

test.each([
  ['.env', 'DB_PASSWORD=changeme\nAPI_KEY=q8Zr1Lw0Vx7Tk2Ns9Jd4'],
  ['.npmrc', '//npm.acme.dev/:_authToken=q8Zr1Lw0-Vx7Tk2Ns9Jd4'],
  ['.npmrc', '_auth=YWRtaW46cThacjFMdzA='],
  ['.netrc', 'machine acme.dev login bot password kT8sQ2pL0z'],
  ['.netrc', 'machine acme.dev\n  login bot\n  password kT8sQ2pL0z'],
  ['.pgpass', 'db.acme.dev:6432:app:app:kT8sQ2pL0z'],
  ['.htpasswd', 'bob:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g='],
  ['config.json', '{"auths":{"r.acme.dev":{"identitytoken":"kT8sQ2pL0zq8Zr1Lw0Vx7"}}}'],
  ['kubeconfig', 'users:\n- user:\n    token: kT8sQ2pL0zq8Zr1Lw0Vx7'],
  [
    '.aws/credentials',
    '[default]\naws_secret_access_key = kT8sQ2pL0zq8Zr1Lw0Vx7kT8sQ2pL0zq8Zr1Lw0',
  ],
  ['.git-credentials', 'https://bot:kT8sQ2pL0z@git.acme.dev'],
  ['settings.xml', '<server><password>kT8sQ2pL0z</password></server>'],
  ['master.key', '3f8a1c9e5b7d20466a9c1e3f5b7d8092'],
  ['server.key', pem('CERTIFICATE') + pem(`RSA ${'PRIVATE'} KEY`)],
  ['server.key', '0\x82\x04\xa3\x02\x01\0\x02\x82'],
  ['store.p12', '0\x82\x0a\x10\x02\x01\x030\x82'],
  ['store.jks', '\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\x01\0\0\0\x01\0\x01a'],
  ['vault.kdbx', '\x03\xd9\xa2\x9a\0'],
])('%s with %j contains a secret', (path, text) => {
  expect(rated(path, text)).toBe('secret');
});

test('of a binary file in no known format, nothing is known', () => {
  expect(rated('slides.key', 'PK\x03\x04\0\0')).toBe('unknown');
});
