import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';

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
