import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** The npm package of a release, installed from its archive. */
describe('the npm package', () => {
  let folder: string;
  const run = (program: string, args: readonly string[], cwd: string) =>
    execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portside-package-'));
    run('node', ['scripts/package.mjs', join(folder, 'package')], '.');
    run('npm', ['pack', '--silent', './package'], folder);
    const [tarball = ''] = readdirSync(folder).filter((f) => f.endsWith('.tgz'));
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], folder);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has a working command and no dependencies', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(run('npx', ['--no', '--', 'portside', '--version'], folder)).toBe(
      `portside ${version}\n`,
    );
    const repository = resolve('examples/webapp');
    const args = [
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
        return run('npx', args, folder);
      } catch (error) {
        // The example fails its policy.
        return (error as { stdout: string }).stdout;
      }
    })();
    expect(JSON.parse(report).findings.length).toBeGreaterThan(5);
    expect(readdirSync(join(folder, 'node_modules')).filter((f) => !f.startsWith('.'))).toEqual([
      'portside',
    ]);
  });

  it('writes the commit of the release into the workflow of a repository', () => {
    const root = join(folder, 'repository');
    mkdirSync(root);
    writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\n');
    run('npx', ['--no', '--', 'portside', 'init', root], folder);
    const workflow = readFileSync(join(root, '.github/workflows/portside.yml'), 'utf8');
    const commit = run('git', ['rev-parse', 'HEAD'], '.').trim();
    expect(workflow).toMatch(new RegExp(`/portside@${commit} # v\\d+\\.\\d+\\.\\d+\n`));
  });

  it('contains the bundle and its licenses, and no sources or tests', () => {
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
    expect(licenses).toContain('js-yaml');
  });
});
