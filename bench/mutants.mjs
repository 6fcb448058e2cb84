#!/usr/bin/env node
/**
 * How many small defects of src the unit tests see. Each mutant is one change of one expression, made in a copy of the
 * checkout: a boundary (< to <=), && for ||, a negated condition, a guard that is not there, a limit that is one higher, a
 * sort, filter, slice, reverse or trim that is not there, true for false.
 *
 *   node bench/mutants.mjs --seed TEXT [--count 40] [--list] [--folder 30] [--elsewhere 10]
 *   node bench/mutants.mjs src/lib/glob.ts:12:5:boundary …
 *   node bench/mutants.mjs --hand-made
 *
 * The hash of the seed and the place chooses: the folders of src in turn, and a file at most once. First the nearest tests
 * of the mirrored folder run, by the imports between them and the file, then the nearest --folder others of that folder,
 * with the nearest --elsewhere test files of other folders. A test that also fails without the mutant counts for nothing.
 * The second form tries the named mutants, the third those of mutants/hand-made.mjs, which are also named by their files.
 * Exit status 1: fewer than 95 % are killed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { sourceFiles } from '../scripts/imports.mjs';
import { HAND_MADE } from './mutants/hand-made.mjs';
import { nearestTests } from './mutants/nearest-tests.mjs';
import { mutationSites } from './mutants/sites.mjs';

const GOAL = 0.95;
/** A mutant that makes a loop endless is killed by this timeout. */
const TIMEOUT_MS = 180_000;
const TIMEOUT_OF_FILE_MS = 20_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    count: { type: 'string', default: '40' },
    folder: { type: 'string', default: '30' },
    elsewhere: { type: 'string', default: '10' },
    'hand-made': { type: 'boolean' },
    list: { type: 'boolean' },
  },
});
if (values.seed === undefined && !values['hand-made'] && positionals.length === 0) {
  console.error(
    'usage: node bench/mutants.mjs --seed TEXT | --hand-made | FILE:LINE:COLUMN:KIND …',
  );
  process.exit(2);
}
const sites = sourceFiles('src').flatMap((file) => mutationSites(file, readFileSync(file, 'utf8')));
const mutants = [
  ...named(positionals),
  ...(values['hand-made'] ? HAND_MADE.map(handMade) : []),
  ...(values.seed === undefined ? [] : chosen(values.seed, values.count)),
];
/** By test file: whether it passes without a mutant. */
const passes = new Map();
/** The run of tests. */
let running;

console.log(`${mutants.length} of ${sites.length} mutants`);
/** The files can change while the tests run. */
const titles = mutants.map(titleOf);
if (values.list) for (const title of titles) console.log(title);
else await measure();

function named(keys) {
  return keys.flatMap((key) => {
    const ofKey = sites.filter((one) => one.key === key);
    const byHand = HAND_MADE.filter(({ file }) => file === key).map(handMade);
    if (ofKey.length + byHand.length === 0) throw new Error(`There is no mutant ${key}`);
    return [...ofKey, ...byHand];
  });
}

function handMade({ file, from, to }) {
  const [before, after, ...more] = readFileSync(file, 'utf8').split(from);
  if (after === undefined || more.length > 0)
    throw new Error(`${file} does not have "${from}" once: change bench/mutants/hand-made.mjs`);
  return { key: file, file, start: before.length, end: before.length + from.length, text: to };
}

/** One mutant of each folder of src in turn, of files that have none yet. */
function chosen(seed, count) {
  const hash = (text) => createHash('sha256').update(`${seed} ${text}`).digest('hex');
  const inOrder = (items, textOf) =>
    items
      .map((item) => ({ item, hash: hash(textOf(item)) }))
      .sort((one, other) => (one.hash < other.hash ? -1 : 1))
      .map(({ item }) => item);
  const folderOf = ({ file }) => file.split('/')[1];
  const folders = inOrder([...new Set(sites.map(folderOf))], (folder) => folder);
  const queues = folders.map((folder) => {
    const own = inOrder(
      sites.filter((site) => folderOf(site) === folder),
      ({ key }) => key,
    );
    return own.filter(({ file }, i) => own.findIndex((site) => site.file === file) === i);
  });
  const longest = Math.max(...queues.map((queue) => queue.length));
  const turns = Array.from({ length: longest }, (_, turn) => queues.flatMap((q) => q[turn] ?? []));
  return turns.flat().slice(0, Number(count));
}

function titleOf({ key, file, start, end, text }) {
  const old = readFileSync(file, 'utf8').slice(start, end);
  const short = (code) => code.replaceAll(/\s+/g, ' ').slice(0, 60);
  return `${key}  ${short(old)} → ${short(text) || 'nothing'}`;
}

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'portside-mutants-'));
  // Some tests run a program as another user.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      if (running) process.kill(-running.pid, 'SIGKILL');
      process.exit(130);
    });
  const copy = copyOfCheckout(folder);
  const testsOf = nearestTests();
  const tests = mutants.map(({ file }) => testsOf(file));
  let killed = 0;
  for (const [i, mutant] of mutants.entries()) {
    const result = await tryMutant(mutant, copy, tests[i]);
    if (result.isKilled) killed++;
    const verdict = result.isKilled ? 'killed' : 'SURVIVED';
    console.log(`${i + 1} ${verdict} ${titles[i]}  (${result.reason})`);
  }
  console.log(`${killed} of ${mutants.length} killed`);
  if (killed < mutants.length * GOAL) process.exitCode = 1;
}

/** A clone with the changes that are not committed yet. */
function copyOfCheckout(folder) {
  const copy = join(folder, 'checkout');
  git('clone', '--quiet', '--shared', '.', copy);
  const changed = [
    ...git('diff', '--name-only', '-z', 'HEAD').split('\0'),
    ...git('ls-files', '--others', '--exclude-standard', '-z').split('\0'),
  ].filter((path) => path !== '');
  for (const path of changed) {
    rmSync(join(copy, path), { force: true });
    if (!existsSync(path)) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    copyFileSync(path, join(copy, path));
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  return stdout;
}

async function tryMutant({ file, start, end, text }, copy, [near, folder, elsewhere]) {
  const path = join(copy, file);
  const content = readFileSync(path, 'utf8');
  const mutated = content.slice(0, start) + text + content.slice(end);
  const rest = [
    ...folder.slice(0, Number(values.folder)),
    ...elsewhere.slice(0, Number(values.elsewhere)),
  ];
  const batches = [near, rest].filter((tests) => tests.length > 0);
  for (const tests of batches) {
    writeFileSync(path, mutated);
    const failed = await failedTests(tests, copy);
    writeFileSync(path, content);
    const killer = await findThatPassesWithout(failed ?? tests, copy);
    if (killer && !failed) return { isKilled: true, reason: 'its tests do not end' };
    if (killer) return { isKilled: true, reason: killer };
  }
  return { isKilled: false, reason: `${near.length} + ${rest.length} test files` };
}

/** The first of the test files that passes without a mutant. */
async function findThatPassesWithout(tests, copy) {
  for (const test of tests) {
    if (!passes.has(test)) await runWithout([test], copy);
    if (passes.get(test)) return test;
  }
  return undefined;
}

async function runWithout(tests, copy) {
  const failed = await failedTests(tests, copy);
  if (!failed) throw new Error(`Without a mutant, ${tests.length} test files do not end`);
  for (const test of tests) passes.set(test, !failed.includes(test));
}

/** Undefined: the run did not come to its end. */
async function failedTests(tests, copy) {
  const output = join(copy, '..', 'results.json');
  const timeout = TIMEOUT_MS + TIMEOUT_OF_FILE_MS * tests.length;
  rmSync(output, { force: true });
  const args = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${output}`];
  if (tests.length === 1) args.push('--runInBand');
  const child = spawn(process.execPath, [...args, '--runTestsByPath', ...tests], {
    cwd: copy,
    stdio: 'ignore',
    // The timeout ends the group of processes: the workers too.
    detached: true,
    env: {
      ...process.env,
      TMPDIR: join(copy, '..'),
      NODE_OPTIONS: '--import ./scripts/jest/register.mjs --disable-warning=ExperimentalWarning',
      // On a busy machine a slow test is no killed mutant.
      TEST_TIMEOUT_MS: String(timeout),
    },
  });
  running = child;
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), timeout);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
  running = undefined;
  if (!existsSync(output)) return undefined;
  const { testResults } = JSON.parse(readFileSync(output, 'utf8'));
  const failed = testResults.filter(({ status }) => status === 'failed');
  return failed.map(({ name }) => name.slice(copy.length + 1));
}
