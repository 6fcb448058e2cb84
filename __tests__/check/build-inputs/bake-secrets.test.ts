import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { bakeSecrets } from '../../../src/check/build-inputs/bake-secrets.js';
import { discover } from '../../../src/check/discover/discover.js';
import { isGap } from '../../../src/core/coverage.js';

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
