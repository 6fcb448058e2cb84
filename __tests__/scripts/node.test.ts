import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

it('installs a version of Node.js without the options of the test runner', () => {
  const bin = mkdtempSync(join(tmpdir(), 'portside-node-'));
  try {
    const npm = join(bin, 'npm');
    writeFileSync(npm, '#!/bin/sh\necho "options: $NODE_OPTIONS" >&2\n');
    chmodSync(npm, 0o755);
    const { stdout, stderr } = spawnSync('bash', ['scripts/node.sh', '9999'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${bin}:${process.env.PATH}`,
        NODE_OPTIONS: '--no-warnings',
        LC_ALL: 'C',
      },
    });
    expect(stderr).toBe('options: \n');
    expect(stdout).toContain('node_modules/.cache/node9999/');
  } finally {
    rmSync(bin, { recursive: true });
  }
});
