/**
 * Draws findings of public repositories at random, for a person to read: bench/precision.csv has the verdicts.
 *
 *   node bench/precision.mjs FOLDER FILE [COUNT [RULE...]]
 *
 * FOLDER contains bare snapshots of repositories, OWNER+NAME/…/HEAD. Checks each (`dist/cli`, `check --offline`) and writes the
 * findings of all rules to FILE, as JSON lines with the text around them and the smallest rule set that shows them; a FILE
 * that exists is used instead. Prints COUNT of them (300): one of every rule that fires, then others as often as they occur.
 * With rules, only findings of these. The draw is the same for the same findings.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gitFolder, writeFiles } from './snapshot.mjs';

const CLI = fileURLToPath(new URL('../dist/cli/index.js', import.meta.url));
const SEED = 'portside';
const [folder, file, count = '300', ...rules] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: precision.mjs FOLDER FILE [COUNT [RULE...]]');

const policies = mkdtempSync(join(tmpdir(), 'precision-policies-'));
process.once('exit', () => rmSync(policies, { recursive: true }));

if (!existsSync(file)) {
  const repositories = readdirSync(folder).filter((name) => name.includes('+'));
  const rows = await inOrder(repositories.sort(), findingsOf);
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
const all = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const wanted = rules.length === 0 ? all : all.filter(({ rule }) => rules.includes(rule));
for (const one of draw(wanted, Number(count))) console.log(JSON.stringify(one));
console.error(`${all.length} findings of ${new Set(all.map(({ rule }) => rule)).size} rules`);

/** The results of all names, in their order; four are worked on at the same time. */
async function inOrder(names, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < names.length) {
      const index = next++;
      results[index] = await work(names[index]);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return results.flat();
}

/** The findings of a repository, each with its text. */
async function findingsOf(name) {
  const git = gitFolder(join(folder, name));
  if (git === undefined) return [];
  const copy = mkdtempSync(join(tmpdir(), 'precision-'));
  try {
    writeFiles(git, copy);
    const shown = await check(copy, 'recommended');
    const recommended = new Set(shown.map(({ fingerprint }) => fingerprint));
    return (await check(copy, 'all')).map((finding) => ({
      repository: name.replace('+', '/'),
      path: finding.location?.path ?? '',
      line: finding.location?.startLine ?? 0,
      rule: finding.rule,
      severity: finding.severity,
      set: recommended.has(finding.fingerprint) ? 'recommended' : 'all',
      message: finding.message,
      text: textAround(copy, finding.location),
    }));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The findings of a rule set. `check` ends with status 1 when the policy fails. */
function check(cwd, set) {
  const policy = join(policies, `${set}.yml`);
  writeFileSync(policy, `rule-set: ${set}\n`);
  const args = [CLI, 'check', '.', '--offline', '--format', 'json', '--policy', policy];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 1 << 30 }, (_, stdout, stderr) =>
      stdout === '' ? reject(new Error(`${cwd}: ${stderr}`)) : resolve(JSON.parse(stdout).findings),
    );
  });
}

function textAround(copy, location) {
  if (!location || !existsSync(join(copy, location.path))) return '';
  const lines = readFileSync(join(copy, location.path), 'utf8').split('\n');
  const { startLine, endLine = startLine } = location;
  return lines
    .slice(Math.max(0, startLine - 7), Math.min(endLine, startLine + 12) + 12)
    .map((line, i) => `${Math.max(0, startLine - 7) + i + 1} ${line.slice(0, 200)}`)
    .join('\n');
}

/** One of every rule, then the others in a random order. */
function draw(findings, most) {
  const shuffled = findings
    .map((finding) => ({ finding, at: hash(finding) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ finding }) => finding);
  const first = new Map();
  for (const one of shuffled) if (!first.has(one.rule)) first.set(one.rule, one);
  const chosen = new Set(first.values());
  return [...chosen, ...shuffled.filter((one) => !chosen.has(one))].slice(0, most);
}

function hash({ repository, path, line, rule, message }) {
  return createHash('sha256')
    .update([SEED, repository, path, line, rule, message].join('\n'))
    .digest('hex');
}
