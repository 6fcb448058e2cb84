import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { buildFileFindings } from '../../src/builds/inspectors.js';
import { scriptSecrets } from '../../src/builds/script-secrets.js';
import { discover } from '../../src/discover/discover.js';

// Joined at run time, so that secret scanners do not report this file.
const BODY = 'Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo';
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = [
  encoded({ alg: 'HS256', typ: 'JWT' }),
  encoded({ sub: 'deploy', iat: 17 }),
  'kV9mQz7Lw3RtYp1Hd4Gf6Js0aUeIo',
].join('.');
const TOKENS = [
  ['npm-token', `npm${'_'}${BODY}`],
  ['github-token', `ghp${'_'}${BODY}`],
  ['aws-access-key', `AKIA${'Z7QK4M2XWPB6TNRD'}`],
  ['slack-webhook', `https://hooks.slack.com/services/T0Z3M7K9L/B0V5R8Y1H4G/${BODY.slice(0, 24)}`],
  [
    'discord-webhook',
    `https://discord.com/api/webhooks/1029384756102938475/${BODY}${BODY.slice(0, 32)}`,
  ],
  ['jwt', JWT],
] as const;

const PLACES: readonly (readonly [string, (token: string) => string])[] = [
  ['Makefile', (token) => `build:\n\tcurl -H "X: ${token}" https://a.example\n\tdocker build .\n`],
  ['ci/build.sh', (token) => `docker build .\nnotify "${token}"\n`],
  ['.gitlab-ci.yml', (token) => `build:\n  script: docker build . && notify "${token}"\n`],
  ['.env', (token) => `# local\nX=${token}\n`],
];

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-scripts-'));
  write('compose.yaml', 'services:\n  app:\n    image: x:1\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function secretsIn(path: string, text: string) {
  write(path, text);
  const { findings } = await buildFileFindings(root, await discover(root));
  return findings.map(({ rule, location }) => `${rule} ${location?.path}:${location?.startLine}`);
}

test.each(
  PLACES.flatMap(([path, text]) => TOKENS.map(([rule, token]) => ({ path, text, rule, token }))),
)('a token ($rule) in $path is found on its line', async ({ path, text, rule, token }) => {
  expect(await secretsIn(path, text(token))).toEqual([`${rule} ${path}:2`]);
});

it('leaves out what only a name reveals, and a .env file without a Compose file', async () => {
  expect(await secretsIn('build.sh', 'DB_PASSWORD=Kx93jfLq8vZ2pW\ndocker build .\n')).toEqual([]);
  expect(await secretsIn('web/.env', `X=${TOKENS[0][1]}\n`)).toEqual([]);
});

it('keeps what a comment allows, and names a file that cannot be read', async () => {
  write('build.sh', `X=${TOKENS[0][1]} # gitleaks:allow\ndocker build .\n`);
  const { findings, suppressed, coverage } = await scriptSecrets(root, {
    scripts: ['build.sh', 'missing.sh'],
  });
  expect(findings).toEqual([]);
  expect(suppressed).toHaveLength(1);
  expect(coverage).toEqual([
    expect.objectContaining({ check: 'secret', target: 'missing.sh', state: 'not-covered' }),
  ]);
});
