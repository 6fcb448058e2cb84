#!/usr/bin/env node
/**
 * Compares the rules for Kubernetes with the test samples of other linters.
 *
 *   node bench/manifest-peers.mjs checkov|kube-linter|kubesec|kics FOLDER [--cli dist/cli/index.js]
 *
 * FOLDER is a checkout of the peer, which is read as data. bench/manifest-peers.csv says which of our rules ask the same as
 * a check (`!`: the peer counts what is good, and our rule reports its absence), or why none does. A sample agrees if these
 * rules have a finding where the peer has one, and none where it has none; a row of a sample (`check/file`) argues why not, and
 * has one of these words instead of rules: `peer` (by the specification that it names, the peer is wrong), `stricter` and
 * `milder` (our rule asks for more or less on purpose), `elsewhere` (the finding is that of another check), `refused` (the
 * cluster or Compose refuses the sample, or it cannot be known before it is rendered). Each sample has a folder of its own, since some
 * rules read other files of the repository. Many samples of kube-linter and kubesec have no containers or no images, which
 * Kubernetes refuses and we read as patches of Kustomize: they are added first.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { dump, loadAll } from 'js-yaml';

const [peer, folder, ...rest] = process.argv.slice(2);
const cli = resolve(rest[0] === '--cli' ? rest[1] : 'dist/cli/index.js');
const readers = {
  checkov: checkovSamples,
  'kube-linter': kubeLinterSamples,
  kubesec: kubesecSamples,
  kics: kicsSamples,
};
if (!readers[peer] || !folder) {
  console.error('usage: manifest-peers.mjs checkov|kube-linter|kubesec|kics FOLDER [--cli FILE]');
  process.exit(2);
}
const mapping = readMapping(peer);
const scratch = mkdtempSync(join(tmpdir(), 'portside-peers-'));
const counts = {
  agree: 0,
  differ: 0,
  argued: new Map(),
  mapped: new Set(),
  unmapped: new Map(),
  unknown: new Set(),
};
try {
  for (const [index, sample] of [...readers[peer](folder)].entries()) compare(sample, index);
} finally {
  rmSync(scratch, { recursive: true });
}
const argued = [...counts.argued.values()].reduce((sum, one) => sum + one, 0);
const all = counts.agree + counts.differ + argued;
for (const [check, note] of counts.unmapped)
  console.log(`no rule: ${check}: ${note || 'NOT ARGUED'}`);
for (const check of counts.unknown) console.log(`not in the table: ${check}`);
const kinds = [...counts.argued].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none';
console.log(
  `${peer}: ${counts.agree} of ${all} samples agree (${((100 * counts.agree) / all).toFixed(1)} %), ${argued} differ with an argument (${kinds}), ${counts.differ} without; checks: ${counts.mapped.size} mapped, ${counts.unmapped.size} not`,
);

/** Lints one sample and counts whether the rules agree with the peer. */
function compare({ check, name, text, isBad }, index) {
  const row = mapping(check);
  if (!row) return counts.unknown.add(check);
  if (row.rules.length === 0) return counts.unmapped.set(check, row.note);
  const own = join(scratch, String(index));
  mkdirSync(own);
  writeFileSync(join(own, name), text);
  const run = spawnSync(process.execPath, [cli, 'lint', '--format', 'json', name], {
    cwd: own,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  counts.mapped.add(check);
  const report = run.stdout === '' ? undefined : JSON.parse(run.stdout);
  const found = (report?.findings ?? []).filter(({ rule }) => row.rules.includes(rule));
  const agrees = report !== undefined && found.length > 0 === (row.inverted ? !isBad : isBad);
  const argument = mapping(`${check}/${name}`);
  if (agrees) counts.agree++;
  else if (argument)
    counts.argued.set(argument.rules[0], (counts.argued.get(argument.rules[0]) ?? 0) + 1);
  else counts.differ++;
  if (agrees && argument) console.log(`argued without need: ${check}/${name}`);
  if (!agrees && !argument)
    console.log(
      `${check} ${name}: peer ${isBad}, ours ${found.map(({ message }) => message).join('; ') || (report ? 'none' : run.stderr.trim())} [${run.status}]`,
    );
}

/** A function that returns the row of a check: our rules, and why there is none. */
function readMapping(wanted) {
  const rows = readFileSync(new URL('manifest-peers.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const entries = rows.map((row) => {
    const [owner, check, rules, ...note] = row.split(',');
    const ids = rules.split(' ').filter(Boolean);
    return {
      owner,
      check,
      inverted: rules.startsWith('!'),
      rules: ids.map((id) => id.replace('!', '')),
      note: note.join(','),
    };
  });
  const isOf = (check) => (row) =>
    row.owner === wanted &&
    (row.check.endsWith('*') ? check.startsWith(row.check.slice(0, -1)) : row.check === check);
  return (check) => entries.find(isOf(check));
}

/** Of checkov the files whose name says PASSED or FAILED, in the folder of a check. */
function* checkovSamples(root) {
  const checks = join(root, 'tests/kubernetes/checks');
  for (const entry of readdirSync(checks).filter((one) => one.startsWith('example_'))) {
    for (const name of readdirSync(join(checks, entry))) {
      const isFailed = /fail/i.test(name);
      if (isFailed === /pass/i.test(name) || !/\.(ya?ml|json)$/.test(name)) continue;
      yield {
        check: entry.slice(8),
        name,
        text: readFileSync(join(checks, entry, name), 'utf8'),
        isBad: isFailed,
      };
    }
  }
}

/** Of kube-linter the files of its end-to-end tests, which all have at least one finding. */
function* kubeLinterSamples(root) {
  const tests = readFileSync(join(root, 'e2etests/bats-tests.sh'), 'utf8').split('@test ').slice(1);
  for (const test of tests) {
    const file = /tmp="(tests\/checks\/\S+)"/.exec(test)?.[1];
    const check = /^"(?!flag-|template-)([^"]+)"/.exec(test)?.[1];
    if (!file || !check) continue;
    yield {
      check,
      name: basename(file),
      text: completed(readFileSync(join(root, file), 'utf8')),
      isBad: true,
    };
  }
}

/** Of kubesec the manifests in its unit tests, with how many containers or objects a rule counts. */
function* kubesecSamples(root) {
  const rules = join(root, 'pkg/rules');
  for (const file of readdirSync(rules).filter((one) => one.endsWith('_test.go'))) {
    const tests = readFileSync(join(rules, file), 'utf8')
      .split(/^func Test_?/m)
      .slice(1);
    for (const [index, test] of tests.entries()) {
      const text = /`([^`]*kind:[^`]*)`/.exec(test)?.[1];
      const check = /(?:containers|res) := ([A-Z]\w+)\(/.exec(test)?.[1];
      const count = Number(/if (?:containers|res) != (\d+)/.exec(test)?.[1] ?? Number.NaN);
      if (!text || !check || Number.isNaN(count)) continue;
      const containers = containersIn(text);
      if (containers === 0 && mapping(check)?.inverted) continue;
      if (count > 0 && mapping(check)?.inverted && count < containers) continue;
      yield { check, name: `${check}-${index}.yaml`, text: completed(text), isBad: count > 0 };
    }
  }
}

/** Of KICS the files of a query's folder `test`, whose names say positive or negative. */
function* kicsSamples(root) {
  for (const kind of ['dockerCompose', 'k8s']) {
    for (const query of readdirSync(join(root, 'assets/queries', kind))) {
      const tests = join(root, 'assets/queries', kind, query, 'test');
      for (const name of readdirSync(tests)) {
        const isBad = name.startsWith('positive');
        if (!/^(positive|negative)\d*\.(ya?ml|json)$/.test(name)) continue;
        const text = readFileSync(join(tests, name), 'utf8');
        yield { check: `${kind}/${query}`, name, text, isBad };
      }
    }
  }
}

function containersIn(text) {
  const all = (value) => {
    if (typeof value !== 'object' || value === null) return 0;
    return Object.entries(value).reduce(
      (sum, [key, one]) =>
        sum + (/containers$/i.test(key) && Array.isArray(one) ? one.length : all(one)),
      0,
    );
  };
  return loadAll(text).reduce((sum, one) => sum + all(one), 0);
}

/** The manifest with a container in each pod and an image in each container. */
function completed(text) {
  const complete = (value) => {
    if (typeof value !== 'object' || value === null) return;
    if (value.template && typeof value.template === 'object') {
      value.template.spec ??= {};
      value.template.spec.containers ??= [{ name: 'main' }];
    }
    for (const one of value.containers ?? []) one.image ??= 'registry.example/app:1';
    for (const one of Object.values(value)) complete(one);
  };
  const documents = loadAll(text);
  for (const one of documents) complete(one);
  return documents.map((one) => dump(one)).join('---\n');
}
