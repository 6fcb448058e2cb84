import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A checkout that changes are made in. Where a change applies is chosen by a hash, never by hand. */
export class Repository {
  /** @param {string} folder @param {string} name `owner/name` */
  constructor(folder, name) {
    this.folder = folder;
    this.name = name;
  }

  /** The tracked regular files, sorted, that match. */
  files(pattern) {
    return this.git('ls-files', '-z')
      .split('\0')
      .filter((file) => file !== '' && pattern.test(file))
      .filter((file) => this.isFile(file))
      .sort();
  }

  isFile(path) {
    const file = join(this.folder, path);
    return existsSync(file) && lstatSync(file).isFile();
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path, text) {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(path) {
    rmSync(join(this.folder, path));
  }

  move(from, to) {
    mkdirSync(dirname(join(this.folder, to)), { recursive: true });
    this.git('mv', from, to);
  }

  /** The items in an order that depends on the repository and the kind of change alone. */
  shuffled(items, kind) {
    const keyOf = (item, index) => hash(`${this.name} ${kind} ${index} ${JSON.stringify(item)}`);
    return items
      .map((item, index) => [keyOf(typeof item === 'string' ? item : item.id, index), item])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item);
  }

  /** What `change` answers for the first item, in the order of the hash, to which it applies. */
  first(items, kind, change) {
    for (const item of this.shuffled(items, kind)) {
      const result = change(item);
      if (result) return result;
    }
    return undefined;
  }

  /** Runs Git in the checkout: the text that it prints. */
  git(...args) {
    const settings = ['user.name=a', 'user.email=a@b', 'core.autocrlf=false', 'gc.auto=0'];
    const { status, stdout, stderr } = spawnSync(
      'git',
      ['-C', this.folder, ...settings.flatMap((one) => ['-c', one]), ...args],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
    return stdout;
  }
}

export function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** A token of npm that is nobody's. It is made here, so that no file of this repository has one. */
export function madeUpToken(seed) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const bytes = createHash('sha512').update(seed).digest();
  return `npm_${[...bytes.subarray(0, 36)].map((byte) => letters[byte % 62]).join('')}`;
}

/** The text with lines put after the line that ends at `offset`. */
export function insertAt(text, offset, lines) {
  const before = text.slice(0, offset);
  return `${before}${lines.map((line) => `${line}\n`).join('')}${text.slice(offset)}`;
}

/** The number of the line, from 1, that the offset is in. */
export function lineAt(text, offset) {
  return text.slice(0, offset).split('\n').length;
}
