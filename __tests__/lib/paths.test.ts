import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  baseName,
  commonFolder,
  distinctFiles,
  escapesViaSymlink,
  folderOf,
  folderPrefix,
  foldersAbove,
  windowsBaseName,
  windowsProgramName,
} from '../../src/lib/paths.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-inside-'));
  mkdirSync(join(folder, 'root/below'), { recursive: true });
  mkdirSync(join(folder, 'rooted'));
  for (const path of ['outside', 'rooted/file', 'root/file', 'root/below/file', 'root/..file'])
    writeFileSync(join(folder, path), '');
  symlinkSync('../outside', join(folder, 'root/out'));
  symlinkSync('../rooted', join(folder, 'root/next to'));
  symlinkSync('out', join(folder, 'root/twice'));
  symlinkSync('below/file', join(folder, 'root/in'));
  symlinkSync('root', join(folder, 'linked-root'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<[string, boolean]>([
  ['out', true],
  ['twice', true],
  ['next to/file', true],
  ['in', false],
  ['below/../in', false],
  ['..file', false],
  ['nowhere', false],
  // The user's own wish.
  ['../outside', false],
  ['/etc/passwd', false],
])('tells whether %s leads out by a link', (path, expected) => {
  expect(escapesViaSymlink(join(folder, 'root'), path)).toBe(expected);
  expect(escapesViaSymlink(join(folder, 'linked-root'), path)).toBe(expected);
});

it('distinct files are named once, also through links; missing files stay', () => {
  const paths = ['below/file', 'in', './below/file', 'missing', 'file', 'missing'];
  expect(distinctFiles(join(folder, 'root'), paths)).toEqual(['below/file', 'missing', 'file']);
});

it.each([
  ['a/b/c.txt', 'a/b', 'a/b/', 'c.txt'],
  ['c.txt', '', '', 'c.txt'],
  ['/c.txt', '', '/', 'c.txt'],
  ['a/b/', 'a/b', 'a/b/', ''],
  ['', '', '', ''],
])('%j is in %j and has the name after its last slash', (path, folder, prefix, name) => {
  expect([folderOf(path), folderPrefix(path), baseName(path)]).toEqual([folder, prefix, name]);
});

it.each([
  ['a/b/c.txt', ['a/b', 'a']],
  ['/a/c.txt', ['/a']],
  ['c.txt', []],
])('the folders above %j are %j', (path, folders) => {
  expect([...foldersAbove(path)]).toEqual(folders);
});

it.each([
  [['a/b/c', 'a/b/d/e'], 'a/b'],
  [['a/bc/d', 'a/b/d'], 'a'],
  [['a', 'b/c'], ''],
  [[], ''],
])('the common folder of %j is %j', (paths, folder) => {
  expect(commonFolder(paths)).toBe(folder);
});

it.each([
  ['C:\\Windows\\cmd.EXE', 'cmd.EXE', 'cmd'],
  ['/bin/sh', 'sh', 'sh'],
  ['pwsh.exe', 'pwsh.exe', 'pwsh'],
])('the program of %j is %j, by its name %j', (path, last, name) => {
  expect([windowsBaseName(path), windowsProgramName(path)]).toEqual([last, name]);
});
