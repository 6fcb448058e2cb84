import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, test } from '@jest/globals';
import { run } from '../../../src/cli/commands/compliance.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { layoutIn } from '../../image/build-layout.js';
import { tar, temporaryFolder } from '../../image/build-tar.js';
import { NOW } from '../../now.js';
import { quietHost } from '../../vulnerabilities/fixtures.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const ADVISORIES = ['--offline', '--advisories', 'examples/webapp/advisories'];
let count = 0;

/** The exit status, and the bundle. */
async function make(target: string, ...words: string[]) {
  const out = join(folder.path, `bundle-${++count}`);
  const messages: string[] = [];
  const host = {
    ...quietHost(),
    info: (message: string) => void messages.push(message),
    warning: (message: string) => void messages.push(message),
  };
  const options = readOptions(
    'compliance',
    [target, '--out', out, ...words],
    readEnvironment({ HOME: folder.path }),
    NOW,
  );
  const status = await run(options, host);
  const read = (path: string) => readFileSync(join(out, path), 'utf8');
  const index = JSON.parse(read('index.json'));
  return { status, out, messages, read, index };
}

const passing = folder.write(
  'policy.yml',
  `extends: audit
exceptions: [{ rule: CVE-2021-44906, reason: only in a build step }]
`,
);

test('the bundle of an archive has all documents', async () => {
  const made = await make('examples/webapp/image.tar', ...ADVISORIES, '--policy', passing);
  expect(made.status).toBe(0);
  expect(readdirSync(made.out).sort()).toEqual([
    'coverage.json',
    'findings.json',
    'index.html',
    'index.json',
    'sbom.cdx.json',
    'sbom.spdx.json',
    'vex.openvex.json',
    'vsa.intoto.json',
    'vulnerabilities.intoto.json',
  ]);
  expect(made.index.policy.digest.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.parse(made.read('vex.openvex.json')).statements).toMatchObject([
    { vulnerability: { name: 'CVE-2021-44906' }, status: 'affected' },
  ]);
  expect(made.messages).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^wrote 9 files to .*: see index\.html$/),
      expect.stringMatching(/^verdict: /),
    ]),
  );
});

test('a bundle is written if the policy fails, with status 1, and has no secret', async () => {
  const made = await make('examples/webapp/image.tar', ...ADVISORIES);
  expect([made.status, made.index.result.outcome]).toEqual([1, 'fail']);
  const npmrc = readFileSync('examples/webapp/build.sh', 'utf8');
  const [token] = /npm_[A-Za-z0-9]{36}/.exec(npmrc) ?? [];
  for (const file of readdirSync(made.out)) {
    if (token !== undefined) expect(made.read(file)).not.toContain(token);
    expect(made.read(file)).not.toMatch(/npm_[A-Za-z0-9]{36}/);
  }
});

test('the bundle of an SBOM has no statements, because it has no digest', async () => {
  const made = await make('examples/end-of-life/bom.json', ...ADVISORIES);
  expect(readdirSync(made.out).sort()).toEqual([
    'coverage.json',
    'findings.json',
    'index.html',
    'index.json',
    'sbom.cdx.json',
    'sbom.spdx.json',
  ]);
  expect(made.index.absent.at(-1)).toEqual({
    about: 'provenance',
    reason: 'the target is an SBOM',
  });
});

test('the bundle of a folder that cannot be checked says so, with status 3', async () => {
  folder.write('root/etc/os-release', 'ID=alpine\nVERSION_ID=3.22\n');
  const made = await make(`dir:${join(folder.path, 'root')}`, '--offline');
  expect(made.status).toBe(3);
  expect(made.index.result).toMatchObject({ outcome: 'incomplete', complete: false });
  expect(made.index.result.notChecked).not.toEqual([]);
});

test('the bundle of an image that cannot be read says so, with status 3', async () => {
  const broken = folder.write('broken.tar', tar([{ name: 'a', body: 'b' }]));
  const made = await make(broken, '--offline');
  expect(made.status).toBe(3);
  expect(made.index.result).toMatchObject({ outcome: 'incomplete', complete: false });
});

test('an image of several platforms has one bundle, which names them', async () => {
  const image = layoutIn(folder, 'platforms');
  const layer = tar([
    { name: 'etc/os-release', body: 'ID=debian\nVERSION_ID="12"\n' },
    {
      name: 'var/lib/dpkg/status',
      body: 'Package: curl\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n',
    },
  ]);
  image.index([image.image([layer]), image.image([layer], { platform: 'linux/arm64' })]);
  const made = await make(`oci:${image.path}`, '--offline');
  expect(made.index.subject.platforms).toEqual(['linux/amd64', 'linux/arm64']);
});

it.each([
  ['does not exist', ['./nothing.tar', '--out', 'x'], 'PSE4002'],
  ['has no folder', ['examples/webapp/image.tar'], 'PSE1005'],
  ['has a folder with other files', ['examples/webapp/image.tar', '--out', '.'], 'PSE1013'],
  ['has a policy that does not exist', ['a.tar', '--out', 'x', '--policy', 'none.yml'], 'PSE'],
])('a target that %s is a usage error, and nothing is written', async (_, words, code) => {
  const options = readOptions('compliance', ['--offline', ...words], readEnvironment({}), NOW);
  await expect(run(options, quietHost())).rejects.toMatchObject({
    kind: 'usage',
    code: expect.stringContaining(code),
  });
  expect(existsSync('x')).toBe(false);
});
