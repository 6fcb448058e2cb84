#!/usr/bin/env node
/**
 * How much each rule set shows in public repositories.
 *
 *   node bench/rule-sets.mjs FOLDER [--count 30] [--sets recommended,all] [--cli "node dist/cli/index.js"] [--rows FILE]
 *
 * FOLDER contains bare snapshots of repositories, OWNER+NAME/repo; COUNT of them are chosen by a hash of their name. Checks
 * each from source (`check --offline`) with `rule-set: SET`, or with the built-in policy for the set `none`. Prints findings and
 * rules of each, the findings at medium and above, and the median and the largest; --rows writes the findings of each rule.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '30' },
    sets: { type: 'string', default: 'recommended,all' },
    cli: { type: 'string', default: 'node dist/cli/index.js' },
    rows: { type: 'string' },
  },
});
const [folder] = positionals;
if (folder === undefined)
  throw new Error('usage: rule-sets.mjs FOLDER [--count 30] [--sets SET,…]');
const cli = values.cli
  .split(' ')
  .map((word, at) => (at > 0 && word.includes('/') ? resolve(word) : word));
const sets = values.sets.split(',');
const scratch = mkdtempSync(join(tmpdir(), 'rule-sets-'));
const totals = new Map(sets.map((set) => [set, []]));

try {
  for (const name of chosen(readdirSync(folder), Number(values.count))) {
    const cells = sets.map((set) => measure(name, set));
    console.log(`${name.replace('+', '/')} | ${cells.join(' | ')}`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
for (const [set, counts] of totals) {
  const sorted = counts.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${set}: median ${median}, largest ${sorted.at(-1)}, total ${sum(sorted)}`);
}

/** The repositories, in the order of a hash of their names. */
function chosen(names, count) {
  const hash = (text) => createHash('sha256').update(text).digest('hex');
  const keys = new Map(
    names.filter((name) => name.includes('+')).map((name) => [hash(name), name]),
  );
  return [...keys.keys()]
    .sort()
    .slice(0, count)
    .map((key) => keys.get(key));
}

/** `FINDINGS findings of RULES rules, N at medium or above` */
function measure(name, set) {
  const { findings } = check(copyOf(name), set);
  const rules = countBy(findings, ({ rule }) => rule);
  const severe = findings.filter(({ severity }) => /critical|high|medium/.test(severity)).length;
  totals.get(set).push(findings.length);
  if (values.rows)
    for (const [rule, count] of rules)
      appendFileSync(values.rows, `${[name, set, rule, count].join('\t')}\n`);
  return `${findings.length} findings of ${rules.size} rules, ${severe} at medium or above`;
}

/** The files of the snapshot. It stays as it is: the index is elsewhere. */
function copyOf(name) {
  const copy = join(scratch, name);
  mkdirSync(copy, { recursive: true });
  const git = ['--git-dir', join(folder, name, 'repo'), '--work-tree', copy];
  // Objects that the snapshot lacks are left out.
  spawnSync('git', [...git, 'checkout', '--force', 'HEAD', '--', '.'], {
    env: { ...process.env, GIT_INDEX_FILE: join(scratch, 'index') },
  });
  rmSync(join(scratch, 'index'), { force: true });
  return copy;
}

/** The JSON report. `check` ends with status 1 when it finds something. */
function check(cwd, set) {
  const policy = join(scratch, `${set}.yml`);
  writeFileSync(policy, `rule-set: ${set}\n`);
  const words = ['check', '.', '--offline', '--format', 'json'];
  const args = set === 'none' ? words : [...words, '--policy', policy];
  const [program, ...rest] = cli;
  const run = spawnSync(program, [...rest, ...args], { cwd, maxBuffer: 1 << 30, encoding: 'utf8' });
  if (run.stdout === '') throw new Error(`${cwd}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

function countBy(items, keyOf) {
  const counts = new Map();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
