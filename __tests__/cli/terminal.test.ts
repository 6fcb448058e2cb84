import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { useBuiltCli } from '../built-cli.js';

it('says nothing that a workflow’s runner takes for a command', () => {
  const stderr = new PassThrough();
  const host = terminalHost({
    quiet: false,
    path: '',
    stderr: stderr as unknown as NodeJS.WriteStream,
  });
  host.info('::add-path::/tmp\n::error::x');
  host.warning('package ##[stop-commands]token');
  host.error('\u001b[2J');
  const said = String(stderr.read());
  expect(said).not.toMatch(/^\s*::|##\[/m);
  expect(said).not.toContain('\u001b');
  expect(said.split('\n')).toHaveLength(4);
});

it('prints no steps in a quiet run that is verbose', () => {
  const stderr = new PassThrough();
  const shown = stderr as unknown as NodeJS.WriteStream;
  const host = terminalHost({ quiet: true, verbose: true, path: '', stderr: shown });
  for (const say of [host.debug, host.step, host.info]) say('x');
  expect(stderr.read()).toBeNull();
});

const CLI = useBuiltCli();

/** What the command line writes to a terminal of 80 columns, from source. `script` is in Debian's bsdutils. */
function onTerminal(args: string, env: NodeJS.ProcessEnv = {}): string {
  const command = `stty cols 80; node '${CLI}' ${args}`;
  const { CI: _, ...rest } = process.env;
  // A shell on a terminal writes that it does not know the language.
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    env: { ...rest, LC_ALL: 'C', TERM: 'xterm', NO_COLOR: '1', ...env },
  });
  return stdout;
}

const ERASE = '\r\u001b[K';
/** What stays on the screen: what follows the last erasure of each line. */
const screen = (written: string) =>
  written.split('\n').map((line) => line.split(ERASE).at(-1)?.trimEnd());

const hasScript = process.platform === 'linux' && existsSync('/usr/bin/script');
(hasScript ? describe : describe.skip)('a run on a terminal (skipped without script)', () => {
  test.each(['lint examples/webapp/Dockerfile', 'scan examples/webapp/image.tar --offline'])(
    '%s shows its progress, and leaves nothing of it',
    (args) => {
      const written = onTerminal(args);
      const message = args.startsWith('lint') ? 'linting' : 'reading the layers of';
      expect(written).toContain(message);
      expect(screen(written).filter((line) => line?.includes(message))).toEqual([]);
      expect(written.endsWith(ERASE) || written.endsWith('\n')).toBe(true);
    },
  );

  it('shows no progress in CI', () => {
    expect(onTerminal('lint examples/webapp/Dockerfile', { CI: 'true' })).not.toContain('\u001b[');
  });

  it('wraps the lines of its report at the width of the terminal', () => {
    const lines = screen(onTerminal('lint examples/webapp 2> /dev/null'));
    expect(lines.filter((line = '') => line.length > 80)).toEqual([]);
    expect(lines.some((line) => /^(?:PASS|FAIL) {2}/.test(line ?? ''))).toBe(true);
  });
});
