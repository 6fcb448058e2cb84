import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { layAction, layCli, removeLaid } from '../scripts/lay-shipped.mjs';

/** The committed bundles start where they ship: a build without errors can still produce a bundle that does not. */

const empty = mkdtempSync(join(tmpdir(), 'portside-bundle-'));
afterAll(() => removeLaid(empty));
const CLI = layCli(empty);
const ACTION = layAction(empty);

const packageJson = JSON.parse(readFileSync('package.json', 'utf8'));

describe('dist/cli', () => {
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [CLI, ...args], {
      cwd: empty,
      encoding: 'utf8',
    });

  it('starts without node_modules and prints its version', () => {
    const { status, stdout, stderr } = cli('--version');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `portside ${packageJson.version}\n`,
      stderr: '',
    });
  });

  it.each(['check', 'lint', 'scan', 'verify', 'sbom', 'discover', 'explain'])(
    'has the command %s in its help, and help for the command',
    (command) => {
      expect(cli('--help', '--all')).toMatchObject({ status: 0, stderr: '' });
      expect(cli('--help', '--all').stdout).toMatch(new RegExp(`^ *${command}\\b`, 'm'));
      expect(cli(command, '--help', '--all')).toMatchObject({ status: 0, stderr: '' });
    },
  );

  it('exits with 2 and suggests the nearest command for an unknown one', () => {
    const { status, stderr } = cli('chekc');
    expect(status).toBe(2);
    expect(stderr).toContain('check');
  });
});

describe('the example of an end-of-life distribution', () => {
  it('has a finding for the distribution, one for npm, and lists the packages that were not checked', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        ...[CLI, 'scan', 'examples/end-of-life/bom.json', '--offline'],
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
      expect.stringMatching(/^2 packages .* Debian 9; 1 package .* PyPI advisories\. Pass/),
    ]);
  });
});

describe('dist/action', () => {
  it('starts with the variables of GitHub’s runner and ends without a stack trace', () => {
    const files = Object.fromEntries(
      ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_EVENT_PATH'].map((name) => {
        const file = join(empty, name);
        writeFileSync(file, name === 'GITHUB_EVENT_PATH' ? '{}' : '');
        return [name, file];
      }),
    );
    const workspace = join(empty, 'workspace');
    mkdirSync(workspace);
    writeFileSync(
      join(workspace, 'Dockerfile'),
      'FROM scratch\nCOPY app /app\nUSER 1000\nCMD ["/app"]\n',
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [ACTION], {
      cwd: workspace,
      encoding: 'utf8',
      env: {
        ...files,
        PATH: process.env.PATH,
        RUNNER_TEMP: empty,
        GITHUB_WORKSPACE: workspace,
        GITHUB_EVENT_NAME: 'push',
        GITHUB_REPOSITORY: 'acme/app',
        GITHUB_SHA: '0'.repeat(40),
        GITHUB_REF: 'refs/heads/main',
        GITHUB_ACTIONS: 'true',
        INPUT_OFFLINE: 'true',
      },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout + stderr).not.toMatch(/Cannot find module|SyntaxError|ERR_|^\s+at .*:\d+:\d+/m);
    expect(readFileSync(files.GITHUB_OUTPUT ?? '', 'utf8')).toMatch(/^verdict<<(.*)\npass\n\1$/m);
  });
});

describe.each(['dist/cli', 'dist/action'])('%s', (folder) => {
  it('is smaller than 5 MB, because every run of the Action fetches it', () => {
    const bytes = readdirSync(folder).reduce((sum, f) => sum + statSync(join(folder, f)).size, 0);
    expect(bytes).toBeLessThan(5_000_000);
  });
});
