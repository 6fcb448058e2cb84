import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readIgnoreFile } from '../../src/dockerfile/ignore-file.js';

const root = mkdtempSync(join(tmpdir(), 'portside-ignore-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const FILES = {
  'own/.dockerignore': 'folder',
  'own/app.Dockerfile.dockerignore': 'own',
  'above/.dockerignore': 'above',
  'above/docker/Dockerfile': 'FROM a:1',
  'none/docker/Dockerfile': 'FROM a:1',
};
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('the ignore file of a Dockerfile’s build context', () => {
  test.each<[dockerfile: string, text: string | null | undefined]>([
    ['own/Dockerfile', 'folder'],
    ['own/app.Dockerfile', 'own'],
    ['none/docker/Dockerfile', null],
    ['above/docker/Dockerfile', undefined],
    ['-', undefined],
  ])('%s: %j', async (dockerfile, text) => {
    expect(await readIgnoreFile(root, dockerfile)).toBe(text);
  });

  test('is that of the folder where it is known to be built', async () => {
    expect(await readIgnoreFile(root, 'above/docker/Dockerfile', 'above')).toBe('above');
    expect(await readIgnoreFile(root, 'above/docker/Dockerfile', '.')).toBe(null);
    expect(await readIgnoreFile(root, 'own/app.Dockerfile', '.')).toBe('own');
  });
});
