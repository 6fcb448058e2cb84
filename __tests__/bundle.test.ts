import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

/** What is committed in dist/ and what users run: a build that ends well can still be one that does not start. */

const empty = mkdtempSync(join(tmpdir(), 'portside-bundle-'));
afterAll(() => rmSync(empty, { recursive: true }));

const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));

describe('dist/cli', () => {
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [resolve('dist/cli/index.js'), ...args], {
      cwd: empty,
      encoding: 'utf8',
    });

  it('starts far from any node_modules and tells its version', () => {
    const { status, stdout, stderr } = cli('--version');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `portside ${packageJson.version}\n`,
      stderr: '',
    });
  });

  it.each(['check', 'lint', 'scan', 'verify', 'sbom', 'discover', 'explain'])(
    'names the command %s in its help, and has help for it',
    (command) => {
      expect(cli('--help')).toMatchObject({ status: 0, stderr: '' });
      expect(cli('--help').stdout).toMatch(new RegExp(`^ *${command}\\b`, 'm'));
      expect(cli(command, '--help')).toMatchObject({ status: 0, stderr: '' });
    },
  );

  it('ends with status 2 and the nearest command when there is none of that name', () => {
    const { status, stderr } = cli('chekc');
    expect(status).toBe(2);
    expect(stderr).toContain('check');
  });
});

describe('the example of a distribution past its end', () => {
  it('has a finding for it, what is known all the same, and what could not be checked', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        ...['dist/cli/index.js', 'scan', 'examples/end-of-life/bom.json', '--offline'],
        ...['--advisories', 'examples/webapp/advisories', '--format', 'json'],
      ],
      { encoding: 'utf8' },
    );
    const { findings, incomplete } = JSON.parse(stdout);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'end-of-life',
      'CVE-2022-24999',
    ]);
    expect(incomplete.map(({ reason }: { reason: string }) => reason)).toEqual([
      expect.stringMatching(/^2 packages .* Debian 9$/),
      expect.stringMatching(/^1 package .* PyPI$/),
    ]);
  });
});

describe('dist/action', () => {
  it('starts as the runner starts it and ends with a sentence, not a stack trace', () => {
    const files = Object.fromEntries(
      ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_EVENT_PATH'].map((name) => {
        const file = join(empty, name);
        writeFileSync(file, name === 'GITHUB_EVENT_PATH' ? '{}' : '');
        return [name, file];
      }),
    );
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [resolve('dist/action/index.js')],
      {
        cwd: empty,
        encoding: 'utf8',
        env: {
          ...files,
          PATH: process.env.PATH,
          GITHUB_WORKSPACE: empty,
          GITHUB_EVENT_NAME: 'push',
          GITHUB_REPOSITORY: 'acme/app',
          GITHUB_SHA: '0'.repeat(40),
          GITHUB_REF: 'refs/heads/main',
          GITHUB_ACTIONS: 'true',
        },
      },
    );
    expect(status).not.toBeNull();
    expect(stdout + stderr).not.toMatch(/Cannot find module|SyntaxError|ERR_|^\s+at .*:\d+:\d+/m);
    expect(readFileSync(files.GITHUB_OUTPUT ?? '', 'utf8')).toContain('verdict');
  });
});

describe.each(['dist/cli', 'dist/action'])('%s', (folder) => {
  it('stays under 4 MB: every run of the Action fetches the repository', () => {
    const bytes = readdirSync(folder).reduce((sum, f) => sum + statSync(join(folder, f)).size, 0);
    expect(bytes).toBeLessThan(4_000_000);
  });
});
