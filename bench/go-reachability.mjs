#!/usr/bin/env node
/**
 * Whether the vulnerable functions of Go modules are in programs: Portside compared with govulncheck, on programs that are built
 * here in three ways (plain, -ldflags='-s -w', strip), and Debian's own programs.
 * node bench/go-reachability.mjs OSV-FOLDER [WORK-FOLDER]
 * OSV-FOLDER has OSV's dump of Go: all.zip. It needs Debian with go, govulncheck, strip, zip, unzip and gcc. It downloads
 * Debian packages with apt-get and installs nothing.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LIBRARIES, MODULES, PROGRAMS } from './go-programs.mjs';

const [osv, folder] = process.argv.slice(2);
if (!osv) throw new Error('usage: node bench/go-reachability.mjs OSV-FOLDER [WORK-FOLDER]');
const work = resolve(folder ?? mkdtempSync(join(tmpdir(), 'go-reachability-')));
const WAYS = ['plain', 'flags', 'strip'];

/** Debian's programs: the packages whose programs are written in Go. */
const DEBIAN = [
  'runc',
  'skopeo',
  'containerd',
  'docker-registry',
  'cosign',
  'gh',
  'caddy',
  'rclone',
];

const records = readRecords();
const database = buildDatabase();
const libraries = unpack(LIBRARIES, 'libraries');
makeProxy(libraries);
buildPrograms();
comparePrograms();
compareDebian();

function run(program, args, options = {}) {
  return execFileSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

/** OSV's records by id, and the layout of govulncheck's database: go.dev/doc/security/vuln/database. */
function readRecords() {
  const root = join(work, 'vulndb');
  if (!existsSync(root)) {
    mkdirSync(join(root, 'ID'), { recursive: true });
    mkdirSync(join(root, 'index'));
    run('unzip', ['-q', join(osv, 'all.zip'), '-d', join(root, 'all')]);
    const modules = new Map();
    const all = readdirSync(join(root, 'all')).filter((name) => name.startsWith('GO-'));
    for (const name of all) {
      const record = JSON.parse(readFileSync(join(root, 'all', name), 'utf8'));
      writeFileSync(join(root, 'ID', name), JSON.stringify(record));
      for (const { package: found } of record.affected ?? []) {
        const row = modules.get(found.name) ?? { path: found.name, vulns: [] };
        modules.set(found.name, row);
        if (!row.vulns.some(({ id }) => id === record.id))
          row.vulns.push({ id: record.id, modified: record.modified });
      }
    }
    writeFileSync(join(root, 'index/modules.json'), JSON.stringify([...modules.values()]));
    writeFileSync(join(root, 'index/db.json'), '{"modified":"2026-01-01T00:00:00Z"}');
    writeFileSync(join(root, 'index/vulns.json'), '[]');
  }
  return root;
}

function portside(args, options) {
  return run(process.execPath, ['scripts/run.mjs', 'src/cli/main.ts', ...args], options);
}

function buildDatabase() {
  const out = join(work, 'database');
  if (!existsSync(out)) portside(['db', 'build', '--from', join(osv, 'all.zip'), '--out', out]);
  return out;
}

/** The files of Debian packages, without installing them. */
function unpack(packages, name) {
  const root = join(work, name);
  if (existsSync(root)) return root;
  const debs = join(work, `${name}-debs`);
  mkdirSync(debs, { recursive: true });
  for (const one of packages) run('apt-get', ['download', one], { cwd: debs });
  mkdirSync(root);
  for (const deb of readdirSync(debs)) run('dpkg-deb', ['-x', join(debs, deb), root]);
  return root;
}

/** Debian's libraries as modules of the versions in MODULES. Only the first line of go.mod is kept. */
function makeProxy(root) {
  const proxy = join(work, 'proxy');
  if (existsSync(proxy)) return;
  for (const { path, versions, source = path } of MODULES)
    for (const version of new Set(versions)) {
      // Capitals are escaped, for file systems that ignore case.
      const escaped = path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
      const out = join(proxy, escaped, '@v');
      mkdirSync(out, { recursive: true });
      const goMod = `module ${path}\n\ngo 1.21\n`;
      writeFileSync(join(out, `${version}.mod`), goMod);
      writeFileSync(
        join(out, `${version}.info`),
        JSON.stringify({ Version: version, Time: '2024-01-01T00:00:00Z' }),
      );
      const stage = join(work, 'stage');
      const target = join(stage, `${path}@${version}`);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(root, 'usr/share/gocode/src', source), target, {
        recursive: true,
        dereference: true,
        filter: (file) => !/_test\.go$|\/testdata$/.test(file),
      });
      for (const nested of run('find', [target, '-mindepth', '2', '-name', 'go.mod']).split('\n'))
        if (nested) rmSync(dirname(nested), { recursive: true });
      writeFileSync(join(target, 'go.mod'), goMod);
      run('zip', ['-qr', join(out, `${version}.zip`), `${path}@${version}`], { cwd: stage });
      rmSync(stage, { recursive: true });
    }
}

function buildPrograms() {
  const environment = {
    ...process.env,
    GOPROXY: `file://${join(work, 'proxy')}`,
    GONOSUMDB: '*',
    GOSUMDB: 'off',
    GOFLAGS: '-mod=mod -modcacherw -buildvcs=false',
    GOMODCACHE: join(work, 'modules'),
    GOCACHE: join(work, 'cache'),
    GOTOOLCHAIN: 'local',
  };
  for (const way of WAYS) mkdirSync(join(work, 'programs', way), { recursive: true });
  for (const { name, set = 0, cgo = false, imports, body } of PROGRAMS) {
    const plain = join(work, 'programs/plain', name);
    if (existsSync(join(work, 'programs/strip', name))) continue;
    const source = join(work, 'sources', name);
    mkdirSync(source, { recursive: true });
    const required = MODULES.map(
      ({ path, versions }) => `\t${path} ${versions[set] ?? versions[0]}`,
    );
    writeFileSync(
      join(source, 'go.mod'),
      `module example.com/${name}\n\ngo 1.24\n\nrequire (\n${required.join('\n')}\n)\n`,
    );
    const c = cgo ? '/*\n#include <stdlib.h>\n*/\nimport "C"\n\n' : '';
    const listed = imports.map((path) => `\t${path.includes('"') ? path : `"${path}"`}`).join('\n');
    writeFileSync(
      join(source, 'main.go'),
      `package main\n\n${c}import (\n${listed}\n)\n\nfunc main() {\n${body}\n}\n`,
    );
    const env = { ...environment, CGO_ENABLED: cgo ? '1' : '0' };
    run('go', ['build', '-o', plain, '.'], { cwd: source, env });
    const flags = join(work, 'programs/flags', name);
    run('go', ['build', '-ldflags=-s -w', '-o', flags, '.'], { cwd: source, env });
    run('strip', ['-o', join(work, 'programs/strip', name), plain]);
    console.error(`built ${name}`);
  }
}

/** The ids of the records of which govulncheck finds a function in the program. */
function govulncheck(program) {
  let text;
  try {
    const args = ['-mode=binary', '-scan', 'symbol', '-json', '-db', `file://${records}`, program];
    text = run('govulncheck', args);
  } catch (error) {
    // It exits with 3 when it finds something.
    if (error.status !== 3) throw error;
    text = error.stdout;
  }
  const found = new Set();
  for (const one of text.split(/^(?=\{)/m)) {
    const { finding } = one.trim() ? JSON.parse(one) : {};
    if (finding?.trace?.[0]?.function) found.add(finding.osv);
  }
  return found;
}

/** What Portside says of each program: `GO-…` → its result, by path. */
function scan(root) {
  const out = join(work, 'report.json');
  try {
    const args = ['scan', `dir:${root}`, '--advisories', database, '--only', 'vulnerability'];
    portside([...args, '--offline', '--quiet', '--format', `json=${out}`]);
  } catch (error) {
    if (error.status !== 1 && error.status !== 3) throw error;
  }
  const { findings, incomplete } = JSON.parse(readFileSync(out, 'utf8'));
  if (findings.length === 0)
    throw new Error(`nothing found in ${root}: ${JSON.stringify(incomplete)}`);
  const listed = new Map(
    JSON.parse(readFileSync(join(records, 'index/modules.json'), 'utf8')).map((one) => [
      one.path,
      new Set(one.vulns.map(({ id }) => id)),
    ]),
  );
  const byPath = new Map();
  for (const { aliases, rule, details } of findings)
    for (const { path, result, functions } of details.evidence?.programs ?? []) {
      const ids = [rule, ...aliases].filter((id) => listed.get(details.package)?.has(id));
      const results = byPath.get(path) ?? new Map();
      byPath.set(path, results);
      // A record may be about several modules of the program, such as the standard library and golang.org/x/net.
      for (const id of ids)
        if ((results.get(id)?.result ?? 'not-linked') === 'not-linked')
          results.set(id, { result, functions });
    }
  return byPath;
}

function comparePrograms() {
  const scanned = Object.fromEntries(WAYS.map((way) => [way, scan(join(work, 'programs', way))]));
  const totals = { module: 0, named: 0, kept: 0, missed: 0, differ: 0 };
  console.log(
    '| program | by module | govulncheck, plain | kept, plain | kept, -s -w | kept, strip | missed |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const { name } of PROGRAMS) {
    const named = govulncheck(join(work, 'programs/plain', name));
    const kept = WAYS.map((way) => {
      const results = scanned[way].get(name) ?? new Map();
      return [...results]
        .filter(([, { result }]) => result !== 'not-linked')
        .map(([id]) => id)
        .sort();
    });
    const missed = [...named].filter((id) => kept.some((ids) => !ids.includes(id)));
    const counts = kept.map((ids) => ids.length);
    const byModule = scanned.plain.get(name)?.size ?? 0;
    totals.module += byModule;
    totals.named += named.size;
    totals.kept += counts[0];
    totals.missed += missed.length;
    if (kept.some((ids) => String(ids) !== String(kept[0]))) totals.differ++;
    console.log(
      `| ${[name, byModule, named.size, ...counts, missed.join(' ') || 0].join(' | ')} |`,
    );
    const extra = kept[0].filter((id) => !named.has(id));
    if (process.env.SHOW_EXTRA && extra.length > 0)
      console.error(name, 'not named:', extra.join(' '));
  }
  const ratio = (totals.kept / totals.named).toFixed(2);
  console.log(
    `\n${PROGRAMS.length} programs: ${totals.module} by module, ${totals.named} named by govulncheck, ${totals.kept} kept (${ratio} ×), ${totals.missed} missed, ${totals.differ} programs that differ by way.\n`,
  );
}

function compareDebian() {
  console.log('| Debian package | by module | not linked | share | without functions |');
  console.log('|---|---|---|---|---|');
  let [all, out] = [0, 0];
  for (const name of DEBIAN) {
    const results = [...scan(unpack([name], `debian-${name}`)).values()].flatMap((found) => [
      ...found.values(),
    ]);
    const notLinked = results.filter(({ result }) => result === 'not-linked');
    const unproved = notLinked.filter(({ functions }) => functions.length === 0).length;
    all += results.length;
    out += notLinked.length;
    const share = `${Math.round((100 * notLinked.length) / results.length)} %`;
    console.log(`| ${[name, results.length, notLinked.length, share, unproved].join(' | ')} |`);
  }
  console.log(`\n${out} of ${all} (${Math.round((100 * out) / all)} %) are not linked.`);
}
