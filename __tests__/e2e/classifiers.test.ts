import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { CLI } from './dist.js';

/** A sample of the programs in bench/classifiers.mjs. */
const PACKAGES = [
  ...['bash', 'busybox', 'curl', 'haproxy', 'libssl3t64', 'libxml2', 'lighttpd', 'memcached'],
  ...['nginx', 'redis-tools', 'sudo', 'xz-utils'],
];

describe('programs of Debian, each copied out of its package', () => {
  test('are found with the version of the package', () => {
    const { stdout } = spawnSync(process.execPath, ['bench/classifiers.mjs', ...PACKAGES], {
      env: { ...process.env, PORTSIDE_CLI: CLI },
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^(\d+) of \1 files, 12 programs and libraries$/m);
    expect(stdout).not.toContain('nothing');
  });
});
