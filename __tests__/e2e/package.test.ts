import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** What a release publishes, installed as a stranger would. */
describe('the npm package', () => {
  let folder: string;
  const run = (program: string, words: readonly string[], cwd: string) =>
    execFileSync(program, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portside-package-'));
    run('node', ['scripts/package.mjs', join(folder, 'package')], '.');
    run('npm', ['pack', '--silent', './package'], folder);
    const [tarball = ''] = readdirSync(folder).filter((f) => f.endsWith('.tgz'));
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], folder);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('brings a command that works and needs no other package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(run('npx', ['--no', '--', 'portside', '--version'], folder)).toBe(
      `portside ${version}\n`,
    );
    const repository = resolve('examples/webapp');
    const words = [
      '--no',
      '--',
      'portside',
      'lint',
      '--format',
      'json',
      join(repository, 'Dockerfile'),
    ];
    const report = (() => {
      try {
        return run('npx', words, folder);
      } catch (error) {
        // The example fails its gate.
        return (error as { stdout: string }).stdout;
      }
    })();
    expect(JSON.parse(report).findings.length).toBeGreaterThan(5);
    expect(readdirSync(join(folder, 'node_modules')).filter((f) => !f.startsWith('.'))).toEqual([
      'portside',
    ]);
  });

  it('holds the bundle and its licenses, and no source or test', () => {
    const names = readdirSync(join(folder, 'node_modules/portside'));
    expect(names.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'dist',
      'docs',
      'package.json',
    ]);
    const licenses = readFileSync(
      join(folder, 'node_modules/portside/dist/cli/licenses.txt'),
      'utf8',
    );
    expect(licenses).toContain('dockerfile-ast');
  });
});
