// What a first run says about public repositories: is each file of Git accounted for, and what is incomplete?
//   node bench/ledger.mjs FOLDER [COUNT]
// FOLDER has one checkout of a repository in each folder. COUNT of them (30) are taken in the order of the SHA-256 of their
// names. Prints a row for each repository, and the reasons why results are incomplete.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [folder, count = '30'] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench/ledger.mjs FOLDER [COUNT]');
const program = resolve(import.meta.dirname, '../dist/cli/index.js');
const digest = (name) => createHash('sha256').update(name).digest('hex');
const names = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, '.git')))
  .sort((a, b) => (digest(a) < digest(b) ? -1 : 1))
  .slice(0, Number(count));

const run = (cwd, words) =>
  spawnSync(process.execPath, [program, 'check', '.', ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });

let [files, listed, read, notRead] = [0, 0, 0, 0];
const reasons = [];
for (const name of names) {
  const cwd = join(folder, name);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd, maxBuffer: 1 << 30 })
    .toString()
    .split('\0')
    .filter(Boolean).length;
  const ledger = run(cwd, ['--list']).stdout.trimEnd().split('\n').filter(Boolean);
  const report = JSON.parse(run(cwd, ['--offline', '--format', 'json']).stdout || 'null');
  const unread = ledger.filter((line) => line.includes('\tnot read: ')).length;
  const interest = ledger.filter((line) => !line.endsWith('\tof no interest')).length - unread;
  console.log([name, tracked, ledger.length, interest, unread, report?.verdict.outcome].join('\t'));
  files += tracked;
  listed += ledger.length;
  read += interest;
  notRead += unread;
  for (const { check, target, reason } of report?.incomplete ?? [])
    reasons.push(`${name}\t${check}\t${target}\t${reason}`);
}
console.log(
  `${names.length} repositories: ${files} files of Git, ${listed} in the ledger, ${read} read, ${notRead} not read`,
);
console.log(`${reasons.length} incomplete:\n${reasons.join('\n')}`);
