#!/usr/bin/env node
/**
 * How many findings the linter reports in the Dockerfiles of real repositories: median and largest per Dockerfile, and
 * how many of each rule.
 *
 *   node bench/lint-noise.mjs [--mirror FOLDER] [--cli "node dist/cli/index.js"] [--sample RULE,…]
 *
 * FOLDER has bare Git repositories, one or two folders deep (default: ../.mirror, relative to the main work tree). The
 * newest commit of each is linted. `--sample` prints ten findings of each rule, always the same ones for the same
 * repositories, instead of the tables.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const mirror = resolve(option('mirror', '../.mirror'));
const cli = option('cli', 'node dist/cli/index.js')
  .split(' ')
  .map((word, i) => (i > 0 && word.includes('/') ? resolve(word) : word));
const sampled = option('sample');

const repositories = readdirSync(mirror)
  .sort()
  .flatMap((name) => {
    const git = [join(mirror, name), ...below(join(mirror, name))].find((folder) =>
      existsSync(join(folder, 'objects')),
    );
    return git ? [{ name: name.replace('+', '/'), git }] : [];
  });
const results = repositories.map(lintRepository);
if (sampled) for (const rule of sampled.split(',')) printSample(results, rule);
else printTables(results);

function below(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [join(folder, entry.name), join(folder, entry.name, '.git')] : [],
    );
  } catch {
    return [];
  }
}

/** Lints one repository: its Dockerfiles, and the findings in them. */
function lintRepository({ name, git }) {
  const folder = mkdtempSync(join(tmpdir(), 'portside-noise-'));
  try {
    checkOut(git, folder);
    const run = spawnSync(cli[0], [...cli.slice(1), 'lint', '--quiet', '--format', 'json'], {
      cwd: folder,
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    });
    if (run.error || ![0, 1, 3].includes(run.status))
      throw new Error(`lint of ${name} ended with ${run.status}: ${run.stderr.slice(0, 1000)}`);
    const report = JSON.parse(run.stdout);
    const dockerfiles = report.targets
      .filter(({ kind }) => kind === 'dockerfile')
      .map((target) => target.name);
    const findings = report.findings
      .filter(({ check }) => check === 'lint')
      .map((finding) => ({ ...finding, source: excerpt(folder, finding.location) }));
    return { name, dockerfiles, findings };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files that the linter reads. Large files of a snapshot can be absent, so that `git archive` fails. */
function checkOut(git, folder) {
  const gitIn = (args, input) =>
    execFileSync('git', ['--git-dir', git, ...args], { input, maxBuffer: 1 << 30 });
  const entries = gitIn(['ls-tree', '-rz', 'HEAD'])
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, mode, hash, path] = /^(\d+) blob (\w+)\t(.+)$/s.exec(line) ?? [];
      return path && isRead(path) ? [{ mode, hash, path }] : [];
    });
  const bytes = gitIn(['cat-file', '--batch'], entries.map(({ hash }) => `${hash}\n`).join(''));
  let at = 0;
  for (const { mode, path } of entries) {
    const end = bytes.indexOf('\n', at);
    const size = Number(bytes.toString('latin1', at, end).split(' ')[2]);
    at = end + 1;
    if (!Number.isFinite(size)) continue;
    const content = bytes.subarray(at, at + size);
    at += size + 1;
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (mode === '120000') symlinkSync(content.toString(), file);
    else writeFileSync(file, content);
  }
}

function isRead(path) {
  return /dockerfile|containerfile|dockerignore|\.hadolint\.ya?ml$|\.gitignore$|\.ya?ml$/i.test(
    basename(path),
  );
}

function excerpt(folder, { path, startLine, endLine }) {
  const lines = readFileSync(join(folder, path), 'utf8').split('\n');
  return lines.slice(Math.max(0, startLine - 2), Math.min(endLine, startLine + 4)).join('\n');
}

function printTables(all) {
  const rows = all.filter(({ dockerfiles }) => dockerfiles.length > 0).map(summary);
  const counts = rows.flatMap(({ counts }) => counts);
  const findings = all.flatMap((result) => result.findings);
  console.log(
    '| repository | Dockerfiles | findings | median | largest | rows, median | rows, largest |',
  );
  console.log('|---|---|---|---|---|---|---|');
  const folded = rows.flatMap((row) => row.folded);
  for (const row of [...rows, { name: 'all', counts, folded }])
    console.log(
      `| ${row.name} | ${row.counts.length} | ${sum(row.counts)} | ${median(row.counts)} | ${Math.max(...row.counts)} | ${median(row.folded)} | ${Math.max(...row.folded)} |`,
    );
  console.log('\n| rule | findings | critical | high | medium | low | info |');
  console.log('|---|---|---|---|---|---|---|');
  const rules = [...groupByRule(findings)].sort((a, b) => b[1].length - a[1].length);
  for (const [rule, list] of [...rules, ['all', findings]]) {
    const of = (severity) => list.filter((finding) => finding.severity === severity).length;
    console.log(
      `| ${[rule, list.length, ...['critical', 'high', 'medium', 'low', 'info'].map(of)].join(' | ')} |`,
    );
  }
}

function summary({ name, dockerfiles, findings }) {
  const counts = dockerfiles.map(
    (path) => findings.filter(({ location }) => location.path === path).length,
  );
  // Rows of the comment: three or more low and info findings of a file share one.
  const folded = dockerfiles.map((path) => {
    const own = findings.filter(({ location }) => location.path === path);
    const minor = own.filter(({ severity }) => severity === 'low' || severity === 'info').length;
    return own.length - (minor >= 3 ? minor - 1 : 0);
  });
  return { name, counts, folded };
}

/** Ten findings of a rule in an order that depends on nothing but their fingerprints. */
function printSample(all, rule) {
  const key = ({ fingerprint }) => createHash('sha256').update(fingerprint).digest('hex');
  const found = all
    .flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding })))
    .filter((finding) => finding.rule === rule)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
  console.log(`\n## ${found.length} findings of ${rule}`);
  for (const { name, location, severity, message, source } of found.slice(0, 10))
    console.log(
      `\n${name} ${location.path}:${location.startLine} ${severity}: ${message}\n${source.replace(/^/gm, '    ')}`,
    );
}

function sum(numbers) {
  return numbers.reduce((total, n) => total + n, 0);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function groupByRule(findings) {
  const groups = new Map();
  for (const finding of findings)
    groups.set(finding.rule, [...(groups.get(finding.rule) ?? []), finding]);
  return groups;
}
