import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fileType, readRegularFile } from '../../src/lib/regular-file.js';

let work = '';
let server: Server;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'portside-test-'));
  mkdirSync(join(work, 'folder'));
  writeFileSync(join(work, 'file'), 'x'.repeat(2048));
  execFileSync('mkfifo', [join(work, 'fifo')]);
  for (const [name, to] of [
    ['to-file', 'file'],
    ['to-folder', 'folder'],
    ['to-nothing', 'no-such-file'],
    ['to-itself', 'to-itself'],
  ] as const)
    symlinkSync(to, join(work, name));
  server = createServer();
  await new Promise<void>((resolve) => server.listen(join(work, 'socket'), resolve));
});
afterAll(() => {
  server.close();
  rmSync(work, { recursive: true, force: true });
});

it.each([
  ['folder', 'it is a folder'],
  ['fifo', 'it is a FIFO, not a file'],
  ['socket', 'it is a socket, not a file'],
  ['/dev/zero', 'it is a device, not a file'],
  ['to-folder', 'it is a link to a folder'],
  ['to-nothing', 'it is a link that leads to no file'],
  ['to-itself', 'it is a link that leads to no file'],
  ['no-such-file', 'there is no such file'],
  ['file/below', 'there is no such file'],
])('%s is not read: %s', (name, message) => {
  const path = name.startsWith('/') ? name : join(work, name);
  expect(() => readRegularFile(path, 4096)).toThrow(new Error(message));
});

it.each(['file', 'to-file'])('%s is read, up to a size', (name) => {
  const path = join(work, name);
  expect(fileType(path)).toBe('a file');
  expect(readRegularFile(path, 2048)).toHaveLength(2048);
  expect(() => readRegularFile(path, 2047)).toThrow('it is larger than 1 KiB');
});

it('a file whose size is not known is read up to a size', () => {
  const path = '/proc/self/status';
  expect(readRegularFile(path, 1 << 20).toString()).toMatch(/^Name:/);
  expect(() => readRegularFile(path, 100)).toThrow('it is larger than 0 KiB');
});
