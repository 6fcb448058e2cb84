import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layAction, layCli } from '../../scripts/lay-shipped.mjs';

/** Before the end-to-end tests: lays what ships where it ships. dist.ts hands it to the tests, teardown.mjs removes it. */
export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'portside-shipped-'));
  // Other users start the Action, too.
  execFileSync('chmod', ['755', folder]);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const print = (program, ...args) => execFileSync(program, args, { encoding: 'utf8' }).trim();
  symlinkSync(print('scripts/node24.sh'), join(bin, 'node'));
  symlinkSync(print('sh', '-c', 'command -v git'), join(bin, 'git'));
  process.env.PORTSIDE_SHIPPED = folder;
  process.env.PORTSIDE_SHIPPED_BIN = bin;
  process.env.PORTSIDE_SHIPPED_ACTION = layAction(folder);
  process.env.PORTSIDE_SHIPPED_CLI = layCli(folder);
}
