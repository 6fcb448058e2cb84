import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { bakeSecrets } from '../../src/builds/bake-secrets.js';
import { isGap } from '../../src/core/coverage.js';
import { discover } from '../../src/discover/discover.js';

// Joined at run time, so that secret scanners do not report this file.
const BODY = 'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo';
const TOKENS = [
  ['npm-token', 'NPM_TOKEN', `npm${'_'}${BODY}`],
  ['github-token', 'GH', `ghp${'_'}${BODY}`],
  ['gitlab-token', 'GL', `glpat${'-'}Zq3mB7xKc9Lw2Vn5Rt8Y`],
  ['aws-access-key', 'AWS', `AKIA${'Z7QK4M2XWPB6TNRD'}`],
  ['password-assignment', 'DB_PASSWORD', 'Tr0ub4dor!x'],
] as const;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-bake-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function secretsIn(path: string, text: string) {
  writeFileSync(join(root, path), text);
  const { findings, suppressed, coverage } = await bakeSecrets(root, { bakeFiles: [path] });
  const places = findings.map(({ rule, location }) => `${rule} ${location?.startLine}`);
  return { places, suppressed, coverage };
}

test.each(TOKENS)(
  'a secret (%s) in an argument is found on its line',
  async (rule, name, value) => {
    const hcl = `target "app" {\n  args = {\n    ${name} = "${value}"\n  }\n}\n`;
    expect((await secretsIn('docker-bake.hcl', hcl)).places).toEqual([`${rule} 3`]);
    const json = JSON.stringify({ target: { app: { args: { [name]: value } } } }, undefined, 1);
    expect((await secretsIn('docker-bake.json', json)).places).toEqual([`${rule} 5`]);
  },
);

it('finds one in the default of a variable, and not in a reference to one', async () => {
  const text = `variable "T" {\n  default = "${TOKENS[1][2]}"\n}\ntarget "app" { args = { API_TOKEN = T, PASSWORD = "\${PW}" } }\n`;
  expect((await secretsIn('docker-bake.hcl', text)).places).toEqual(['github-token 2']);
});

const PASSWORD = 'Kx93jfLq8vZ2pW';
const TOKEN_REST = TOKENS[1][2].slice(1);
const IN_VARIABLE = `variable "DB_PASSWORD" {\n  default = "${PASSWORD}"\n}\n`;

it.each([
  [
    'password of a variable with the name of the argument',
    `${IN_VARIABLE}target "app" {\n  args = {\n    DB_PASSWORD = DB_PASSWORD\n  }\n}\n`,
    'password-assignment 2',
  ],
  ['password of a variable that no target uses', IN_VARIABLE, 'password-assignment 2'],
  [
    'password of a variable with another name',
    `variable "X" { default = "${PASSWORD}" }\ntarget "app" {\n  args = {\n    DB_PASSWORD = X\n  }\n}\n`,
    'password-assignment 4',
  ],
  [
    'token with an escape',
    `target "app" {\n  args = {\n    T = "\\u0067${TOKEN_REST}"\n  }\n}\n`,
    'github-token 3',
  ],
  [
    'token in two parts',
    `target "app" {\n  args = {\n    T = "g\${"${TOKEN_REST}"}"\n  }\n}\n`,
    'github-token 3',
  ],
  [
    'token in a label',
    `target "app" {\n  labels = {\n    t = "\\u0067${TOKEN_REST}"\n  }\n}\n`,
    'github-token 3',
  ],
  [
    'password of a row of a matrix',
    `target "app" {\n  matrix = { pw = ["${PASSWORD}"] }\n  args = { DB_PASSWORD = pw }\n}\n`,
    'password-assignment 3',
  ],
])('a %s in HCL is found once', async (_, text, place) => {
  expect((await secretsIn('docker-bake.hcl', text)).places).toEqual([place]);
});

it.each([
  [
    'password of a variable with the name of the argument',
    `{"variable":{"DB_PASSWORD":{"default":"${PASSWORD}"}},\n"target":{"a":{"args":{"DB_PASSWORD":"\${DB_PASSWORD}"}}}}`,
    'password-assignment 1',
  ],
  [
    'password of a variable with another name',
    `{"variable":{"X":{"default":"${PASSWORD}"}},\n"target":{"a":{"args":{\n"DB_PASSWORD":"\${X}"}}}}`,
    'password-assignment 3',
  ],
  [
    'token with an escape',
    `{"target":{"a":{"args":{\n"T":"\\u0067${TOKEN_REST}"}}}}`,
    'github-token 2',
  ],
  [
    'password under a name with an escape',
    `{"target":{"a":{"args":{\n"DB_PASSWOR\\u0044":"${PASSWORD}"}}}}`,
    'password-assignment 2',
  ],
])('a %s in JSON is found once', async (_, text, place) => {
  expect((await secretsIn('docker-bake.json', text)).places).toEqual([place]);
});

it('finds the password of a variable of another file, where it is used', async () => {
  writeFileSync(join(root, 'docker-bake.hcl'), `variable "X" { default = "${PASSWORD}" }\n`);
  writeFileSync(join(root, 'docker-bake.override.hcl'), 'target "a" { args = { PASSWORD = X } }\n');
  const bakeFiles = ['docker-bake.hcl', 'docker-bake.override.hcl'];
  const { findings } = await bakeSecrets(root, { bakeFiles });
  expect(findings).toMatchObject([{ location: { path: 'docker-bake.override.hcl' } }]);
});

it('a comment on the line of an argument allows the secret of its variable', async () => {
  const text = `variable "X" { default = "${PASSWORD}" }\ntarget "app" {\n  args = { DB_PASSWORD = X } # portside:allow\n}\n`;
  expect(await secretsIn('docker-bake.hcl', text)).toMatchObject({
    places: [],
    suppressed: [{ rule: 'password-assignment', suppression: { line: 3 } }],
  });
});

it('a comment on the line of a variable allows its secret in arguments', async () => {
  const text = `variable "PASSWORD" {\n  default = "${PASSWORD}" # portside:allow\n}\ntarget "app" {\n  args = { DB_PASSWORD = PASSWORD }\n}\n`;
  expect(await secretsIn('docker-bake.hcl', text)).toMatchObject({
    places: [],
    suppressed: [{ rule: 'password-assignment', suppression: { line: 2 } }],
  });
});

it('has no gap for a variable whose value the environment gives', async () => {
  const text = 'variable "TOKEN" {}\ntarget "app" { args = { TOKEN = TOKEN } }\n';
  expect(await secretsIn('docker-bake.hcl', text)).toMatchObject({
    places: [],
    coverage: [{ state: 'checked' }],
  });
});

it('has a gap for a file whose values Bake cannot read, and searches its text', async () => {
  const text = `target "app" { args = { T = "${TOKENS[1][2]}" }\n`;
  const { places, coverage } = await secretsIn('docker-bake.hcl', text);
  expect(places).toEqual(['github-token 1']);
  expect(coverage).toMatchObject([{ state: 'partial' }]);
});

it('stops where variables make the values of a file too long', async () => {
  const uses = Array.from({ length: 500 }, (_, i) => `A${i} = X`).join('\n');
  const text = `variable "X" { default = "${'x'.repeat(10_000)}" }\ntarget "app" { args = {\n${uses}\n} }\n`;
  const { coverage } = await secretsIn('docker-bake.hcl', text);
  expect(coverage).toMatchObject([{ state: 'partial' }]);
});

it('does not report what a comment on the line allows', async () => {
  const text = `target "app" { args = { T = "${TOKENS[0][2]}" } } # portside:allow\n`;
  expect(await secretsIn('docker-bake.hcl', text)).toMatchObject({
    places: [],
    suppressed: [{ rule: 'npm-token' }],
    coverage: [{ state: 'checked' }],
  });
});

it('has a gap for a file that cannot be read', async () => {
  const { coverage = [] } = await bakeSecrets(root, { bakeFiles: ['docker-bake.hcl'] });
  expect(coverage.filter(isGap)).toMatchObject([{ check: 'secret', target: 'docker-bake.hcl' }]);
});

it('reads a file that only a call of Bake names', async () => {
  mkdirSync(join(root, '.github/workflows'), { recursive: true });
  const call = 'docker buildx bake -f images.hcl app';
  writeFileSync(
    join(root, '.github/workflows/ci.yml'),
    `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${call}\n`,
  );
  writeFileSync(
    join(root, 'images.hcl'),
    `target "app" {\n  args = { T = "${TOKENS[0][2]}" }\n}\n`,
  );
  const { findings } = await bakeSecrets(root, await discover(root));
  expect(findings).toMatchObject([{ location: { path: 'images.hcl', startLine: 2 } }]);
});

it.each([
  ['a default', `coalesce(OTHER, "${PASSWORD}")`],
  ['joined parts', `join("", ["${PASSWORD.slice(0, 2)}", "${PASSWORD.slice(2)}"])`],
  ['a function', `lower("${PASSWORD}")`],
  ['an index', `["${PASSWORD}"][0]`],
  ['a comprehension', `[for x in ["${PASSWORD}"] : x]`],
  ['a branch', `OTHER == "" ? "" : "${PASSWORD}"`],
])('a password in an expression that is not evaluated is found: %s', async (_, expression) => {
  const text = `target "app" {\n  args = {\n    DB_PASSWORD = ${expression}\n  }\n}\n`;
  expect((await secretsIn('docker-bake.hcl', text)).places).toEqual(['password-assignment 3']);
});

it('a password in a map that a function makes is found', async () => {
  const text = `target "app" {\n  args = merge(OTHERS, { DB_PASSWORD = "${PASSWORD}" })\n}\n`;
  expect((await secretsIn('docker-bake.hcl', text)).places).toEqual(['password-assignment 2']);
});

it('an expression without a text of its own is no password', async () => {
  const text = `target "app" {\n  args = {\n    DB_PASSWORD = coalesce(A, B)\n    PASSWORD = format("%s", A)\n  }\n}\n`;
  expect((await secretsIn('docker-bake.hcl', text)).places).toEqual([]);
});
