import { expect, it } from '@jest/globals';
import { compareWithBaseline } from '../../src/baseline/compare.js';
import type { Finding } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { lintManifests } from '../../src/manifests/lint.js';
import { matchExceptions } from '../../src/policy/exceptions.js';
import { parse } from '../dockerfile/parse-text.js';
import { manifestOf } from '../manifests/lint-text.js';
import { NOW } from '../now.js';

const SUPPRESSED: Finding[] = [];

function lintText(text: string): Finding[] {
  SUPPRESSED.length = 0;
  const onSuppressed = (finding: Finding) => SUPPRESSED.push(finding);
  return text.startsWith('FROM')
    ? lintDockerfile(parse(text), { now: NOW }, { onSuppressed })
    : lintManifests([manifestOf(text)], { now: NOW }, undefined, onSuppressed);
}

/** The findings with one of the names, as `rule severity +aliases of these names`. */
function named(text: string, names: readonly string[]): string[] {
  return lintText(text)
    .filter(({ rule, aliases }) => [rule, ...aliases].some((name) => names.includes(name)))
    .map(
      ({ rule, severity, aliases }) =>
        `${rule} ${severity} +${aliases.filter((one) => names.includes(one)).join()}`,
    );
}

const VOLUME = ['DEP-HOSTPATH', 'DEP-HOSTPATH-RW', 'DEP-HOSTPATH-SENS', 'DEP-SOCK'];

/** A pod that mounts a path of the host, once for each of the options. */
function mounting(path: string, ...options: readonly string[]): string {
  const containers = options.map(
    (option, i) => `{ name: c${i}, volumeMounts: [{ name: v${option} }] }`,
  );
  return `kind: Pod\nmetadata: { name: p }\nspec:\n  containers: [${containers.join(', ')}]\n  volumes:\n    - { name: v, hostPath: { path: ${path} } }`;
}

it.each([
  [mounting('/srv', ''), VOLUME, ['DEP-HOSTPATH medium +DEP-HOSTPATH-RW']],
  [mounting('/srv', ', readOnly: true'), VOLUME, ['DEP-HOSTPATH medium +']],
  [mounting('/etc', ''), VOLUME, ['DEP-HOSTPATH-SENS high +DEP-HOSTPATH,DEP-HOSTPATH-RW']],
  [mounting('/etc', '', ''), VOLUME, ['DEP-HOSTPATH-SENS high +DEP-HOSTPATH,DEP-HOSTPATH-RW']],
  [mounting('/var/run/docker.sock', ''), VOLUME, ['DEP-SOCK critical +DEP-HOSTPATH']],
  [
    'kind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - name: c\n      volumeMounts:\n        - name: v\n  volumes:\n    - { name: v, hostPath: { path: /srv } }',
    VOLUME,
    ['DEP-HOSTPATH medium +DEP-HOSTPATH-RW'],
  ],
  [
    'FROM debian:12\nENV DB_PASSWORD=q8Zr1Lw0Vx7Tk2Ns9Jd4',
    ['PS0014', 'PS0015', 'DL3064', 'SecretsUsedInArgOrEnv'],
    ['PS0015 high +PS0014,DL3064,SecretsUsedInArgOrEnv'],
  ],
  [
    'FROM debian:12\nENV A=1 DB_PASSWORD=q8Zr1Lw0Vx7Tk2Ns9Jd4 API_TOKEN=hunter2x',
    ['PS0014', 'PS0015'],
    ['PS0015 high +PS0014', 'PS0014 high +'],
  ],
])('one problem is one finding with all names: %j', (text, names, expected) => {
  expect(named(text, names).sort()).toEqual([...expected].sort());
});

it.each([
  ['PS0014', 1],
  ['PS0015', 1],
  ['DL3064', 0],
  ['SecretsUsedInArgOrEnv', 0],
])('a comment for %s suppresses the joined finding if that rule is as severe', (rule, count) => {
  const text = `FROM debian:12\n# portside ignore=${rule} -- a test\nENV DB_PASSWORD=q8Zr1Lw0Vx7Tk2Ns9Jd4`;
  expect(named(text, ['PS0014', 'PS0015'])).toHaveLength(1 - count);
  expect(SUPPRESSED).toHaveLength(count);
});

it.each([
  ['DEP-HOSTPATH', '/srv', 1],
  ['KSV-0023', '/srv', 1],
  ['DEP-HOSTPATH', '/etc', 0],
  ['KSV-0023', '/etc', 0],
  ['DEP-HOSTPATH-RW', '/etc', 0],
  ['DEP-HOSTPATH-SENS', '/etc', 1],
  ['sensitive-host-mounts', '/etc', 1],
  ['DEP-HOSTPATH', '/var/run/docker.sock', 0],
])('a comment or an exception for %s accepts a mount of %s: %d', (rule, path, count) => {
  const plain = mounting(path, '');
  const text = plain.replace(
    /\n( *)- \{ name: v, hostPath/,
    (item, indent) => `\n${indent}# portside ignore=${rule} -- a test${item}`,
  );
  expect(text).not.toBe(plain);
  lintText(text);
  expect(SUPPRESSED).toHaveLength(count);
  const exceptions = [
    { rule, packages: [], paths: [], images: [], licenses: [], reason: 'r', file: 'p', line: 1 },
  ];
  const found = matchExceptions(exceptions, NOW).apply(lintText(plain));
  expect(found.filter(({ status }) => status === 'excepted')).toHaveLength(count);
});

function statuses(before: string, after: string): string[] {
  const [old, now] = [lintText(before), lintText(after)];
  const { findings } = compareWithBaseline(
    now,
    { name: 'main', findings: old, checks: new Set(['manifest', 'lint']), holders: [] },
    { targets: [], incomplete: [], wholeRepository: true },
  );
  return findings
    .filter(({ rule }) => VOLUME.includes(rule))
    .map(({ rule, status }) => `${status} ${rule}`);
}

it('a joined finding is existing only if each part of it is', () => {
  const [readOnly, writable] = [mounting('/etc', ', readOnly: true'), mounting('/etc', '')];
  expect(statuses(writable, writable)).toEqual(['existing DEP-HOSTPATH-SENS']);
  expect(statuses(readOnly, writable)).toEqual(['new DEP-HOSTPATH-SENS']);
  expect(statuses(writable, mounting('/etc', '', ''))).toEqual(['new DEP-HOSTPATH-SENS']);
});

it('a finding that was joined is existing when its partner is gone, and not fixed when it is joined', () => {
  const [readOnly, writable] = [mounting('/srv', ', readOnly: true'), mounting('/srv', '')];
  expect(statuses(writable, readOnly)).toEqual(['existing DEP-HOSTPATH']);
  expect(statuses(mounting('/etc', ''), mounting('/etc', ', readOnly: true'))).toEqual([
    'existing DEP-HOSTPATH-SENS',
  ]);
});
