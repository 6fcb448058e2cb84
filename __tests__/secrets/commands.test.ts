import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { searchSecrets } from '../../src/secrets/search.js';

// Joined at run time, so that secret scanners do not report this file.
const WORD = ['Xk9', 'vR2q', 'Lw7z'].join('');
const kinds = (text: string, path = 'scripts/deploy.sh') =>
  searchSecrets(text, { path }).map(({ detector }) => detector.id);

it.each([
  ['sshpass-password', `sshpass -p ${WORD} ssh root@10.0.0.1`],
  ['sshpass-password', `sshpass -v -p'${WORD}' scp a root@10.0.0.1:/`],
  ['database-command-password', `mysql -uroot -p${WORD} -e 'select 1'`],
  ['database-command-password', `mysqldump --user=root --password=${WORD} shop`],
  ['database-command-password', `mariadb \\\n  -h db \\\n  -p${WORD}`],
  ['database-command-password', `redis-cli -h cache -a ${WORD} ping`],
  ['database-command-password', `sqlcmd -S db -U sa -P ${WORD}`],
  ['database-client-password', `PGPASSWORD=${WORD} psql -h db`],
  ['database-client-password', `export MYSQL_PWD="${WORD}"`],
  ['registry-login-password', `docker login -u ci -p ${WORD} registry.acme.io`],
  ['registry-login-password', `helm registry login registry.acme.io --password=${WORD}`],
  ['sql-password', `CREATE USER app WITH PASSWORD '${WORD}';`],
  ['sql-password', `CREATE USER 'app'@'%' IDENTIFIED BY '${WORD}';`],
  ['powershell-password', `$p = ConvertTo-SecureString "${WORD}" -AsPlainText -Force`],
])('%s: %s', (kind, text) => {
  expect(kinds(text)).toEqual([kind]);
  expect(kinds(text.replace(WORD, '$SECRET'))).toEqual([]);
  expect(kinds(text.replace(WORD, 'password'))).toEqual([]);
  expect(kinds(text.replace(WORD, 'changeme1'))).toEqual([]);
});

it.each([
  'docker run -e A=b mysql -p 3306:3306',
  'mysql -P 3306 -h db',
  'mysql --protocol=tcp -h db; login -p12345678a',
  'sshpass -f /run/secrets/password ssh root@10.0.0.1',
  'sshpass -e ssh root@10.0.0.1',
  'docker login -u ci --password-stdin registry.acme.io',
  'ssh -p 22022 -o X=1 login -pretty-much1',
  'the login page -p1ease1ignore',
])('%s has no secret', (text) => {
  expect(kinds(text)).toEqual([]);
});

it('the password of wp-config.php is one, and no word of its sample', () => {
  const of = (value: string) =>
    kinds(`<?php\ndefine( 'DB_PASSWORD', '${value}' );\n`, 'wp-config.php');
  expect(of(WORD)).toEqual(['wordpress-password']);
  for (const word of ['password_here', 'wordpress', '']) expect(of(word)).toEqual([]);
});

it('a token of a kubeconfig is one, and in no other file', () => {
  const text = `users:\n- name: a\n  user:\n    token: ${'q8Zr1Lw0Vx7Tk2Ns9Jd4'}${WORD}\n`;
  for (const path of ['kubeconfig', '.kube/config', 'prod-kubeconfig.yaml'])
    expect(kinds(text, path)).toContain('kubeconfig-token');
  expect(kinds(text, 'users.yaml')).not.toContain('kubeconfig-token');
});

describe('a token of a provider', () => {
  const part = 'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo';
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  it('in base64 is found, and another text is none', () => {
    for (const start of ['ghp_', 'gho_', 'npm_'])
      expect(kinds(`token: ${base64(start + part)}`, 'a.yaml')).toEqual(['encoded-token']);
    expect(kinds(`token: ${base64(`glpat-${part.slice(0, 20)}`)}`, 'a.yaml')).toEqual([
      'encoded-token',
    ]);
    expect(
      kinds(`text: ${base64(`ghp_ is how tokens of GitHub begin, ${part}`)}`, 'a.yaml'),
    ).toEqual([]);
  });

  it.each(['" + "', "' . '", '"\n  "', '" +\n    "', '" "'])('in parts is found: %j', (join) => {
    const quote = join.charAt(0);
    const text = `t = ${quote}ghp_${join}${part}${quote}`;
    expect(kinds(text, 'src/a.py')).toEqual(['split-token']);
    expect(kinds(text, 'src/a_test.py')).toEqual([]);
    expect(kinds(text.replace(part, 'x'.repeat(36)), 'src/a.py')).toEqual([]);
    expect(kinds(text.replace(part, 'abc'), 'src/a.py')).toEqual([]);
  });
});

describe('a private key', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' });
  const encrypted = rsa.privateKey.export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: WORD },
  });
  const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

  it('in base64 is found, in one line or several', () => {
    expect(kinds(`tls.key: ${base64(pem)}`, 'values.yaml')).toEqual(['encoded-private-key']);
    const lines = base64(pem).replace(/.{76}/g, '$&\n  ');
    expect(kinds(`tls.key: |\n  ${lines}`, 'values.yaml')).toEqual(['encoded-private-key']);
  });

  const lines = String(pem).trim().split('\n');
  it.each([
    ['strings that are joined', lines.map((line) => `"${line}\\n" +`).join('\n')],
    ['strings next to each other', lines.map((line) => `  "${line}\\r\\n"`).join('\n')],
    ['a list', lines.map((line) => `'${line}'`).join(', ')],
    ['a comment', lines.map((line) => `# ${line}`).join('\n')],
    ['commands', lines.map((line) => `echo "${line}" >> key`).join('\n')],
    ['statements', lines.map((line) => `key += '${line}\\n';`).join('\n')],
    ['an escaped string', lines.join('\\\\n')],
  ])('in lines of source code is found: %s', (_, text) => {
    expect(kinds(text, 'src/key.py')).toEqual(['private-key']);
  });

  it('has no assignment where a line ends in a word for one and the next is in quotes', () => {
    const [head, first, second = '', ...rest] = lines;
    const named = [head, first, `${second.slice(0, 60)}/Pwd`, ...rest];
    const list = named.map((line) => `'${line}'`).join(', ');
    expect(kinds(list, 'src/key.py')).toEqual(['private-key']);
    const after = `${list}\npwd = '${WORD}'\n`;
    expect(kinds(after, 'src/key.py')).toEqual(['private-key', 'password-assignment']);
    const between = lines.map((line) => `'${line}'`).join(`, pwd = '${WORD}', `);
    expect(kinds(between, 'src/key.py')).toContain('password-assignment');
  });

  it('is none where source code looks for its header', () => {
    const check = `if (!text.startsWith("${lines[0]}")) throw new Error("MIIEvQ is missing");`;
    expect(kinds(check, 'src/key.ts')).toEqual([]);
  });

  it('in base64 without a header is found', () => {
    for (const type of ['pkcs8', 'pkcs1'] as const) {
      const der = rsa.privateKey.export({ type, format: 'der' });
      expect(kinds(`key: ${base64(der)}`, 'values.yaml')).toEqual(['base64-private-key']);
    }
    const spki = rsa.publicKey.export({ type: 'spki', format: 'der' });
    expect(kinds(`key: ${base64(spki)}`, 'values.yaml')).toEqual([]);
  });

  it('in a store in base64 is found', () => {
    const head = Buffer.from('308209d70201033082099d06092a864886f70d010701', 'hex');
    const store = base64(Buffer.concat([head, randomBytes(900)]));
    expect(kinds(`store: ${store}`, 'values.yaml')).toEqual(['base64-key-store']);
  });

  it('is none if it is encrypted, public, or a vector of a test', () => {
    const open = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    expect(kinds(`k: ${base64(encrypted)}`, 'values.yaml')).toEqual([]);
    expect(kinds(`k: ${base64(open)}`, 'values.yaml')).toEqual([]);
    expect(kinds(`k = "${base64(pem)}"`, 'src/key_test.go')).toEqual([]);
  });

  it.each([
    ['of an elliptic curve', ec],
    ['of RSA', rsa],
  ])('as JWK %s is found, and a public one is not', (_, pair) => {
    const jwk = pair.privateKey.export({ format: 'jwk' });
    const { kty, ...rest } = jwk;
    for (const keys of [jwk, { ...rest, kty }])
      for (const indent of [0, 2])
        expect(kinds(JSON.stringify({ keys: [keys] }, null, indent), 'jwks.json')).toContain(
          'jwk-private-key',
        );
    const open = JSON.stringify(pair.publicKey.export({ format: 'jwk' }));
    expect(kinds(open, 'jwks.json')).toEqual([]);
  });

  it('is none as a member "d" of anything else', () => {
    const path = 'M0 0L10 10'.replaceAll(' ', '-').repeat(6);
    expect(kinds(`{"type":"path","d":"${path}"}`, 'icons.json')).toEqual([]);
  });
});
