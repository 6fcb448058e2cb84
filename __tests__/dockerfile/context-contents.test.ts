import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { contextContents } from '../../src/dockerfile/context-contents.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-test-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const SECRET = 'TOKEN=kT8sQ2pL0zq8Zr1Lw0Vx7\n';

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('a path is one of the build context, or of the root where the context is not known', () => {
  write('a/.env', SECRET);
  write('.env', '');
  write('.npmrc', SECRET);
  const contentsOf = contextContents(root);
  expect(contentsOf('a/Dockerfile', 'a').contextFile('.env')).toBe('secret');
  expect(contentsOf('a/Dockerfile', '.').contextFile('.env')).toBe('nothing');
  expect(contentsOf('a/Dockerfile').contextFile('./.env')).toBe('secret');
  expect(contentsOf('a/Dockerfile').contextFile('/.npmrc')).toBe('secret');
  expect(contentsOf('a/Dockerfile', 'a').contextFile('.npmrc')).toBeUndefined();
});

test('a folder contains what the worst of its files contains', () => {
  write('.aws/config', 'region = eu-west-1\n');
  write('.aws/cli/credentials', SECRET);
  write('.ssh/id_rsa.pub', `ssh-rsa ${'AAAAB3NzaC1yc2E'.repeat(4)} me`);
  write('empty/.kube/x/y/z/q', SECRET);
  const contentAt = contextContents(root)('Dockerfile').contextFile;
  expect(contentAt('.aws')).toBe('secret');
  expect(contentAt('.ssh/')).toBe('nothing');
  expect(contentAt('empty')).toBe('unknown');
});

test('what is not in the repository is not read', () => {
  const outside = mkdtempSync(join(tmpdir(), 'portside-test-'));
  try {
    writeFileSync(join(outside, '.env'), SECRET);
    symlinkSync(join(outside, '.env'), join(root, '.env'));
    write('real/.env', SECRET);
    symlinkSync('real/.env', join(root, 'link.env'));
    const contentAt = contextContents(root)('Dockerfile').contextFile;
    expect(contentAt('.env')).toBeUndefined();
    expect(contentAt('../x/.env')).toBeUndefined();
    expect(contentAt('absent')).toBeUndefined();
    expect(contentAt('$DIR/.env')).toBeUndefined();
    expect(contentAt('https://example.com/.env')).toBeUndefined();
    expect(contentAt('link.env')).toBe('secret');
  } finally {
    rmSync(outside, { recursive: true });
  }
});

test('a file without a secret in its first 256 KiB is unknown if it is longer', () => {
  write('a.tfstate', `${'{}\n'.repeat(100_000)}${SECRET}`);
  write('b.tfstate', '{}\n'.repeat(1000));
  const contentAt = contextContents(root)('Dockerfile').contextFile;
  expect(contentAt('a.tfstate')).toBe('unknown');
  expect(contentAt('b.tfstate')).toBe('nothing');
});

test('the names in a folder of the context, with .git at the top of the checkout', () => {
  write('app/package.json', '{}');
  write('app/src/a.js', '');
  const contentsOf = contextContents(root);
  const { contextFolder } = contentsOf('app/Dockerfile');
  expect(contextFolder('.')).toEqual(new Set(['package.json', 'src']));
  expect(contextFolder('/src')).toEqual(new Set(['a.js']));
  expect(contentsOf('app/Dockerfile', '.').contextFolder('.')).toEqual(new Set(['app', '.git']));
  for (const path of ['..', 'missing', 'package.json', '$X', '*'])
    expect(contextFolder(path)).toBeUndefined();
});

test('a link to a folder outside of the repository has no names', () => {
  symlinkSync(tmpdir(), join(root, 'out'));
  expect(contextContents(root)('Dockerfile').contextFolder('out')).toBeUndefined();
});

test('of a folder with very many files, only so many are read', () => {
  for (let a = 0; a < 20; a++)
    for (let b = 0; b < 150; b++) write(`.aws/${a}/${b}`, 'region = eu-west-1\n');
  const { contextFile } = contextContents(root)('Dockerfile');
  expect(contextFile('.aws')).toBe('unknown');
  write('.env', SECRET);
  // Nothing is left for others, of which only the name is known.
  expect(contextFile('.env')).toBe('unknown');
});
