import { expect, it, test } from '@jest/globals';
import {
  clearedText,
  PLAN_FORMATS,
  shellCommand,
  stepCommand,
} from '../../src/reports/plan-document.js';
import { step } from '../remedy/apply/steps.js';

const text = PLAN_FORMATS.text ?? (() => '');

test('a step says what it does, where, what it clears, and its id', () => {
  const change = { kind: 'image', path: 'Dockerfile', line: 1, from: 'a:1', to: 'a:2' } as const;
  const move = step('0a1b2c', {
    ...{ title: 'use base image a:2', path: 'Dockerfile', line: 1, change },
    ...{ savedBytes: 12_000_000, risk: 'minor', safe: false, notes: ['It is supported.'] },
  });
  const rebuild = step('3d4e5f', {
    title: 'rebuild without the cache',
    after: [move.id],
    change: { kind: 'rebuild', command: ['docker', 'build', '-t', 'a b', '.'] },
  });
  expect(text({ steps: [move, rebuild] })).toBe(`0a1b2c  Use base image a:2 (Dockerfile:1)
        clears 1 high · saves 12 MB · risk: minor · you decide
        It is supported.

3d4e5f  Rebuild without the cache
        clears 1 high · risk: patch · by hand
        run: docker build -t 'a b' .
        after: 0a1b2c

Portside makes the edits of 1 of 2 steps: add --step ID, and --write
`);
  expect(text({ steps: [rebuild] })).not.toContain('--write');
  expect(text({ steps: [{ ...move, safe: true }, rebuild] })).toContain(
    'of 1 of 2 steps: add --step ID or --all-safe (1), and --write',
  );
});

test.each([
  [
    { title: 'upgrade a in x/package.json', path: 'x/package.json', line: 3 },
    'Upgrade a (x/package.json:3)',
  ],
  [
    { title: 'use a digest in the Dockerfile', path: 'Dockerfile', line: 3 },
    'Use a digest in the Dockerfile (Dockerfile:3)',
  ],
])('the place follows the title %#', (over, title) => {
  expect(text({ steps: [step('0a1b2c', over)] })).toContain(`0a1b2c  ${title}\n`);
});

test('what nobody can do anything about is not by hand', () => {
  const waiting = step('0a1b2c', {
    title: 'wait for fixes of Debian',
    remedy: 'wait',
    notes: ['1 of 1: x.'],
  });
  expect(text({ steps: [waiting] })).toBe(`0a1b2c  Wait for fixes of Debian
        findings: 1 high
        1 of 1: x.
`);
});

test('a step of a compared plan says how many findings are new', () => {
  const steps = [['a'], ['b'], ['a', 'b']].map((findings, i) => step(`${i}`, { findings }));
  const lines = text({ steps }, new Set(['a']))
    .split('\n')
    .filter((line) => /clears/.test(line));
  expect(lines.map((line) => line.split(' · ')[1])).toEqual(['new', 'not new', '1 of them new']);
});

test('an empty plan is one line', () => {
  expect(text({ steps: [] })).toBe('Nothing to do: there are no findings.\n');
});

it('shows untrusted text as one line of plain text', () => {
  const shown = text({ steps: [step('x', { title: '\u001b[31mred\n::error::x\u202e' })] });
  expect(shown).not.toContain('\u001b');
  expect(shown).not.toMatch(/^::/m);
  expect(shown.split('\n')).toHaveLength(3);
});

it.each([
  [['npm', 'update', '@a/b@1.0.0'], 'npm update @a/b@1.0.0'],
  [['x', 'a; rm -rf ~'], "x 'a; rm -rf ~'"],
  [['x', "it's"], "x 'it'\\''s'"],
  [['x', ''], "x ''"],
  [['x', '$(id)'], "x '$(id)'"],
])('quotes %j for a shell', (words, command) => {
  expect(shellCommand(words)).toBe(command);
});

test('what is cleared names severities from 1 on, and the marks', () => {
  const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0, malicious: 0, exploited: 0 };
  expect(clearedText(none)).toBe('no finding');
  expect(clearedText({ ...none, critical: 2, low: 1, malicious: 1, exploited: 1 })).toBe(
    '2 critical, 1 low (1 malicious package, 1 exploited)',
  );
});

test('the command of a package manager is run in its folder', () => {
  const command = ['npm', 'install', 'a@1.0.1'];
  const change = {
    path: 'web/a b/package-lock.json',
    manager: 'npm',
    name: 'a',
    from: '1',
    to: '2',
  };
  const raise = { kind: 'locked-package', ...change, command, runsProjectCode: false } as const;
  expect(stepCommand({ change: raise }, command)).toBe("cd 'web/a b' && npm install a@1.0.1");
  const atRoot = { ...raise, path: 'package-lock.json' };
  expect(stepCommand({ change: atRoot }, command)).toBe('npm install a@1.0.1');
});
