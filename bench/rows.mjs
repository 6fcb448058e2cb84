/**
 * How much a reader sees: the lines of the text report and the rows of all reports for public repositories.
 *
 *   node --import ./scripts/jest/register.mjs bench/rows.mjs FOLDER [COUNT]
 *
 * FOLDER contains bare snapshots of repositories, OWNER+NAME/…/HEAD. COUNT (30) of them are chosen by the SHA-256 of their
 * name. Each is checked from source (`check --offline`), as a first run without a base. Prints a line for each: findings, rows,
 * rows whose sentence another row has, lines of the text report, and the first line of a finding of the worst severity.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ruleBook } from '../src/check/rule-book.ts';
import { findingPlaces } from '../src/reports/finding-places.ts';
import { rowsWithBaseImages } from '../src/reports/rows/problem-rows.ts';
import { describeRows } from '../src/reports/rows/row-text.ts';
import { packagesByPurl } from '../src/reports/vulnerability-facts.ts';
import { gitFolder, writeFiles } from './snapshot.mjs';

const [folder, count = '30'] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: rows.mjs FOLDER [COUNT]');
const hash = (name) => createHash('sha256').update(name).digest('hex');
const names = readdirSync(folder)
  .filter((name) => name.includes('+'))
  .sort((a, b) => (hash(a) < hash(b) ? -1 : 1))
  .slice(0, Number(count));
const work = mkdtempSync(join(tmpdir(), 'portside-rows-'));
const totals = [];
console.log('repository\tfindings\trows\trepeated\tlines\tworst at line');
for (const name of names) {
  const git = gitFolder(join(folder, name));
  if (git === undefined) continue;
  const tree = join(work, name);
  mkdirSync(tree);
  try {
    writeFiles(git, tree);
  } catch {
    console.log(`${name}\tno snapshot`);
    continue;
  }
  const file = join(work, `${name}.json`);
  const { stdout } = spawnSync(
    process.execPath,
    [
      ...[
        '--import',
        resolve('scripts/jest/register.mjs'),
        resolve('src/cli/main.ts'),
        'check',
        '.',
      ],
      ...['--offline', '--quiet', '--format', 'text', '--format', `json=${file}`],
    ],
    { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  rmSync(tree, { recursive: true });
  if (!existsSync(file)) {
    console.log(`${name}\tno report`);
    continue;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const rules = ruleBook;
  const packages = packagesByPurl(report);
  const open = report.findings.filter(({ status }) => status === 'new');
  const rows = rowsWithBaseImages(open, { packages, rules });
  const texts = describeRows(rows, { report, packages, rules, places: findingPlaces(report) });
  const sentences = texts.map(({ what, settings }) =>
    [what, ...settings.map(({ title }) => title)].join('\n'),
  );
  const repeated = sentences.length - new Set(sentences).size;
  const lines = stdout.trimEnd().split('\n');
  const worst = rows[0]?.findings[0].severity;
  const at = worst === undefined ? 0 : lines.findIndex((line) => line.trim().startsWith(worst)) + 1;
  totals.push({ findings: open.length, rows: rows.length, repeated, lines: lines.length, at });
  console.log([name, open.length, rows.length, repeated, lines.length, at].join('\t'));
}
rmSync(work, { recursive: true });
const sorted = (key) => totals.map((one) => one[key]).sort((a, b) => a - b);
const sum = (key) => totals.reduce((all, one) => all + one[key], 0);
for (const key of ['findings', 'rows', 'lines', 'at'])
  console.log(`${key}: median ${sorted(key)[totals.length >> 1]}, most ${sorted(key).at(-1)}`);
console.log(
  `repeated: ${sum('repeated')} of ${sum('rows')} rows (${((100 * sum('repeated')) / sum('rows')).toFixed(1)} %)`,
);
