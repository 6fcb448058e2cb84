import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import start from '../../scripts/jest/start.mjs';
import { layAction, layCli } from '../../scripts/lay-shipped.mjs';
import { endPeers } from './end-peers.mjs';

/**
 * Before the end-to-end tests: lays what ships where it ships, and makes the folder of what test files share. dist.ts and
 * shared.ts hand both to the tests, teardown.mjs removes them.
 */
export default function setup() {
  let isStarted = false;
  // Before the handlers of `start`, which remove the folder of the run and end this process.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => {
      if (isStarted) endPeers(process.env.TMPDIR);
    });
  start();
  isStarted = true;
  process.env.PORTSIDE_SHARED = mkdtempSync(join(tmpdir(), 'portside-shared-'));
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
