import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { folderProblem } from '../../src/lib/private-folder.js';

let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-test-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('a folder', () => {
  it('is created with its parents, and only its user can use it', () => {
    const path = join(work, 'a/b/cache');
    expect(folderProblem(path)).toBeUndefined();
    expect([modeOf(path), modeOf(join(work, 'a'))]).toEqual([0o700, 0o700]);
    expect(folderProblem(path)).toBeUndefined();
  });

  it.each([
    ['that only its user can change', 0o755, undefined],
    ['that everyone can change', 0o777, 'other users can write to it'],
    ['that everyone can change, with a sticky bit', 0o1777, 'other users can write to it'],
  ])('%s', (_, mode, problem) => {
    const path = join(work, `mode-${mode}`);
    mkdirSync(path);
    chmodSync(path, mode);
    expect(folderProblem(path)).toBe(problem);
  });

  it('of another user is not used, and neither is a link to it', () => {
    const path = join(work, 'theirs');
    const link = join(work, 'link');
    mkdirSync(path);
    symlinkSync(path, link);
    const own = process.getuid;
    process.getuid = () => statSync(path).uid + 1;
    try {
      expect([folderProblem(path), folderProblem(link)]).toEqual([
        'it belongs to another user',
        'it belongs to another user',
      ]);
    } finally {
      if (own) process.getuid = own;
    }
  });

  it('that is a file is not used', () => {
    const path = join(work, 'file');
    writeFileSync(path, '');
    expect(folderProblem(path)).toBe('it is not a folder');
    expect(folderProblem(join(path, 'below'))).toMatch(/ENOTDIR/);
  });

  it('below a folder that takes none is not used', () => {
    expect(folderProblem('/proc/portside/cache')).toMatch(/ENOENT|EACCES|EPERM/);
  });
});
