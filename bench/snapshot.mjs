/** Bare snapshots of public repositories, some of whose large files are absent. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Larger files are not written: no file that is checked is larger. */
const MAX_BYTES = 8 << 20;

/** The bare repository in a folder of the mirror; undefined if there is none. */
export function gitFolder(path) {
  const candidates = [path, ...readdirSync(path).map((name) => join(path, name))];
  return candidates.find(
    (one) => existsSync(join(one, 'HEAD')) && existsSync(join(one, 'objects')),
  );
}

/** Writes the files of HEAD into an empty folder. Not `git archive`: it ends at the first object that a snapshot lacks. */
export function writeFiles(git, copy) {
  const run = (args, input) =>
    execFileSync('git', ['--git-dir', git, ...args], { input, maxBuffer: 2 ** 31 - 1 });
  const files = run(['ls-tree', '-r', '-l', '-z', 'HEAD'])
    .toString()
    .split('\0')
    .flatMap((row) => {
      const [, mode, id, size, path] = /^(\d+) blob (\w+) +(\d+|-)\t(.*)$/s.exec(row) ?? [];
      return mode?.startsWith('100') && Number(size) < MAX_BYTES ? [{ id, path }] : [];
    });
  for (let i = 0; i < files.length; i += 500) {
    const part = files.slice(i, i + 500);
    const bytes = run(['cat-file', '--batch'], part.map(({ id }) => `${id}\n`).join(''));
    let at = 0;
    for (const { path } of part) {
      const end = bytes.indexOf(10, at);
      const [, type, size] = bytes.toString('latin1', at, end).split(' ');
      at = end + 1;
      if (type !== 'blob') continue;
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), bytes.subarray(at, at + Number(size)));
      at += Number(size) + 1;
    }
  }
}
