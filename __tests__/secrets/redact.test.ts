import { expect, it } from '@jest/globals';
import { ruleBook } from '../../src/check/rule-book.js';
import type { Finding } from '../../src/core/finding.js';
import type { Material } from '../../src/core/material.js';
import { credentialValues } from '../../src/lib/credential-options.js';
import { redact } from '../../src/secrets/redact.js';

const token = `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo`;
const text = `FROM scratch\nENV DB_PASSWORD=hunter2secret OTHER=1\nENV T ${token}\n`;

const finding = (rule: string, line: number, from: number, to: number): Finding => ({
  rule,
  aliases: [],
  check: 'lint',
  severity: 'high',
  confidence: 'high',
  tags: [],
  message: `contains ${token}`,
  location: {
    path: 'Dockerfile',
    startLine: line,
    startColumn: from,
    endLine: line,
    endColumn: to,
  },
  fingerprint: rule,
  status: 'new',
  fix: {
    description: 'rewrite',
    edits: [{ startLine: 3, startColumn: 1, endLine: 3, endColumn: 4, text: `ENV T=${token}` }],
  },
});

it('masks values of secret variables and values of known formats, with the same columns', () => {
  const { source } = redact([finding('PS0014', 2, 5, 16)], () => text, ruleBook);
  const shown = source('Dockerfile') ?? '';
  expect(shown).not.toContain('hunter2secret');
  expect(shown).not.toContain(token.slice(4, 30));
  expect(shown).toContain('OTHER=1');
  expect(shown.split('\n').map((line) => line.length)).toEqual(
    text.split('\n').map((line) => line.length),
  );
});

it('masks secrets in messages, and drops a fix that contains one', () => {
  const [first] = redact([finding('PS0014', 2, 5, 16)], () => text, ruleBook).findings;
  expect(JSON.stringify(first)).not.toContain(token.slice(4, 30));
  expect(first?.fix).toBeUndefined();
});

it('masks secrets in the facts of a rule, at any depth', () => {
  const about = {
    ...finding('PS0014', 2, 5, 16),
    details: { names: ['curl', token], more: { text: `use ${token}`, count: 2 } },
  } as Finding;
  const [first] = redact([about], () => text, ruleBook).findings;
  expect(JSON.stringify(first?.details)).not.toContain(token.slice(4, 30));
  expect(first?.details).toMatchObject({ names: ['curl', expect.any(String)], more: { count: 2 } });
});

it('masks secrets in the summary of an advisory, as in the message', () => {
  const about = {
    ...finding('CVE-2026-1', 2, 5, 16),
    check: 'vulnerability',
    details: { summary: `see ${token}`, package: 'minimist' },
  } as unknown as Finding;
  const [first] = redact([about], () => text, ruleBook).findings;
  expect(first?.details).toMatchObject({ package: 'minimist' });
  expect(JSON.stringify(first)).not.toContain(token.slice(4, 30));
});

it('masks the complete body of a private key', () => {
  const body = 'MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY';
  const key = `RUN echo "-----BEGIN EC ${'PRIVATE'} KEY-----\\n${body}\\n-----END EC PRIVATE KEY-----"`;
  expect(redact([], () => key, ruleBook).source('Dockerfile')).not.toContain(body.slice(5, 20));
});

it('masks what is quoted from the place of a secret, also an ordinary word', () => {
  const login = `FROM a\nRUN 'tigerlily' | docker login -u a --password-stdin\n`;
  const material = (what: string, startColumn: number, endColumn: number): Material => ({
    kind: 'program',
    what,
    by: 'RUN',
    transport: 'unknown',
    pin: 'unknown',
    isOpen: true,
    use: 'final',
    location: { path: 'Dockerfile', startLine: 2, startColumn, endLine: 2, endColumn },
  });
  const materials = [material('tigerlily', 5, 16), material('tigerlily', 19, 25)];
  const about = { ...finding('X', 2, 5, 16), message: 'tigerlily is no program' };
  const redacted = redact([about], () => login, ruleBook, { materials });
  expect(redacted.materials.map(({ what }) => what)).toEqual(['…', 'tigerlily']);
  expect(redacted.findings[0]?.message).toBe('… is no program');
});

it('masks a value where it stands, and no other text', () => {
  const compose =
    'services:\n  db:\n    image: postgres:latest\n    environment:\n      POSTGRES_PASSWORD: postgres\n';
  const about = (rule: string, line: number, from: number, to: number) => {
    const { location, ...rest } = finding(rule, line, from, to);
    return { ...rest, location: { ...location, path: 'compose.yaml' } } as Finding;
  };
  const { source, findings } = redact(
    [
      { ...about('DEP-LATEST', 3, 12, 27), message: 'Image postgres:latest is mutable' },
      about('DEP-ENVSECRET', 5, 26, 34),
    ],
    () => compose,
    ruleBook,
  );
  expect(findings[0]?.message).toBe('Image postgres:latest is mutable');
  expect(source('compose.yaml')).toBe(compose.replace('PASSWORD: postgres', 'PASSWORD: ••••••••'));
});

it('masks secrets in the reason of a suppression, in related places and in paths', () => {
  const one = finding('DL3008', 1, 1, 5);
  const location = { ...one.location, path: `${token}/Dockerfile` };
  const [first] = redact(
    [
      {
        ...one,
        location,
        related: [{ message: `see ${token}`, location }],
        suppression: { path: location.path, line: 1, rule: 'DL3008', reason: `it is ${token}` },
      } as Finding,
    ],
    () => text,
    ruleBook,
  ).findings;
  expect(JSON.stringify(first)).not.toContain(token.slice(4, 12));
});

it('returns no text for a file that cannot be read', () => {
  expect(
    redact([finding('PS0014', 9, 9, 9)], () => undefined, ruleBook).source('Dockerfile'),
  ).toBeUndefined();
});

it('masks the longer of two values with the same beginning in a message', () => {
  const dockerfile = 'FROM scratch\nENV A_PASSWORD=hunter2 B_PASSWORD=hunter2secret\n';
  const findings = [
    { ...finding('PS0014', 2, 5, 15), message: 'contains hunter2secret' },
    { ...finding('PS0014', 2, 24, 34), message: 'contains xhunter2 only' },
  ];
  const redacted = redact(findings, () => dockerfile, ruleBook).findings;
  expect(redacted.map(({ message }) => message)).toEqual(['contains …', 'contains x… only']);
});

it('returns no text for a file that was searched in part', () => {
  const lines = Array.from({ length: 1_200 }, (_, i) => `${token.slice(0, -4)}${i + 1_000}`);
  const { source, findings } = redact(
    [finding('X', 1, 1, 2)],
    () => [token, ...lines].join('\n'),
    ruleBook,
  );
  expect(source('Dockerfile')).toBeUndefined();
  expect(findings[0]?.message).not.toContain(token);
});

it('masks the password of a registry login, or the complete command if its place is not known', () => {
  const login = 'FROM docker:27\nRUN docker login -u bob -p tiger99 && true\n';
  const shown = redact([finding('PS0035', 2, 5, 35)], () => login, ruleBook).source('Dockerfile');
  expect(shown).not.toContain('tiger99');
  expect(shown).toContain('RUN docker login -u bob -p ••••••• && true');
  const other = 'FROM docker:27\nRUN gcloud auth login tiger99 && true\n';
  const hidden = redact([finding('PS0035', 2, 5, 30)], () => other, ruleBook).source('Dockerfile');
  expect(hidden).toMatch(/RUN •+ && true/);
});

it('every rule about secrets declares whether its location contains a secret', () => {
  // The locations of these rules are names of files, variables or providers, or the complete build context.
  const withoutSecret = ['PS0016', 'PS0033', 'DEP-ENVSECRETREF', 'DEP-ENCRYPTION'];
  const undecided = [...ruleBook.values()].filter(
    ({ id, check, practice, sensitive }) =>
      (check === 'lint' || check === 'manifest') &&
      practice === 'secrets' &&
      sensitive === undefined &&
      !withoutSecret.includes(id),
  );
  expect(undecided.map(({ id }) => id)).toEqual([]);
});

it.each([
  'oras pull -u u -p tiger99 o.example/x:1',
  'skopeo copy --src-creds u:tiger99 docker://a.example/x dir:/x',
  'curl --oauth2-bearer tiger99 https://c.example/x',
  'helm pull --password=tiger99 oci://h.example/x',
  'lftp -u u,tiger99 ftp://l.example',
  'npm config set //npm.example/:_authToken tiger99',
])('masks the value of an option for credentials: %s', (command) => {
  const { source } = redact([finding('X', 1, 1, 2)], () => `FROM a\nRUN ${command}\n`, ruleBook);
  expect(source('Dockerfile')).not.toContain('tiger99');
  expect(source('Dockerfile')).toContain(command.split(' ', 1)[0]);
});

it('finds no credential in a variable, and none in a name', () => {
  const text = 'RUN helm pull --password "$PW" --token $T --username bob oci://h.example/x';
  expect(credentialValues(text)).toEqual([]);
});

it('masks a known secret on all lines, in all files, and in all sentences', () => {
  const files: Readonly<Record<string, string>> = {
    Dockerfile:
      'FROM a\nARG PASSWORD=hunter2hunter2\nRUN echo hunter2hunter2 | passwd # hunter2hunter2\n',
    'compose.yaml': 'services:\n  a:\n    command: login hunter2hunter2\n    user: correcthorse\n',
    'other/Dockerfile': 'FROM b\nENV DB_PASSWORD="correcthorse"\nLABEL a=correcthorse\n',
  };
  const at = (path: string, one: Finding) =>
    ({ ...one, location: { ...one.location, path }, fix: undefined }) as Finding;
  const inImage = { ...finding('X', 1, 1, 2), location: undefined, fix: undefined };
  const { findings, source } = redact(
    [
      { ...inImage, message: 'Layer 3 has hunter2hunter2' } as Finding,
      at('Dockerfile', finding('PS0014', 2, 5, 13)),
      at('compose.yaml', { ...finding('X', 3, 1, 2), message: 'Runs login hunter2hunter2' }),
      at('other/Dockerfile', finding('PS0014', 2, 5, 16)),
    ],
    (path) => files[path],
    ruleBook,
  );
  const shown = [...Object.keys(files).map(source), JSON.stringify(findings)];
  expect(shown.join('\n')).not.toMatch(/hunter2|correcthorse/);
  expect(source('Dockerfile')).toContain(
    `RUN echo ${'•'.repeat(14)} | passwd # ${'•'.repeat(14)}\n`,
  );
});

const SECRET = 'kind: Secret\nmetadata: { name: shop }\n';
it.each([
  ['a Secret', `${SECRET}stringData:\n  user: alice-1\n  conf: |\n    alice-1\n`],
  ['a Secret in JSON', '{"data": {"user": "alice-1"}, "name": "shop", "kind": "Secret"}'],
  [
    'a Secret of a list',
    'kind: List\nitems:\n  - kind: Secret\n    name: shop\n    data: { u: alice-1 }\n',
  ],
  ['a second document', `kind: Pod\n---\n${SECRET}data: { u: alice-1 }\n`],
  ['a template', `{{ if .x }}\n${SECRET}data:\n  u: alice-1\n{{ end }}\n`],
  [
    'the copy of kubectl',
    `${SECRET}  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '{"data":{"u":"alice-1"}}'\n`.replace(
      '{ name: shop }',
      '\n  name: shop',
    ),
  ],
  ['a generator', 'secretGenerator:\n  - name: shop\n    literals: [user=alice-1]\n'],
])('masks all values of %s, and no name', (_, yaml) => {
  const about = finding('DEP-PRIV', 1, 1, 2);
  const { source, findings } = redact(
    [{ ...about, message: 'Container "alice-1" runs privileged' }],
    () => yaml,
    ruleBook,
  );
  expect(source('Dockerfile')).not.toContain('alice-1');
  expect(source('Dockerfile')).toContain('shop');
  // A sentence can have the same word, such as the name of a host.
  expect(findings[0]?.message).toContain('alice-1');
});
