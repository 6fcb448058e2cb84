import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { dockerArchive, tar } from '../image/build-tar.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-layers-'));
  mkdirSync(join(root, 'image'));
  writeFileSync(join(root, 'image/a.txt'), 'a');
  writeFileSync(join(root, 'image.tar'), dockerArchive([tar([{ name: 'a.txt', body: 'a' }])]));
});
afterEach(() => rmSync(root, { recursive: true }));

const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

async function snapshotsOf(image: string, ...words: string[]): Promise<number> {
  const options = readOptions(
    'check',
    ['--offline', '--image', image, ...words],
    { path: '', noColor: true },
    new Date('2026-11-24'),
  );
  return (await check(root, options, host)).report.snapshots?.length ?? 0;
}

it('a JSON report keeps what an image contains, but not what a folder contains', async () => {
  const words = ['--format', 'json'];
  expect(await snapshotsOf(`docker-archive:${root}/image.tar`, ...words)).toBe(1);
  expect(await snapshotsOf(`dir:${root}/image`, ...words)).toBe(0);
});

it('other reports keep nothing of it without a comparison', async () => {
  expect(await snapshotsOf(`docker-archive:${root}/image.tar`)).toBe(0);
});
