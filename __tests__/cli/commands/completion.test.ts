import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { COMMANDS } from '../../../src/cli/commands/commands.js';
import { run } from '../../../src/cli/commands/completion.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import { optionsOf } from '../../../src/options/option-table.js';
import { readOptions } from '../../../src/options/read-options.js';
import { NOW } from '../../now.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

async function scriptFor(shell: string): Promise<string> {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const options = readOptions('completion', [shell], { path: '', noColor: true }, NOW);
  await run(options, host, COMMANDS);
  const text = write.mock.calls.map(([part]) => String(part)).join('');
  jest.restoreAllMocks();
  return text;
}

/** What bash offers for the last of the words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const script = `${await scriptFor('bash')}
COMP_WORDS=(portside "$@"); COMP_CWORD=$#; _portside; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const answer = execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
  return answer.split('\n').filter(Boolean);
}

describe('in bash', () => {
  it('every command is offered', async () => {
    expect(await offered('')).toEqual([...COMMANDS.map(({ name }) => name), 'help', 'version']);
  });

  it.each([
    [['sc'], ['scan']],
    [['scan', '--fail'], ['--fail-on']],
    [['scan', '--fail-on', 'h'], ['high']],
    [['scan', '--severity', 'h'], ['high']],
    [
      ['lint', '--color', 'a'],
      ['auto', 'always'],
    ],
    [['check', '--format', 'sa'], ['sarif']],
    [
      ['db', ''],
      ['build', 'info', 'push'],
    ],
    [['help', 'ver'], ['verify']],
    [['scan', 'image.t'], []],
  ])('after %j: %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it.each(COMMANDS.map(({ name }) => [name]))('every option of %s is offered', async (name) => {
    const options = optionsOf(name).map((option) => `--${option.name}`);
    expect(await offered(name, '--')).toEqual([...options, '--help']);
  });
});

it('the script for zsh is that for bash, with the emulation of its completion', async () => {
  const [zsh, bash] = [await scriptFor('zsh'), await scriptFor('bash')];
  expect(zsh.endsWith(bash)).toBe(true);
  expect(zsh).toContain('bashcompinit');
});

it('the script for fish has a line for each option, with its help in quotes', async () => {
  const script = await scriptFor('fish');
  for (const { name } of COMMANDS)
    for (const option of optionsOf(name))
      expect(script).toMatch(
        new RegExp(`^complete .*__fish_seen_subcommand_from ${name}' -l ${option.name} `, 'm'),
      );
  for (const line of script.trim().split('\n')) {
    const unquoted = line.replace(/'(?:\\.|[^'\\])*'/g, '');
    expect(unquoted).toMatch(/^[\w -]+$/);
  }
});

const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'portside-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

(isInstalled('fish') ? describe : describe.skip)('in fish (skipped without it)', () => {
  it.each([
    ['portside sc', ['scan']],
    ['portside scan --fail', ['--fail-on']],
    ['portside scan --fail-on cr', ['critical']],
    ['portside scan --color ', ['always', 'auto', 'never']],
    ['portside db ', ['build', 'info', 'push']],
    ['portside help ver', ['verify']],
  ])('after %s', async (line, expected) => {
    const file = join(folder, 'portside.fish');
    writeFileSync(file, await scriptFor('fish'));
    const script = `source '${file}'; complete -C '${line}'`;
    const answer = execFileSync('fish', ['--no-config', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });
    const words = answer.trim().split('\n');
    expect(words.map((one) => one.split('\t')[0])).toEqual(expected);
  });
});

/** Types a line and the tab key in an interactive zsh; ends when the completed line is on the screen. */
const ZSH_SESSION = (file: string, typed: string, completed: string) => `zmodload zsh/zpty
zpty z "TERM=dumb zsh -f -i"
zpty -w z "source '${file}'; echo re''ady"
zpty -r -m z shown '*ready*'
zpty -w -n z $'${typed}\\t'
zpty -r -m z shown '*${completed}*' && print completed
zpty -d z`;

(isInstalled('zsh') ? describe : describe.skip)('in zsh (skipped without it)', () => {
  it.each([
    ['portside sca', 'portside scan '],
    ['portside scan --fail', 'portside scan --fail-on '],
    ['portside scan --fail-on cr', '--fail-on critical'],
  ])('after %s', async (typed, completed) => {
    const file = join(folder, 'portside.zsh');
    writeFileSync(file, await scriptFor('zsh'));
    const { stdout } = spawnSync('zsh', ['-f', '-c', ZSH_SESSION(file, typed, completed)], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
      timeout: 20_000,
    });
    expect(stdout).toContain('completed');
  });
});

it('an unknown shell is refused', async () => {
  await expect(scriptFor('tcsh')).rejects.toMatchObject({ code: 'PSE1003' });
});
