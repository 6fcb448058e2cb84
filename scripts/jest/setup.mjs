/**
 * Runs once in each process that runs tests. jest-light-runner runs many files in one process, without the timeouts and the
 * isolation of jest's own runner: here tests get their timeouts, and a file that leaves the process changed fails.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { addEventHandler, getState } from 'jest-circus';
import { releaseResources } from '../../src/lib/run-resources.ts';
import { LATE_ERRORS } from './end.mjs';

// The runner kills a worker that is not gone a second after the last file: what is removed at the end is removed now.
process.once('disconnect', () => process.exit());

// Programs that tests start do not load our TypeScript.
delete process.env.NODE_OPTIONS;

// Stack traces have the lines of the TypeScript.
process.setSourceMapsEnabled(true);

// jest.config.js sets it. Tests measure no time: the timeout only ends tests that hang, also on busy machines.
const TIMEOUT_MS = Number(process.env.TEST_TIMEOUT_MS);
delete process.env.TEST_TIMEOUT_MS;

// The collector of garbage. V8 itself lets a worker grow to more than a gigabyte.
v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');
const SMALL_BYTES = 256e6;
const GROWTH_BYTES = 128e6;
let keptBytes = 0;

/** With TEST_COSTS=FILE, each test file appends a line to it: see writeCosts. */
const COSTS = process.env.TEST_COSTS;
let costs = [0, 0, 0, 0];

/** The root block of the current file, and what the process was before it. */
let root;
let before;
let timeoutMs;
const endings = [];

/** Errors of the current file that no test waits for. */
const strays = [];
let isInFile = false;
process.on('uncaughtException', (error) => {
  if (isInFile) strays.push(error);
  // The results of the file have been reported. scripts/jest/end.mjs fails for what is in the folder.
  else appendFileSync(join(process.env.TMPDIR, LATE_ERRORS), `${error?.stack ?? error}\n`);
});

addEventHandler(({ name, fn, hookType }, { currentDescribeBlock, rootDescribeBlock }) => {
  if (name !== 'add_hook' && name !== 'add_test') return;
  if (root !== rootDescribeBlock) startFile(rootDescribeBlock);
  const added = name === 'add_hook' ? currentDescribeBlock.hooks : currentDescribeBlock.children;
  bound(
    added.findLast((item) => item.fn === fn),
    hookType ?? 'test',
  );
});

/**
 * Runs the function after the tests of the current file. For modules that many files share: they are loaded once, so a hook
 * at their top would only be one of the first file.
 */
export function atEndOfFile(ending) {
  endings.push(ending);
}

/** jest.setTimeout: the timeout of the tests and hooks that the current file defines from now on. */
export function setTimeoutOfFile(ms) {
  if (root !== getState().rootDescribeBlock) startFile(getState().rootDescribeBlock);
  timeoutMs = ms;
}

function startFile(block) {
  root = block;
  isInFile = true;
  timeoutMs = undefined;
  before = surroundings();
  // After the hooks of the file.
  const check = { type: 'afterAll', fn: endFile, parent: block };
  const { push } = block.hooks;
  block.hooks.push(check);
  block.hooks.push = (...hooks) => {
    const at = block.hooks.indexOf(check);
    if (at >= 0) block.hooks.splice(at, 1);
    return push.call(block.hooks, ...hooks, check);
  };
}

/** Ends a test or hook that does not end. */
function bound(item, kind) {
  const fn = item?.fn;
  // The runner waits for a callback.
  if (fn === undefined || fn.length > 0) return;
  item.fn = async () => {
    const ms = item.timeout ?? timeoutMs ?? TIMEOUT_MS;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`this ${kind} did not end within ${ms} ms`)), ms);
    });
    try {
      await Promise.race([fn(), late]);
    } finally {
      clearTimeout(timer);
      staySmall();
    }
  };
}

/** To start a program takes the longer the larger the process is: 1.4 ms with 50 MB, 6 ms with 400 MB, 24 ms with 1.2 GB. */
function staySmall() {
  if (process.memoryUsage.rss() < Math.max(SMALL_BYTES, keptBytes + GROWTH_BYTES)) return;
  collect();
  keptBytes = process.memoryUsage.rss();
}

/** What the files of a process share. */
function surroundings() {
  return {
    'the working directory': process.cwd(),
    'process.exitCode': process.exitCode,
    'process.env': JSON.stringify(Object.entries(process.env).sort()),
    'process.stdout.write': process.stdout.write,
    'process.stderr.write': process.stderr.write,
    'the names of globals': Object.keys(globalThis).sort().join(),
    Date: globalThis.Date,
    fetch: globalThis.fetch,
    setTimeout: globalThis.setTimeout,
  };
}

async function endFile() {
  for (const ending of endings.splice(0)) await ending();
  // What the product removes when its process ends. All of it at once would take the worker longer than the runner waits.
  releaseResources();
  if (COSTS) writeCosts();
  isInFile = false;
  const [stray] = strays.splice(0);
  if (stray) throw stray;
  const after = surroundings();
  const changed = Object.keys(before).filter((name) => after[name] !== before[name]);
  if (changed.length > 0)
    throw new Error(
      `the tests of this file changed ${changed.join(' and ')}, and did not restore it`,
    );
}

/**
 * The file, its seconds of user and system time, those of the programs that it started and waited for, and the megabytes of
 * the process, with tabs between them. The time to load its modules is part of it.
 */
function writeCosts() {
  const { user, system } = process.cpuUsage();
  const [, stat] = readFileSync('/proc/self/stat', 'utf8').split(') ');
  const [programsUser, programsSystem] = stat.split(' ').slice(13, 15);
  const now = [user / 1e6, system / 1e6, programsUser / 100, programsSystem / 100];
  const seconds = now.map((time, i) => (time - costs[i]).toFixed(2));
  const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
  const { testPath } = expect.getState();
  appendFileSync(COSTS, `${[relative('', testPath), ...seconds, megabytes].join('\t')}\n`);
  costs = now;
}
