import { expect, test } from '@jest/globals';
import { runsThroughShell } from '../../src/image-diff/through-shell.js';

test.each([
  [['sh', '-c', 'x']],
  [['/bin/bash', '-ec', 'x']],
  [['bash', '-o', 'pipefail', '-c', 'x']],
  [['env', 'sh', '-c', 'x']],
  [['/usr/bin/env', '-i', 'A=1', 'bash', '-c', 'x']],
  [['env', '-S', 'sh -c x']],
  [['env', '-Ssh -c x']],
  [['env', '--split-string=A=1 sh -c x']],
  [['env', '-S', 'bash', '-c', 'x']],
  [['tini', '--', 'sh', '-c', 'x']],
  [['/sbin/tini', '-g', '--', 'gosu', 'app', 'sh', '-c', 'x']],
  [['su-exec', 'app:app', 'sh', '-c', 'x']],
  [['nice', '-n', '5', 'sh', '-c', 'x']],
  [['timeout', '-k', '5', '10', 'sh', '-c', 'x']],
  [['busybox', 'sh', '-c', 'x']],
  [['su', 'app', '-c', 'x']],
  [['su', '-c', 'x', 'app']],
  [['cmd', '/S', '/C', 'x']],
  [['powershell', '-NoProfile', '-Command', 'x']],
])('%j runs through a shell', (words) => {
  expect(runsThroughShell(words)).toBe(true);
});

test.each([
  [undefined],
  [[]],
  [['sh', '/run.sh', '-c', 'x']],
  [['bash', '-e', '/run.sh']],
  [['node', 'server.js', 'sh', '-c', 'x']],
  [['env', 'node', '-c', 'x']],
  [['env', '-S', 'node --check x']],
  [['env', '-S']],
  [['tini', '--', '/app', 'sh', '-c']],
  [['gosu', 'app', '/app', '-c']],
  [['python', '-c', 'x']],
  [['env', 'env', 'env', 'env', 'env', 'env', 'env', 'env', 'env', 'sh']],
])('%j does not run through a shell', (words) => {
  expect(runsThroughShell(words)).toBe(false);
});
