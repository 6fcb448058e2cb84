#!/usr/bin/env node
/**
 * The first run on public repositories: a pull request that only adds the step. Each repository is checked twice: by the
 * Action, on a checkout of depth 1 with a loopback GitHub, and by `check --baseline-ref HEAD~1`. Both must pass.
 *
 *   node bench/repositories.mjs FOLDER [--only NAME]… [--reports FOLDER] [--dist FOLDER]
 *
 * FOLDER has a bare Git repository OWNER+NAME (or OWNER+NAME/repo) for each. Nothing is written to them. Needs Git and
 * GNU time (Linux). Runs are offline, so advisories and registries are not asked. The times are those of one run; CPU is that of all threads and programs.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    reports: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
  },
  allowPositionals: true,
});
const [mirrors] = positionals;
if (!mirrors) {
  console.error('usage: node bench/repositories.mjs FOLDER [--only NAME]… [--reports FOLDER]');
  process.exit(2);
}

const WORKFLOW = `on: pull_request
permissions:
  contents: read
jobs:
  portside:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: OWNER/portside@v1
`;
const work = mkdtempSync(join(tmpdir(), 'portside-repositories-'));
const perDockerfile = [];
const severities = new Map();
let passed = 0;
let count = 0;
try {
  console.log(
    '| repository | Dockerfiles | manifests | existing | new | Action | CPU (time) | memory | CLI | CPU (time) | memory |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|');
  for (const name of readdirSync(mirrors).sort()) {
    const bare = gitFolder(join(mirrors, name));
    if (!bare || (values.only && !values.only.includes(name))) continue;
    await checkRepository(name, bare);
  }
  summarize();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Checks one repository both ways, and prints its row. */
async function checkRepository(name, bare) {
  const folder = join(work, name);
  const origin = makePullRequest(folder, resolve(bare));
  const checkout = cloneShallow(folder, origin);
  const action = await runAction(folder, checkout, origin);
  git(checkout, 'fetch', '-q', '--depth', '2', `file://${origin.path}`, 'head');
  git(checkout, 'checkout', '-q', '--detach', 'FETCH_HEAD');
  const cli = await runCli(checkout);
  rmSync(folder, { recursive: true, force: true });
  const { report } = action;
  count++;
  if (action.outcome === 'pass' && cli.outcome === 'pass') passed++;
  const ofKind = (kind) => report?.targets.filter((target) => target.kind === kind) ?? [];
  const withStatus = (status) => report?.findings.filter((f) => f.status === status).length;
  for (const finding of report?.findings ?? [])
    severities.set(finding.severity, (severities.get(finding.severity) ?? 0) + 1);
  for (const { name } of ofKind('dockerfile'))
    perDockerfile.push(report.findings.filter(({ location }) => location?.path === name).length);
  if (values.reports) save(name, { action, cli });
  const cells = [
    name.replace('+', '/'),
    ofKind('dockerfile').length,
    ofKind('manifest').length,
    withStatus('existing'),
    withStatus('new'),
    ...[action, cli].flatMap(({ outcome, seconds, cpu, megabytes }) => [
      outcome,
      `${cpu.toFixed(1)} s (${seconds.toFixed(1)} s)`,
      `${megabytes.toFixed(0)} MB`,
    ]),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function summarize() {
  perDockerfile.sort((a, b) => a - b);
  const median = perDockerfile[Math.floor(perDockerfile.length / 2)];
  const ofSeverity = [...severities].map(([severity, n]) => `${n} ${severity}`).join(', ');
  console.log(`
${passed} of ${count} pass. ${perDockerfile.length} Dockerfiles with ${median} findings each in the median, ${perDockerfile.at(-1)} at most.
Findings: ${ofSeverity}.`);
}

function save(name, { action, cli }) {
  mkdirSync(values.reports, { recursive: true });
  for (const [kind, { report, log }] of Object.entries({ action, cli })) {
    writeFileSync(join(values.reports, `${name}.${kind}.json`), JSON.stringify(report ?? null));
    writeFileSync(join(values.reports, `${name}.${kind}.log`), log);
  }
}

/** The Git folder of a mirror; undefined for other files. */
function gitFolder(folder) {
  return [folder, join(folder, 'repo'), join(folder, 'repo', '.git')].find((path) =>
    existsSync(join(path, 'objects')),
  );
}

/**
 * A repository with three commits: `base`, which has the files of the mirror, `head`, which adds the workflow, and
 * `merge`, the merge commit of GitHub. It borrows the objects of the mirror.
 */
function makePullRequest(folder, bare) {
  const path = join(folder, 'origin.git');
  mkdirSync(folder);
  git(folder, 'init', '-q', '--bare', path);
  writeFileSync(join(path, 'objects/info/alternates'), `${join(bare, 'objects')}\n`);
  const tip = git(bare, 'rev-parse', 'HEAD');
  const commit = (tree, ...parents) =>
    git(path, 'commit-tree', '-m', 'x', ...parents.flatMap((id) => ['-p', id]), tree);
  git(path, 'read-tree', `${tip}^{tree}`);
  removeAbsent(path);
  const base = commit(git(path, 'write-tree'));
  const file = join(folder, 'portside.yml');
  writeFileSync(file, WORKFLOW);
  const blob = git(path, 'hash-object', '-w', file);
  const entry = `100644,${blob},.github/workflows/portside.yml`;
  git(path, 'update-index', '--add', '--cacheinfo', entry);
  const tree = git(path, 'write-tree');
  const head = commit(tree, base);
  const merge = commit(tree, base, head);
  for (const [ref, id] of Object.entries({ base, head, merge }))
    git(path, 'update-ref', `refs/heads/${ref}`, id);
  return { path, base, head, merge };
}

/** Removes the files from the index that a mirror lists but does not have. */
function removeAbsent(path) {
  const files = git(path, 'ls-files', '-s', '-z')
    .split('\0')
    .filter((line) => line !== '' && !line.startsWith('160000'));
  const ids = files.map((line) => line.split(' ')[1]);
  const found = git(path, { input: ids.join('\n') }, 'cat-file', '--batch-check').split('\n');
  const absent = files.filter((_, index) => found[index]?.endsWith(' missing'));
  // The mode 0 removes a path.
  const removals = absent.map((line) => `0 ${'0'.repeat(40)}${line.slice(line.indexOf('\t'))}\0`);
  git(path, { input: removals.join('') }, 'update-index', '-z', '--index-info');
}

/** The checkout of the merge commit that actions/checkout makes. */
function cloneShallow(folder, { path }) {
  const checkout = join(folder, 'checkout');
  git(folder, 'init', '-q', checkout);
  git(checkout, 'fetch', '-q', '--depth', '1', `file://${path}`, 'merge');
  git(checkout, 'checkout', '-q', '--detach', 'FETCH_HEAD');
  return checkout;
}

async function runAction(folder, checkout, { path, base, head, merge }) {
  const temporary = join(folder, 'temp');
  mkdirSync(temporary);
  const event = join(folder, 'event.json');
  const repository = { full_name: 'shop/app' };
  const ends = { head: { sha: head, repo: repository }, base: { sha: base, ref: 'main' } };
  writeFileSync(event, JSON.stringify({ number: 7, pull_request: { number: 7, ...ends } }));
  for (const name of ['output', 'summary']) writeFileSync(join(folder, name), '');
  const server = await startGitHub(path, base);
  const run = await measure([resolve(values.dist, 'action/index.js')], checkout, {
    RUNNER_TEMP: temporary,
    GITHUB_WORKSPACE: checkout,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    GITHUB_REPOSITORY: 'shop/app',
    GITHUB_SHA: merge,
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_API_URL: `http://127.0.0.1:${server.address().port}`,
    GITHUB_WORKFLOW: 'portside',
    GITHUB_JOB: 'portside',
    INPUT_TOKEN: 't0ken',
    INPUT_OFFLINE: 'true',
  });
  server.close();
  const file = join(temporary, 'portside', 'report.json');
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return { ...run, report, outcome: report?.verdict.outcome ?? `status ${run.status}` };
}

async function runCli(checkout) {
  const file = join(checkout, '..', 'cli.json');
  const words = ['check', '.', '--baseline-ref', 'HEAD~1', '--offline'];
  const formats = ['--format', 'text', '--format', `json=${file}`];
  const run = await measure(
    [resolve(values.dist, 'cli/index.js'), ...words, ...formats],
    checkout,
    {},
  );
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return { ...run, report, outcome: report?.verdict.outcome ?? `status ${run.status}` };
}

/** A GitHub that has the files of the base commit and an empty answer to all else. */
async function startGitHub(path, base) {
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const blob = /\/git\/blobs\/(\w+)/.exec(url)?.[1];
    const answer = url.includes('/git/trees/')
      ? { sha: base, truncated: false, tree: treeOf(path, base) }
      : blob && {
          content: gitBytes(path, 'cat-file', 'blob', blob).toString('base64'),
          encoding: 'base64',
        };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? []));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

function treeOf(path, commit) {
  return git(path, 'ls-tree', '-r', '-z', commit)
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [, mode, type, sha, name] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(line) ?? [];
      return { mode, type, sha, path: name };
    });
}

/** Runs a program of Node with GNU time: seconds of time and of all processors, megabytes, status and log. */
function measure(args, cwd, env) {
  const start = performance.now();
  const child = spawn('/usr/bin/time', ['-f', '\npeak %M %U %S', process.execPath, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: work, ...env },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  return new Promise((done) =>
    child.on('close', (status) => {
      const [, peak, user, system] = /\npeak (\d+) ([\d.]+) ([\d.]+)/.exec(log) ?? [];
      const cpu = Number(user) + Number(system);
      const seconds = (performance.now() - start) / 1000;
      done({ status, log, seconds, cpu, megabytes: Number(peak) / 1024 });
    }),
  );
}

/** Runs Git in a folder: the text that it prints. The first argument may be `{ input }`. */
function git(folder, ...args) {
  return gitBytes(folder, ...args)
    .toString('utf8')
    .trim();
}

function gitBytes(folder, ...args) {
  const { input } = typeof args[0] === 'object' ? args.shift() : {};
  const user = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'safe.directory=*'];
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...user, ...args], {
    input,
    maxBuffer: 1 << 30,
    env: { PATH: process.env.PATH, HOME: work, GIT_CONFIG_NOSYSTEM: '1' },
  });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
  return stdout;
}
