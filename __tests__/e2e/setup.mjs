import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import start from '../../scripts/jest/start.mjs';
import { layAction, layCli } from '../../scripts/lay-shipped.mjs';

/** Before the end-to-end tests: lays what ships where it ships. dist.ts hands it to the tests, teardown.mjs removes it. */
export default function setup() {
  start();
  const folder = mkdtempSync(join(tmpdir(), 'portside-shipped-'));
  // Other users start the Action, too.
  execFileSync('chmod', ['755', folder]);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(
    execFileSync('bash', ['scripts/node.sh', '24'], { encoding: 'utf8' }).trim(),
    join(bin, 'node'),
  );
  process.env.PORTSIDE_SHIPPED = folder;
  process.env.PORTSIDE_SHIPPED_BIN = bin;
  process.env.PORTSIDE_SHIPPED_ACTION = layAction(folder);
  process.env.PORTSIDE_SHIPPED_CLI = layCli(folder);
}
