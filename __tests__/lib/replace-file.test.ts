import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { isFull, replaceFile } from '../../src/lib/replace-file.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-replace-'));
  file = join(folder, 'report.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes a new file, and replaces an old one with its permissions', async () => {
  await replaceFile(file, 'one');
  expect(readFileSync(file, 'utf8')).toBe('one');
  chmodSync(file, 0o640);
  await replaceFile(file, ['t', 'wo']);
  expect(readFileSync(file, 'utf8')).toBe('two');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['report.json']);
});

it('keeps the permissions whatever the umask is', async () => {
  const umask = process.umask(0o077);
  try {
    await replaceFile(file, 'one');
    chmodSync(file, 0o664);
    await replaceFile(file, 'two');
  } finally {
    process.umask(umask);
  }
  expect(statSync(file).mode & 0o777).toBe(0o664);
});

it('leaves the old content when the new one ends early', async () => {
  writeFileSync(file, 'old');
  function* broken() {
    yield 'x'.repeat(1_000_000);
    yield 'y';
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  }
  await expect(replaceFile(file, broken())).rejects.toThrow('no space');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['report.json']);
});

it('writes to the file that a link leads to, and keeps the link', async () => {
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real/a'), 'old');
  symlinkSync('real/a', file);
  await replaceFile(file, 'new');
  expect(readFileSync(join(folder, 'real/a'), 'utf8')).toBe('new');
  expect(readFileSync(file, 'utf8')).toBe('new');
});

it('throws the error of the system for a missing folder', async () => {
  await expect(replaceFile(join(folder, 'no/report'), 'x')).rejects.toMatchObject({
    code: 'ENOENT',
  });
  await expect(replaceFile(folder, 'x')).rejects.toMatchObject({ code: 'EISDIR' });
});

(existsSync('/dev/full') ? it : it.skip)(
  'writes to a device directly: a full one is an error (skipped without /dev/full)',
  async () => {
    const error: unknown = await replaceFile('/dev/full', 'x').catch((one: unknown) => one);
    expect(isFull(error)).toBe(true);
    expect(existsSync('/dev/full')).toBe(true);
  },
);
