import { expect, it, test } from '@jest/globals';
import { ruleBook } from '../../../src/check/rule-book.js';
import type { Finding } from '../../../src/core/finding.js';
import type { PlanFacts } from '../../../src/remedy/plan/facts.js';
import { planOf } from '../../../src/remedy/plan/plan-of.js';
import { lint, vulnerability } from '../../reports/sample.js';

const at = (startLine: number, path = 'Dockerfile') => ({
  ...{ path, startLine, startColumn: 1, endLine: startLine, endColumn: 9 },
});
const fixAt = (line: number, text: string) => ({
  description: `Write ${text}`,
  edits: [{ ...{ startLine: line, startColumn: 1, endLine: line, endColumn: 1 }, text }],
});
let number = 0;
const found = (over: object): Finding => lint({ fingerprint: `f${++number}`, ...over });
const manifest = (rule: string, line: number, over: object = {}) =>
  found({ check: 'manifest', rule, location: at(line, 'compose.yaml'), ...over });

const TARGET = { kind: 'image', name: 'app', dockerfile: 'Dockerfile' } as const;
const plan = (findings: readonly Finding[], facts: PlanFacts = {}) =>
  planOf({ findings, targets: [TARGET], rules: ruleBook, facts }).steps;

/** How many findings each step clears, by its title. */
const cleared = (findings: readonly Finding[], facts?: PlanFacts) =>
  plan(findings, facts).map(({ title, findings: { length } }) => `${title}: ${length}`);

const base = (line: number, over: object = {}) =>
  found({
    ...{ rule: 'BASE-IMAGE', check: 'hardening', severity: 'info', location: at(line) },
    details: { base: 'node:20', options: [{ reference: 'node:24', kind: 'line' }], ...over },
  });

const image = (rule: string, line: number, over: object = {}) =>
  found({ check: 'hardening', rule, location: at(line), subject: { image: 'app' }, ...over });

test('the same edit of a rule in several lines of one Dockerfile is one step', () => {
  const copy = (line: number, text = 'COPY', path?: string) =>
    found({ rule: 'DL3020', location: at(line, path), fix: fixAt(line, text) });
  const all = [copy(7), copy(3), copy(5, 'other'), copy(3, 'COPY', 'b.Dockerfile')];
  expect(cleared(all)).toEqual(['write COPY in 2 lines: 2', 'write other: 1', 'write COPY: 1']);
  expect(plan(all)[0]?.change).toEqual({
    ...{ kind: 'rule-fix', path: 'Dockerfile', rule: 'DL3020', line: 3, lines: [7] },
  });
});

test('rules that make the same edit are one step', () => {
  const fix = fixAt(3, 'x');
  expect(cleared([found({ rule: 'DL3015', fix }), found({ rule: 'PS0002', fix })])).toEqual([
    'write x: 2',
  ]);
  const other = found({ rule: 'PS0002', fix: fixAt(3, 'y') });
  expect(plan([found({ rule: 'DL3015', fix }), other])).toHaveLength(2);
});

test('a custom rule of the policy is cleared by the step of what it matched', () => {
  const custom = manifest('SHOP-001', 5, { check: 'policy', details: { about: 'DEP-PRIV' } });
  const privileged = manifest('DEP-PRIV', 5, { fix: fixAt(5, 'x') });
  expect(cleared([custom, privileged])).toEqual(['write x: 2']);
  expect(cleared([custom])).toHaveLength(1);
});

test('the settings of one service are one step, and those that a person has to choose another one', () => {
  const message = 'Service "web" has no limit';
  const steps = plan([
    manifest('DEP-NNP', 2, { message, severity: 'medium', fix: fixAt(2, 'a') }),
    manifest('DEP-CAPDROP', 2, { message, severity: 'low', fix: fixAt(2, 'b') }),
    manifest('DEP-ROFS', 2, { message, severity: 'low', fix: fixAt(2, 'c') }),
    manifest('DEP-PIDS', 2, { message, severity: 'medium' }),
    manifest('DEP-CPULIMIT', 2, { message, severity: 'low' }),
    manifest('DEP-NNP', 30, { message: 'Service "db" is open', fix: fixAt(30, 'a') }),
  ]);
  expect(
    steps.map(({ title, findings, change }) => [title, findings.length, change?.kind]),
  ).toEqual(
    expect.arrayContaining([
      ['write a, write b and 1 more setting of service "web"', 3, 'rule-fix'],
      ['set `pids_limit`, set a CPU limit of service "web"', 2, undefined],
      ['write a', 1, 'rule-fix'],
    ]),
  );
  expect(steps).toHaveLength(3);
  expect(steps.find(({ change }) => !change)?.notes).toEqual([
    'DEP-PIDS: set pids_limit; most services need fewer than 100.',
    'DEP-CPULIMIT: set a CPU limit.',
  ]);
});

test('a step says on what the fix of a manifest rests, and names what is said of its kind', () => {
  const rests = (rule: string, line: number, description: string) =>
    manifest(rule, line, { fix: { ...fixAt(line, rule), description } });
  const message = 'Service "web" sets no user';
  const [found] = plan([rests('DEP-NNP', 2, 'Write a. The image was not read: try this first')]);
  expect(found).toMatchObject({
    title: 'write a',
    notes: ['Write a. The image was not read: try this first.'],
  });
  const steps = plan([
    rests('DEP-NNP', 2, 'Write a.b, and c: start.sh:3 writes'),
    rests('DEP-ROFS', 2, 'Write b'),
    manifest('DEP-NONROOT', 9, { message }),
    manifest('DEP-CPULIMIT', 9, { message }),
    manifest('PS0001', 9, { message: 'Comment names the unknown rule A' }),
  ]);
  expect(steps.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      'write a.b, write b',
      'set `user`, set a CPU limit of service "web"',
      'correct the name; `portside explain RULE` describes every rule',
    ]),
  );
});

test('stages on one image move together, and a move gives a version to an image without one', () => {
  const steps = plan([base(1), base(9), found({ rule: 'DL3006', location: at(1) })]);
  expect(steps).toMatchObject([
    {
      title: 'use base image node:24',
      line: 1,
      findings: { length: 3 },
      change: { kind: 'image', line: 1, lines: [9], from: 'node:20', to: 'node:24' },
    },
  ]);
  expect(plan([base(1), base(9, { base: 'node:22' })])).toHaveLength(2);
});

test('an old image and its old packages need one build', () => {
  const old = image('IMG-AGE', 1, { message: 'Image was built 99 days ago' });
  const stale = vulnerability('CVE-1', 'curl', {
    ...{ location: at(3), origin: { kind: 'own-layer' } },
    subject: { image: 'app', purl: 'pkg:deb/debian/curl@1.0' },
  });
  expect(cleared([old, stale])).toEqual(['rebuild without cache to update curl: 2']);
  expect(cleared([old])).toEqual(['rebuild without cache on the current base image: 1']);
});

test('no build makes a base image younger that has no newer one', () => {
  const old = image('IMG-AGE', 1, { message: 'Base image was built 99 days ago' });
  const facts = { bases: [{ location: at(1), reference: 'node:20', isCurrent: true }] };
  expect(cleared([old, base(1)], facts)).toEqual(['use base image node:24: 2']);
  expect(plan([old], facts)[0]?.remedy).toBe('edit');
});

test('a shell and a package manager leave with one image', () => {
  expect(plan([image('IMG-SHELL', 1), image('IMG-PKGMGR', 1)])).toHaveLength(1);
});

const unfixed = (line = 1) =>
  vulnerability('CVE-9', 'zlib1g', {
    ...{ location: at(line), subject: { image: 'app', purl: 'pkg:deb/debian/zlib1g@1.0' } },
    ...{ origin: { kind: 'base-image', image: 'debian:9' }, details: { fixed: null } },
  });

it('moves away from a distribution that has ended, instead of waiting for it', () => {
  const ended = found({
    ...{ check: 'vulnerability', rule: 'EOL', location: at(1), subject: { image: 'app' } },
    details: { distribution: 'debian 9', endOfLife: '2022-06-30' },
  });
  expect(plan([ended, unfixed()])).toMatchObject([
    {
      ...{ remedy: 'move-tag', title: 'use a supported release instead of debian 9' },
      findings: { length: 2 },
    },
  ]);
  const advised = base(1, {
    base: 'debian:9',
    ended: '2022-06-30',
    options: [{ reference: 'debian:13' }],
  });
  expect(cleared([ended, unfixed(), advised])).toEqual(['use base image debian:13: 3']);
  expect(plan([unfixed()])[0]?.remedy).toBe('wait');
});

test('an edit that the files have already leaves a build to do', () => {
  const flask = vulnerability('CVE-1', 'flask', {
    ...{ location: at(9), origin: { kind: 'own-layer' } },
    subject: { image: 'app', purl: 'pkg:pypi/flask@1.0' },
  });
  const declared = { path: 'requirements.txt', line: 10, manager: 'pip', version: '1.1' } as const;
  const facts: PlanFacts = {
    declarations: new Map([
      ['pkg:pypi/flask@1.0', { ...declared, kind: 'manifest', isDirect: true }],
    ]),
    isMade: ({ kind, path }) => kind === 'dependency' && path === 'requirements.txt',
  };
  expect(plan([flask], facts)).toMatchObject([
    {
      ...{ remedy: 'rebuild', title: 'rebuild without cache to update flask' },
      notes: ['The change in requirements.txt:10 is not in the image yet.', expect.anything()],
    },
  ]);
  const other = { path: 'package-lock.json', line: 7, version: '1.1' };
  const later = { otherVersions: new Map([['pkg:pypi/flask@1.0', other]]) };
  expect(plan([flask], later)[0]?.notes[0]).toBe(
    'The change in package-lock.json:7 is not in the image yet.',
  );
  const older = { otherVersions: new Map([['pkg:pypi/flask@1.0', { ...other, version: '0.9' }]]) };
  expect(plan([flask], older)[0]?.remedy).toBe('edit');
});
