import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CLI } from './dist.js';

/** The command line where it ships, a copy of dist/cli alone and the package of npm, on each version of Node.js. */

const VERSIONS = ['20', '22', '24'];
let folder: string;
let packaged: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-versions-'));
  cpSync('examples/webapp', join(folder, 'webapp'), { recursive: true });
  execFileSync('node', ['scripts/package.mjs', join(folder, 'package')]);
  const npm = (...args: readonly string[]) => execFileSync('npm', args, { cwd: folder });
  npm('pack', '--silent', './package');
  const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  npm('install', '--offline', '--no-audit', '--no-fund', `./${archive}`);
  packaged = join(folder, 'node_modules/portside/dist/cli/index.js');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The report on the example, without the time of the run, in an environment that has only a PATH. */
function report(version: string, program: string): string {
  const node = execFileSync('bash', ['scripts/node.sh', version], { encoding: 'utf8' }).trim();
  const { stdout, stderr } = spawnSync(node, [program, 'check', 'webapp', '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
    maxBuffer: 1 << 28,
  });
  expect(stderr).not.toMatch(/^ +at /m);
  return stdout.replace(/^"created":.*$/m, '');
}

it('the command line writes the same report of the example on all versions of Node.js', () => {
  const [first = '', ...others] = VERSIONS.flatMap((version) => [
    report(version, CLI),
    report(version, packaged),
  ]);
  expect(JSON.parse(first).findings.length).toBeGreaterThan(10);
  for (const other of others) expect(other).toBe(first);
});
