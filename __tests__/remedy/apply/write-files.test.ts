import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { replaceFile } from '../../../src/lib/replace-file.js';
import { createTemporaryFolder, type TemporaryFolder } from '../../../src/lib/run-resources.js';
import { readEditable } from '../../../src/remedy/apply/safe-file.js';
import { writeFiles } from '../../../src/remedy/apply/write-files.js';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = createTemporaryFolder('portside-write-');
  write('Dockerfile', 'FROM a\n');
  write('package.json', '{}\n');
});
afterEach(() => folder.remove());

const write = (path: string, text: string) => writeFileSync(join(folder.path, path), text);
const read = (path: string) => readFileSync(join(folder.path, path), 'utf8');
const CHANGES = [
  { path: 'Dockerfile', before: 'FROM a\n', after: 'FROM b\n' },
  { path: 'package.json', before: '{}\n', after: '{"a":1}\n' },
];

it('writes every file', async () => {
  await writeFiles(folder.path, CHANGES);
  expect([read('Dockerfile'), read('package.json')]).toEqual(['FROM b\n', '{"a":1}\n']);
});

it('writes nothing if a file changed since it was read', async () => {
  write('package.json', '{ }\n');
  await expect(writeFiles(folder.path, CHANGES)).rejects.toMatchObject({
    code: 'PSE2010',
    message:
      'Cannot change package.json: it changed since it was read. No file was changed. Run portside fix again',
  });
  expect(read('Dockerfile')).toBe('FROM a\n');
});

it('puts back what was written when a later file cannot be', async () => {
  const failing: typeof replaceFile = (file, content) =>
    file.endsWith('package.json')
      ? Promise.reject(Object.assign(new Error('disk'), { code: 'ENOSPC' }))
      : replaceFile(file, content);
  await expect(writeFiles(folder.path, CHANGES, failing)).rejects.toMatchObject({
    code: 'PSE1011',
    message: 'Cannot write package.json: disk. No file was changed. Free some space',
  });
  expect(read('Dockerfile')).toBe('FROM a\n');
});

it('puts back a file that was written in part', async () => {
  let writes = 0;
  const failing: typeof replaceFile = async (file, content) => {
    if (writes++ !== 1) return replaceFile(file, content);
    writeFileSync(file, '{"a');
    throw Object.assign(new Error('disk'), { code: 'ENOSPC' });
  };
  await expect(writeFiles(folder.path, CHANGES, failing)).rejects.toThrow('No file was changed');
  expect([read('Dockerfile'), read('package.json')]).toEqual(['FROM a\n', '{}\n']);
});

it('names a file that stays written in part', async () => {
  const failing: typeof replaceFile = async (file) => {
    writeFileSync(file, 'FR');
    throw Object.assign(new Error('disk'), { code: 'ENOSPC' });
  };
  await expect(writeFiles(folder.path, CHANGES, failing)).rejects.toThrow(
    'Cannot write Dockerfile: disk. Dockerfile stays changed. Free some space',
  );
});

it('names what stays changed if a file changes while others are written', async () => {
  let writes = 0;
  const failing: typeof replaceFile = async (file, content) => {
    if (writes++ > 0) throw new Error('disk');
    await replaceFile(file, content);
    write('package.json', 'new');
  };
  await expect(writeFiles(folder.path, CHANGES, failing)).rejects.toThrow(
    'Cannot change package.json: it changed since it was read. Dockerfile stays changed',
  );
  expect(read('package.json')).toBe('new');
});

// root may write to any folder.
(process.getuid?.() === 0 ? it.skip : it)(
  'writes nothing if a folder takes no new file',
  async () => {
    mkdirSync(join(folder.path, 'sub'));
    write('sub/Dockerfile', 'FROM a\n');
    chmodSync(join(folder.path, 'sub'), 0o555);
    const change = { path: 'sub/Dockerfile', before: 'FROM a\n', after: 'FROM b\n' };
    await expect(writeFiles(folder.path, [...CHANGES, change])).rejects.toThrow(
      'Cannot write sub/Dockerfile: no file can be replaced in its folder',
    );
    chmodSync(join(folder.path, 'sub'), 0o755);
    expect([read('Dockerfile'), read('sub/Dockerfile')]).toEqual(['FROM a\n', 'FROM a\n']);
  },
);

it('names the files that cannot be put back', async () => {
  let writes = 0;
  const failing: typeof replaceFile = async (file, content) => {
    if (writes++ > 0) throw new Error('disk');
    await replaceFile(file, content);
  };
  await expect(writeFiles(folder.path, CHANGES, failing)).rejects.toThrow(
    'Cannot write package.json: disk. Dockerfile stays changed. Check its permissions',
  );
});

it.each([
  ['../Dockerfile', 'it leads out of the repository'],
  ['a/../../Dockerfile', 'it is not a path in the repository'],
  ['/etc/passwd', 'it is not a path in the repository'],
  ['./Dockerfile', 'it is not a path in the repository'],
  ['C:/Dockerfile', 'it is not a path in the repository'],
  ['.git/config', 'it is in the data of Git'],
  ['sub/.GIT/config', 'it is in the data of Git'],
  ['a\nb', 'it is not a usual path'],
  ['', 'it is not a usual path'],
  ['link', 'it is a link'],
  ['folder/Dockerfile', 'folder is a link'],
  ['missing', 'there is no such file'],
  ['real', 'it is a folder'],
  ['latin', 'it is not UTF-8'],
])('does not edit %j: %s', (path, reason) => {
  mkdirSync(join(folder.path, 'real'));
  write('real/Dockerfile', 'FROM a\n');
  symlinkSync('Dockerfile', join(folder.path, 'link'));
  symlinkSync('real', join(folder.path, 'folder'));
  writeFileSync(join(folder.path, 'latin'), Buffer.from([0xe9, 0x0a]));
  expect(() => readEditable(folder.path, path)).toThrow(reason);
});

it('keeps a byte order mark', () => {
  write('Dockerfile', '\ufeffFROM a\r\n');
  expect(readEditable(folder.path, 'Dockerfile')).toBe('\ufeffFROM a\r\n');
});

it('follows no link that replaces a file after it was read', async () => {
  write('outside', 'FROM a\n');
  write('real', '');
  symlinkSync('outside', join(folder.path, 'swapped'));
  const change = { path: 'swapped', before: 'FROM a\n', after: 'FROM b\n' };
  await expect(writeFiles(folder.path, [change])).rejects.toThrow('it is a link');
  expect(read('outside')).toBe('FROM a\n');
});
