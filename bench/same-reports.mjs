#!/usr/bin/env node
/**
 * Whether two builds say the same: the JSON reports of `check` on checkouts of public repositories, and of `scan` on images.
 *
 *   node bench/same-reports.mjs OLD_DIST NEW_DIST --repositories FOLDER [--images FOLDER] [--only NAME]…
 *
 * FOLDER of --repositories has a bare Git repository OWNER+NAME/repo for each; its newest commit is checked out, with a commit before it
 * that lacks every third file, so that the comparison with the base commit is compared as well. FOLDER of --images has
 * archives. Runs are offline. Version and times are left out. Prints a line for each, and the first differences.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: {
    repositories: { type: 'string' },
    images: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
  allowPositionals: true,
});
const [before, after] = positionals.map((folder) => resolve(folder, 'cli/index.js'));
if (!before || !after) {
  console.error('usage: node bench/same-reports.mjs OLD_DIST NEW_DIST --repositories FOLDER');
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), 'portside-same-'));
let same = 0;
let count = 0;
try {
  for (const name of names(values.repositories)) compareRepository(name);
  for (const name of names(values.images))
    compare(name, ['scan', join(resolve(values.images), name)], work);
  console.log(`${same} of ${count} reports are the same`);
  process.exitCode = same === count ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function names(folder) {
  if (folder === undefined) return [];
  const all = readdirSync(folder).filter((name) => !/^\.|\.sh$/.test(name));
  return all.filter((name) => !values.only || values.only.includes(name)).sort();
}

function compareRepository(name) {
  const inner = join(resolve(values.repositories), name, 'repo');
  const bare = existsSync(inner) ? inner : join(resolve(values.repositories), name);
  const folder = join(work, name);
  mkdirSync(folder);
  const git = (...words) =>
    spawnSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  checkOut(bare, folder);
  git('init', '-q');
  git('add', '-A');
  const files = git('ls-files', '-z').stdout.split('\0').filter(Boolean);
  git(
    'rm',
    '-rq',
    '--cached',
    '--ignore-unmatch',
    ...files.filter((_, at) => at % 3 === 0).slice(0, 3000),
  );
  git('commit', '-qm', 'before');
  git('add', '-A');
  git('commit', '-qm', 'now');
  compare(name, ['check', '--baseline-ref', 'HEAD~1'], folder);
  rmSync(folder, { recursive: true, force: true });
}

/** The files of the newest commit. Large ones may be missing in the repository. */
function checkOut(bare, folder) {
  const git = (words, input) =>
    spawnSync('git', ['--git-dir', bare, '--work-tree', folder, ...words], {
      encoding: 'utf8',
      input,
      env: { ...process.env, GIT_INDEX_FILE: join(work, 'index') },
      maxBuffer: 1 << 28,
    }).stdout;
  git(['read-tree', 'HEAD']);
  const entries = git(['ls-files', '-sz']).split('\0').filter(Boolean);
  const objects = entries.map((entry) => entry.split(' ')[1]).join('\n');
  const known = git(['cat-file', '--batch-check'], objects).split('\n');
  const missing = entries.filter((_, at) => known[at]?.endsWith(' missing'));
  git(
    ['update-index', '--force-remove', '-z', '--stdin'],
    missing.map((entry) => `${entry.split('\t')[1]}\0`).join(''),
  );
  git(['checkout-index', '-a', '-f']);
}

function compare(name, words, cwd) {
  const [old, now] = [before, after].map((cli) => report(cli, words, cwd));
  count++;
  const differences = differencesOf(old, now);
  if (differences.length === 0) same++;
  const { findings = [], error } = now;
  console.log(
    `${differences.length === 0 ? 'same     ' : 'DIFFERENT'} ${name}: ${error ?? `${findings.length} findings`}`,
  );
  for (const line of differences.slice(0, 10)) console.log(`          ${line}`);
}

function report(cli, words, cwd) {
  const file = join(work, 'report.json');
  rmSync(file, { force: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    [cli, ...words, '--offline', '--quiet', '--format', `json=${file}`],
    { cwd, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 600_000 },
  );
  if (!existsSync(file)) return { error: `status ${status}: ${stderr.trim().split('\n')[0]}` };
  const { tool: _, created: __, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  return { status, ...rest };
}

/** Lists are compared as sets of their entries, because their order means nothing; other members as they are. */
function differencesOf(old, now) {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) => {
    const [was, is] = [old[key], now[key]];
    if (!Array.isArray(was) || !Array.isArray(is))
      return isDeepStrictEqual(was, is) ? [] : [`${key}: ${text(was)} → ${text(is)}`];
    const [left, right] = [was, is].map((list) => list.map((one) => JSON.stringify(one)));
    const gone = left.filter((one) => !right.includes(one)).map((one) => `${key} − ${short(one)}`);
    const come = right.filter((one) => !left.includes(one)).map((one) => `${key} + ${short(one)}`);
    const moved = left.length !== right.length ? [`${key}: ${left.length} → ${right.length}`] : [];
    return [...gone, ...come, ...moved];
  });
}

function text(value) {
  return short(JSON.stringify(value) ?? 'nothing');
}

function short(line) {
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
