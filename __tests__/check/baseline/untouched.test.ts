import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { untouchedParts } from '../../../src/check/baseline/untouched.js';
import type { Finding } from '../../../src/core/finding.js';

/** Findings of images at lines of a Dockerfile that a pull request does or does not touch. */

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-untouched-'));
  for (const folder of ['root', 'base']) mkdirSync(join(work, folder));
});
afterEach(() => rmSync(work, { recursive: true }));

const BEFORE = 'FROM debian:13\nRUN apt-get install -y curl\nCOPY . /app\nRUN npm ci\nUSER 1\n';

const finding = (line: number, over: Partial<Finding> = {}): Finding =>
  ({
    rule: 'CVE-1',
    check: 'vulnerability',
    subject: { image: 'app:1' },
    location: { path: 'Dockerfile', startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
    ...over,
  }) as Finding;

/** The lines whose findings count as existing. */
function existing(after: string, changed: readonly string[], over: Partial<Finding> = {}) {
  writeFileSync(join(work, 'base/Dockerfile'), BEFORE);
  writeFileSync(join(work, 'root/Dockerfile'), after);
  const all = after.split('\n').map((_, index) => finding(index + 1, over));
  const versions = {
    root: join(work, 'root'),
    base: join(work, 'base'),
    changed: new Set(changed),
    newNames: new Map<string, string>(),
  };
  const { findings } = untouchedParts({ findings: all, packages: [] }, versions);
  return findings.map(({ location }) => location?.startLine);
}

it.each<[string, string, string[], number[]]>([
  ['nothing', BEFORE, [], [1, 2, 3, 4, 5, 6]],
  ['a line', BEFORE.replace('npm ci', 'npm i'), ['Dockerfile'], [1, 2, 3]],
  ['a file that may be copied', BEFORE, ['package.json'], [1, 2]],
  ['the base image', BEFORE.replace('13', '12'), ['Dockerfile'], []],
  ['what comes before FROM', `# new\n${BEFORE}`, ['Dockerfile'], [2]],
])('a pull request that changes %s', (_, after, changed, lines) => {
  expect(existing(after, changed)).toEqual(lines);
});

it.each<[string, string[], string[], number[]]>([
  ['in another folder', ['app/main.js'], ['docs/a.md'], [1, 2, 3, 4]],
  ['in its build context', ['app/main.js'], ['app/lib.js'], [1, 2]],
  [
    'in a folder that may be the build context too',
    ['app/main.js', 'main.js'],
    ['docs/a.md'],
    [1, 2],
  ],
])('a pull request that changes a file %s', (_, files, changed, lines) => {
  const text = 'FROM debian:13\nRUN apt-get install -y curl\nCOPY main.js /\nRUN npm ci\n';
  for (const path of ['app/Dockerfile', ...files])
    for (const folder of ['root', 'base']) {
      mkdirSync(join(work, folder, 'app'), { recursive: true });
      writeFileSync(join(work, folder, path), text);
    }
  const location = { path: 'app/Dockerfile', startColumn: 1, endColumn: 2 };
  const all = [1, 2, 3, 4].map((line) =>
    finding(line, { location: { ...location, startLine: line, endLine: line } }),
  );
  const versions = {
    root: join(work, 'root'),
    base: join(work, 'base'),
    changed: new Set(changed),
    newNames: new Map<string, string>(),
  };
  const { findings } = untouchedParts({ findings: all, packages: [] }, versions);
  expect(findings.map((one) => one.location?.startLine)).toEqual(lines);
});

it('a FROM with a variable depends on what comes before it', () => {
  const after = 'ARG BASE=debian:12\nFROM $BASE\n';
  writeFileSync(join(work, 'base/Dockerfile'), after);
  expect(existing(after.replace('12', '13'), ['Dockerfile'])).toEqual([]);
});

it.each<[string, Partial<Finding>]>([
  ['malware', { check: 'malware' }],
  ['a finding of the linter, which checks the base commit itself', { check: 'lint' }],
  ['a secret in a file of the repository', { check: 'secret', subject: undefined } as never],
  ['a finding without a line', { location: undefined } as never],
])('%s is never taken for existing', (_, over) => {
  expect(existing(BEFORE, [], over)).toEqual([]);
});
