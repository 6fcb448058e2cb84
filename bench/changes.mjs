#!/usr/bin/env node
/**
 * "Fails only for what it adds", measured on repositories that nobody here wrote (frame.tsv): each change of changes/ is
 * made in each repository, committed, and checked against the commit before it.
 *
 *   node bench/changes.mjs --mirrors FOLDER [--measurement 'changes 1'] [--slice 0-20] [--kinds TEXT,…] [--only NAME]
 *     [--sources] [--pairs 8] [--share 1] [--rows FILE] [--diffs FOLDER]
 *
 * FOLDER has a bare snapshot OWNER+NAME/repo of each repository. A harmless change must have nothing new, nothing fixed
 * and the verdict of an empty change. A harmful one must have exactly its finding new, on its line; with a harmless one in
 * the same commit it must have the same rules new. --rows writes every result, --diffs the change of each miss, --share 3
 * makes a third of the harmful changes, chosen by a hash, and --sources runs src/ instead of dist/. Everything is offline.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { harmful } from './changes/harmful.mjs';
import { harmless } from './changes/harmless.mjs';
import { hash, Repository } from './changes/repository.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    mirrors: { type: 'string' },
    measurement: { type: 'string', default: 'changes 1' },
    slice: { type: 'string' },
    kinds: { type: 'string' },
    only: { type: 'string' },
    sources: { type: 'boolean' },
    pairs: { type: 'string', default: '8' },
    share: { type: 'string', default: '1' },
    rows: { type: 'string' },
    diffs: { type: 'string' },
  },
});
if (!values.mirrors) {
  console.error('usage: node bench/changes.mjs --mirrors FOLDER [--slice 0-20] [--kinds TEXT,…]');
  process.exit(2);
}

const COLUMNS = [
  'repository',
  'type',
  'kind',
  'result',
  'reason',
  'expected',
  'new',
  'fixed',
  'verdict',
];
const work = mkdtempSync(join(tmpdir(), 'portside-changes-'));
const counts = new Map();
if (values.rows) writeFileSync(values.rows, `${COLUMNS.join('\t')}\n`);
try {
  for (const { name, mirror } of repositories()) {
    const repository = checkOut(name, mirror);
    measure(repository);
    rmSync(repository.folder, { recursive: true, force: true });
  }
  summarize();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The repositories that frame-slices.tsv says are used by the measurement. */
function repositories() {
  const [from, to] = values.slice?.split('-').map(Number) ?? [0, Number.POSITIVE_INFINITY];
  return readFileSync(join(here, 'frame-slices.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([measurement, , , , used]) => measurement === values.measurement && used === 'yes')
    .slice(from, to)
    .map(([, , name]) => ({
      name,
      mirror: resolve(values.mirrors, name.replace('/', '+'), 'repo'),
    }))
    .filter(({ name }) => values.only === undefined || name.includes(values.only));
}

/** A checkout of the newest commit, as the branch `base`. */
function checkOut(name, mirror) {
  const folder = join(work, name.replace('/', '+'));
  mkdirSync(folder);
  writeFiles(mirror, folder, name);
  const repository = new Repository(folder, name);
  repository.git('init', '-q', '-b', 'base');
  commit(repository);
  return repository;
}

/** Writes the files of the newest commit; a snapshot lacks the largest ones. */
function writeFiles(mirror, folder, name) {
  const env = { PATH: process.env.PATH, HOME: work, GIT_INDEX_FILE: join(work, 'index') };
  const git = (args, input) => {
    const words = ['-c', 'safe.directory=*', '--git-dir', mirror, '--work-tree', folder, ...args];
    const { status, stdout, stderr } = spawnSync('git', words, {
      input,
      env,
      cwd: folder,
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`Cannot check out ${name} from ${mirror}: ${stderr}`);
    return stdout.toString('utf8');
  };
  git(['read-tree', 'HEAD']);
  const entries = git(['ls-files', '-s', '-z']).split('\0').filter(Boolean);
  const ids = entries.map((entry) => entry.split(' ')[1]);
  const states = git(['cat-file', '--batch-check'], ids.join('\n')).split('\n');
  const present = entries.filter(
    (entry, index) => !/ missing$/.test(states[index]) && !entry.startsWith('160000'),
  );
  const paths = present.map((entry) => entry.slice(entry.indexOf('\t') + 1));
  git(['checkout-index', '-f', '-z', '--stdin'], paths.join('\0'));
  rmSync(env.GIT_INDEX_FILE);
}

function commit(repository) {
  repository.git('add', '-A', '-f');
  repository.git('commit', '-q', '--allow-empty', '--no-verify', '-m', 'x');
}

function startAt(repository) {
  repository.git('checkout', '-q', '-f', '--detach', 'base');
  repository.git('clean', '-q', '-f', '-d', '-x');
}

function measure(repository) {
  const isWanted = (kind) =>
    values.kinds === undefined || values.kinds.split(',').some((one) => kind.includes(one));
  startAt(repository);
  commit(repository);
  const empty = check(repository);
  if (!empty) return row(repository, 'empty', 'no change', { reason: 'no report' });
  for (const [kind, apply] of Object.entries(harmless)) {
    if (!isWanted(kind)) continue;
    startAt(repository);
    if (!attempt(repository, kind, apply)) continue;
    commit(repository);
    const run = check(repository);
    row(repository, 'harmless', kind, { run, reason: harmlessMiss(run, empty) });
  }
  const single = [];
  for (const [kind, change] of Object.entries(harmful)) {
    if (!isWanted(kind) || !isOfShare(repository, kind, Number(values.share))) continue;
    const expected = applyHarmful(repository, kind, change);
    if (!expected) continue;
    commit(repository);
    const run = check(repository);
    row(repository, 'harmful', kind, { run, expected, reason: harmfulMiss(run, expected) });
    if (run) single.push({ kind, change, rules: rulesOf(run.added) });
  }
  measurePairs(repository, single);
}

/** The harmful change, and its expectation; undefined if it does not apply. */
function applyHarmful(repository, kind, change) {
  startAt(repository);
  if (typeof change === 'function') return attempt(repository, kind, change);
  const prepared = attempt(repository, kind, change.prepare);
  if (!prepared && !change.isOptional) return undefined;
  // What is prepared is the same file everywhere: in one of `share` repositories is enough.
  if (prepared && !isOfShare(repository, `prepared ${kind}`, change.share ?? 1)) return undefined;
  if (prepared) commit(repository);
  return attempt(repository, kind, change.apply);
}

/** One of `share` repositories, by a hash: the same in each run. */
function isOfShare(repository, kind, share) {
  return Number.parseInt(hash(`${repository.name} ${kind}`).slice(0, 6), 16) % share === 0;
}

/** A harmful and a harmless change in one commit: the same rules must be new as without the harmless one. */
function measurePairs(repository, single) {
  const chosen = repository
    .shuffled(
      single.map((one) => ({ id: one.kind, ...one })),
      'pairs',
    )
    .slice(0, Number(values.pairs));
  for (const { kind, change, rules } of chosen) {
    const expected = applyHarmful(repository, kind, change);
    if (!expected) continue;
    repository.git('add', '-A', '-f');
    const other = repository.first(Object.keys(harmless), kind, (name) => {
      if (name === 'source: add a file') return undefined;
      const applied = attempt(repository, name, harmless[name]);
      return applied && { name };
    });
    if (!other) continue;
    commit(repository);
    const run = check(repository);
    const found = run ? rulesOf(run.added) : '';
    const reason = !run
      ? 'no report'
      : found === rules
        ? undefined
        : `new are ${found || 'none'} instead of ${rules || 'none'}`;
    row(repository, 'pair', `${kind} + ${other.name}`, { run, expected, reason });
  }
}

/** What a change answers; a change that throws does not apply, and says so. */
function attempt(repository, kind, apply) {
  try {
    return apply(repository);
  } catch (error) {
    console.error(`${repository.name}: ${kind}: ${error.stack}`);
    repository.git('checkout', '-q', '-f', '.');
    return undefined;
  }
}

function harmlessMiss(run, empty) {
  if (!run) return 'no report';
  const reasons = [];
  if (run.added.length > 0) reasons.push('new');
  if (run.fixed.length > 0) reasons.push('fixed');
  if (run.outcome !== empty.outcome) reasons.push(`${run.outcome} instead of ${empty.outcome}`);
  return reasons.join(', ') || undefined;
}

function harmfulMiss(run, { file, line, to = line, rules, also = [], variant, files, replaces }) {
  if (!run) return 'no report';
  const isExpected = ({ rule }) => rules.includes(rule);
  const matching = run.added.filter(isExpected);
  if (matching.length === 0) return run.added.length > 0 ? 'another rule' : 'no finding';
  const reasons = [];
  const isThere = ({ location }) =>
    files
      ? files.test(location?.path)
      : location?.path === file && location.startLine >= line && location.startLine <= to;
  if (!matching.some(isThere)) reasons.push('another line');
  if (variant && !matching.some(({ message }) => message.includes(variant)))
    reasons.push('another variant');
  const extra = run.added.filter((one) => !isExpected(one) && !also.includes(one.rule));
  if (matching.length > 1 || extra.length > 0) reasons.push('further rows');
  if (run.fixed.some((one) => !replaces || !isExpected(one))) reasons.push('fixed');
  return reasons.join(', ') || undefined;
}

function rulesOf(findings) {
  return findings
    .map(({ rule }) => rule)
    .sort()
    .join(' ');
}

/** What a check of the commit says against the one before it; undefined without a report. */
function check(repository) {
  const file = join(work, 'report.json');
  rmSync(file, { force: true });
  const root = join(here, '..');
  const program = values.sources
    ? ['--import', join(root, 'scripts/jest/register.mjs'), join(root, 'src/cli/main.ts')]
    : [join(root, 'dist/cli/index.js')];
  // The changes are about findings of any rule.
  const policy = join(work, 'policy.yml');
  writeFileSync(policy, 'rule-set: all\n');
  const words = [
    'check',
    '.',
    '--policy',
    policy,
    '--baseline-ref',
    'HEAD~1',
    '--offline',
    '--format',
    `json=${file}`,
    '--quiet',
  ];
  spawnSync(process.execPath, [...program, ...words], {
    cwd: repository.folder,
    env: { PATH: process.env.PATH, HOME: work },
    timeout: 180_000,
  });
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const withStatus = (status) => report.findings.filter((one) => one.status === status);
  return { added: withStatus('new'), fixed: withStatus('fixed'), outcome: report.verdict.outcome };
}

function row(repository, type, kind, { run, expected, reason }) {
  const count = counts.get(`${type}\t${kind}`) ?? { right: 0, all: 0 };
  counts.set(`${type}\t${kind}`, { right: count.right + (reason ? 0 : 1), all: count.all + 1 });
  const cells = [
    repository.name,
    type,
    kind,
    reason ? 'miss' : 'right',
    reason ?? '',
    expected ? `${expected.rules.join('|')} at ${expected.file}:${expected.line}` : '',
    shown(run?.added),
    shown(run?.fixed),
    run?.outcome ?? '',
  ].map((cell) => cell.replace(/[\t\n\r]+/g, ' '));
  if (values.rows) appendFileSync(values.rows, `${cells.join('\t')}\n`);
  if (reason) console.log(cells.join(' | '));
  if (reason && values.diffs) {
    mkdirSync(values.diffs, { recursive: true });
    const name = `${repository.name} ${type} ${kind}`.replace(/[^\w.-]+/g, '-');
    writeFileSync(join(values.diffs, `${name}.diff`), repository.git('show', '--format=', '-M'));
  }
}

function shown(findings = []) {
  return findings
    .map(
      ({ rule, location, message }) =>
        `${rule} ${location?.path}:${location?.startLine} ${message.slice(0, 60)}`,
    )
    .slice(0, 12)
    .join('; ');
}

function summarize() {
  console.log('\n| type | kind | right | all |\n|---|---|---|---|');
  const sums = new Map();
  for (const [key, { right, all }] of counts) {
    const [type, kind] = key.split('\t');
    if (type !== 'pair') console.log(`| ${type} | ${kind} | ${right} | ${all} |`);
    const sum = sums.get(type) ?? { right: 0, all: 0 };
    sums.set(type, { right: sum.right + right, all: sum.all + all });
  }
  for (const [type, { right, all }] of sums) console.log(`| ${type} | all | ${right} | ${all} |`);
}
