import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import {
  archiveBudget,
  archivedTexts,
  isArchive,
  isArchivePath,
  isUnreadArchive,
} from '../../src/secrets/archives.js';
import { tar } from '../image/build-tar.js';
import { zip } from '../inventory/build/zip.js';

const sourceOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  part: (offset: number, length: number) => bytes.subarray(offset, offset + length),
});

/** The paths of the texts in an archive, and whether all of it was read. */
function texts(bytes: Uint8Array, path: string, budget = archiveBudget()) {
  const found = archivedTexts(sourceOf(bytes), path, budget);
  const names: string[] = [];
  for (let step = found.next(); ; step = found.next()) {
    if (step.done) return { names, complete: step.value };
    names.push(step.value.inner);
  }
}

test('texts in archives and in archives inside them are read, up to three levels', () => {
  const nested = (depth: number): Buffer =>
    zip([
      { name: `${depth}.env`, body: 'x' },
      ...(depth < 5 ? [{ name: 'in.jar', body: nested(depth + 1) }] : []),
    ]);
  expect(texts(nested(1), 'app.war')).toEqual({
    names: ['1.env', 'in.jar!/2.env', 'in.jar!/in.jar!/3.env'],
    complete: true,
  });
});

test('programs, folders and tests of packages are left out', () => {
  const archive = zip([
    { name: 'A.class', body: 'x' },
    { name: 'a/', body: '' },
    { name: 'tests/a.env', body: 'x' },
    { name: 'conf/a.env', body: 'x' },
  ]);
  expect(texts(archive, 'app.jar').names).toEqual(['conf/a.env']);
});

test('an archive of tar is read with and without compression', () => {
  const archive = tar([
    { name: 'etc/a.env', body: 'TOKEN=x' },
    { name: 'b.conf', body: 'y' },
  ]);
  for (const [bytes, path] of [
    [archive, 'a.tar'],
    [gzipSync(archive), 'a.tar.gz'],
  ] as const)
    expect(texts(bytes, path)).toEqual({ names: ['etc/a.env', 'b.conf'], complete: true });
});

test('archives of tar and files of gzip are read inside other archives', () => {
  const inner = tar([{ name: 'b.env', body: 'x' }]);
  const members = [
    { name: 'in.tar', body: inner },
    { name: 'in.tgz', body: gzipSync(inner) },
    { name: 'c.sql.gz', body: gzipSync('x') },
    { name: 'd.jar', body: zip([{ name: 'e.env', body: 'x' }]) },
  ];
  const names = ['in.tar!/b.env', 'in.tgz!/b.env', 'c.sql.gz!/c.sql', 'd.jar!/e.env'];
  expect(texts(tar(members), 'a.tar')).toEqual({ names, complete: true });
  expect(texts(gzipSync(tar(members)), 'a.tar.gz')).toEqual({ names, complete: true });
  expect(texts(zip(members), 'a.zip')).toEqual({ names, complete: true });
});

test('a file that gzip compressed is read', () => {
  expect(isArchivePath('dump.sql.gz')).toBe(true);
  expect(texts(gzipSync('x'), 'srv/dump.sql.gz').names).toEqual(['dump.sql']);
  expect(texts(gzipSync('x'), 'srv/picture.png.gz').names).toEqual([]);
  expect(texts(gzipSync(''), 'srv/a.gz').names).toEqual([]);
});

test.each(['a.tar.xz', 'a.txz', 'a.tbz2', 'a.sql.bz2', 'a.tar.zst', 'a.7z', 'a.rar'])(
  'a member %s has a name and no bytes: it is not read',
  (name) => {
    const archive = tar([
      { name, body: 'x' },
      { name: 'b.env', body: 'x' },
    ]);
    const found = [...archivedTexts(sourceOf(archive), 'a.tar', archiveBudget())];
    expect(found.map(({ inner, bytes }) => [inner, bytes === undefined])).toEqual([
      [name, true],
      ['b.env', false],
    ]);
    expect(isArchivePath(name)).toBe(true);
  },
);

test.each([
  ['fd377a585a00', true],
  ['425a683931415926', true],
  ['28b52ffd', true],
  ['377abcaf271c', true],
  ['526172211a0701', true],
  ['504b0304', false],
  ['1f8b0800', false],
  ['425a6830', false],
])('the first bytes %s are those of a format that is not read: %p', (hex, expected) => {
  const head = Buffer.from(hex, 'hex');
  expect(isUnreadArchive(head)).toBe(expected);
  if (expected) expect(isArchive(head)).toBe(true);
});

test('what exceeds the bytes that are left is not read, and the archive is incomplete', () => {
  const archive = zip([
    { name: 'a.conf', body: 'a'.repeat(1000) },
    { name: 'b.conf', body: 'b'.repeat(10) },
  ]);
  const budget = { ...archiveBudget(), bytes: 100 };
  expect(texts(archive, 'a.zip', budget)).toEqual({ names: ['b.conf'], complete: false });
  expect(budget.bytes).toBe(90);
  expect(texts(archive, 'a.zip', { ...archiveBudget(), members: 1 }).complete).toBe(false);
  const compressed = gzipSync(tar([{ name: 'a', body: 'a'.repeat(10_000) }]));
  expect(texts(compressed, 'a.tgz', { ...archiveBudget(), bytes: 1000 }).complete).toBe(false);
});

test('a text that is longer than 4 MiB is not read, and the archive is incomplete', () => {
  const files = [
    { name: 'a.conf', body: 'a'.repeat(4 * 1024 * 1024 + 1) },
    { name: 'b.conf', body: 'b' },
  ];
  for (const [archive, path] of [
    [zip(files), 'a.zip'],
    [tar(files), 'a.tar'],
  ] as const)
    expect(texts(archive, path)).toEqual({ names: ['b.conf'], complete: false });
});

test('an archive of tar with a negative size ends there', () => {
  const archive = Buffer.from(tar([{ name: 'a.env', body: 'x' }]));
  archive.write('-0000001000', 124, 'latin1');
  const budget = archiveBudget();
  const before = budget.members;
  expect(texts(archive, 'a.tar', budget).names).toEqual([]);
  expect(before - budget.members).toBeLessThan(3);
});

test('damaged archives end early', () => {
  expect(texts(Buffer.from('PK\x03\x04 no archive'), 'a.zip')).toEqual({
    names: [],
    complete: true,
  });
  expect(texts(Buffer.from('\x1f\x8b no gzip', 'latin1'), 'a.tgz').names).toEqual([]);
  expect(texts(Buffer.alloc(2000, 'x'), 'a.tar').names).toEqual([]);
});

test('archives are known by their names and first bytes', () => {
  expect(['a.jar', 'a.tar.gz', 'a.sqlite3', 'a.DB'].every(isArchivePath)).toBe(true);
  expect(isArchivePath('a.txt')).toBe(false);
  expect(isArchive(Buffer.from('SQLite format 3\0'))).toBe(true);
  expect(isArchive(tar([{ name: 'a', body: 'b' }]))).toBe(true);
  expect(isArchive(Buffer.from('text'))).toBe(false);
});
