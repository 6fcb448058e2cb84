#!/usr/bin/env node
/**
 * Writes bench/frame.tsv: public repositories on which Portside is measured before anybody here has opened one of them.
 *
 *   node bench/frame.mjs LIST… [--named FOLDER]… [--mirrors FOLDER] [--rows 600]
 *
 * A line of a LIST is `owner/name commit path`, as an index of public files answers for one path, in its order; ten digits of
 * the commit are enough. Left out
 * are repositories that this repository, the tables of bench/ in its history or a file below a --named FOLDER names,
 * those of --mirrors (folders `owner+name`), and of repositories with one name (forks, courses) all but one. The order is
 * that of the SHA-256 of `owner/name`, so nobody chooses.
 *
 * A measurement takes "the next unused slice": rows in order from the first that bench/frame-slices.tsv does not have.
 * Each row that is taken or skipped is written there, with the measurement, the date and the reason. A slice is
 * used once for a blind figure, and then only as a regression test.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  options: {
    named: { type: 'string', multiple: true, default: [] },
    mirrors: { type: 'string' },
    rows: { type: 'string', default: '600' },
  },
  allowPositionals: true,
});
if (positionals.length === 0) {
  console.error('usage: node bench/frame.mjs LIST… [--named FOLDER]… [--mirrors FOLDER]');
  process.exit(2);
}

const mirrors = values.mirrors ? readdirSync(values.mirrors) : [];
const named = new Set([
  ...mirrors.map((name) => name.replace('+', '/').toLowerCase()),
  ...repositoriesIn(ownTexts()),
  ...values.named
    .flatMap((folder) => textsBelow(folder))
    .flatMap((text) => [...repositoriesIn(text)]),
]);
const mirroredNames = new Set(mirrors.map((name) => nameOf(name.replace('+', '/'))));
const left = { named: 0, double: 0 };
const seen = new Set();
const rows = positionals
  .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [repository, commit, found] = line.split(' ');
    return { repository, commit, found, hash: sha256(repository) };
  })
  .sort((a, b) => (a.hash < b.hash ? -1 : 1))
  .filter(({ repository }) => {
    if (named.has(repository.toLowerCase()) || mirroredNames.has(nameOf(repository))) {
      left.named++;
      return false;
    }
    if (seen.has(nameOf(repository))) {
      left.double++;
      return false;
    }
    return seen.add(nameOf(repository));
  });
const kept = rows.slice(0, Number(values.rows));
const lines = kept.map((row) => [row.hash, row.repository, row.commit, row.found].join('\t'));
writeFileSync(join(here, 'frame.tsv'), `sha256\trepository\tcommit\tfound\n${lines.join('\n')}\n`);
console.log(`${kept.length} rows of ${rows.length}; ${left.named} named, ${left.double} doubles`);

function nameOf(repository) {
  return repository.slice(repository.indexOf('/') + 1).toLowerCase();
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

function repositoriesIn(text) {
  const names = text.toLowerCase().match(/[a-z0-9][\w-]*\/[\w.-]+/g) ?? [];
  return new Set(names.map((name) => name.replace(/(?:\.git)?[.]*$/, '')));
}

/** The tracked files of this repository but the frame, and what its history had in bench/. */
function ownTexts() {
  const git = (...args) =>
    execFileSync('git', args, { cwd: join(here, '..'), maxBuffer: 1 << 30 }).toString('utf8');
  const files = git('ls-files', '-z').split('\0').filter(isText);
  const texts = files
    .map((file) => join(here, '..', file))
    .filter((file) => existsSync(file) && statSync(file).size < 8e6)
    .map((file) => readFileSync(file, 'utf8'));
  return [...texts, git('log', '-p', '--all', '--', 'bench', ':!bench/frame*')].join('\n');
}

function isText(file) {
  return file !== '' && !/^bench\/frame|^dist\/|\.(?:tar|png|gz|zst|wasm)$/.test(file);
}

function textsBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isText(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => statSync(file).size < 8e6)
    .map((file) => readFileSync(file, 'utf8'));
}
