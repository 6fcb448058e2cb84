import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-release-'));
  git('init', '-q');
  put('package.json', '{"version":"1.2.3","homepage":"https://github.com/OWNER/portside"}\n');
  put('CHANGELOG.md', '# Changelog\n\n## [1.2.3] – 2026-11-26\n');
  put(
    'README.md',
    'uses: OWNER/portside@v1\n\nReplace `OWNER`, on all pages, with it. There is no release yet.\nUntil the first release, write the commit of your fork instead of `v1`.\nNext.\n',
  );
  put('dist/index.js', 'see("https://github.com/OWNER/portside")\n');
  put('dist/cli/index.js', 'console.log("portside 1.2.3");\n');
  commit();
});
afterEach(() => rmSync(folder, { recursive: true }));

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  execFileSync('git', [...identity, ...args], { cwd: folder });
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function commit(): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'change');
}

function run(script: string, ...args: readonly string[]) {
  const path = resolve('scripts', script);
  return spawnSync(process.execPath, [path, ...args], { cwd: folder, encoding: 'utf8' });
}

it('a release with OWNER is refused, also if only a bundle names it', () => {
  const first = run('check-release.mjs', 'v1.2.3');
  expect(first.status).toBe(1);
  expect(first.stdout).toContain('OWNER is in README.md, dist/index.js, package.json.');
  expect(run('set-owner.mjs', 'acme').stdout).toContain('2 files name acme now');
  commit();
  expect(run('check-release.mjs', 'v1.2.3').stdout).toBe(
    'OWNER is in dist/index.js. Run node scripts/set-owner.mjs ACCOUNT, then npm run build\n',
  );
});

it('a release that is ready passes', () => {
  run('set-owner.mjs', 'acme');
  put('dist/index.js', 'see("https://github.com/acme/portside")\n');
  commit();
  expect(run('check-release.mjs', 'v1.2.3')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('uses: acme/portside@v1\n\nNext.\n');
});

it('bundles of another version, or that do not run, are refused', () => {
  for (const program of ['console.log("portside 1.2.2");\n', 'throw new Error();\n']) {
    put('dist/cli/index.js', program);
    commit();
    expect(run('check-release.mjs').stdout).toContain(
      'dist was built from another version than 1.2.3. Run npm run build\n',
    );
  }
});

it('another tag, a change log without the version and uncommitted files are refused', () => {
  put('CHANGELOG.md', '## [1.2.3] – not yet tagged\n');
  const { status, stdout } = run('check-release.mjs', 'v1.2.4');
  expect(status).toBe(1);
  expect(stdout).toContain('The tag is v1.2.4, and package.json has version 1.2.3');
  expect(stdout).toContain('CHANGELOG.md has no line "## [1.2.3] – YYYY-MM-DD"');
  expect(stdout).toContain('The work tree has changes that are not committed');
});

it.each(['', 'a b', '-x', 'a--b', 'a/b'])('the account %j is refused', (account) => {
  expect(run('set-owner.mjs', account).status).toBe(1);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('OWNER/portside');
});

it('the sentence about the first release goes without its line, blank lines stay', () => {
  const sentence = 'Until the first release, write the commit of your fork instead of';
  put('a.md', `One. ${sentence} \`v1\`.\n\n## Two\n`);
  put('b.md', `One.\n\n${sentence} \`v1.0.0\`.\nTwo.\n`);
  commit();
  run('set-owner.mjs', 'acme');
  expect(readFileSync(join(folder, 'a.md'), 'utf8')).toBe('One.\n\n## Two\n');
  expect(readFileSync(join(folder, 'b.md'), 'utf8')).toBe('One.\n\nTwo.\n');
});
