import { expect, it } from '@jest/globals';
import { raiseCommand, raiseNotes } from '../../../src/remedy/plan/raise-command.js';

it.each([
  ['npm', '--ee', '1.0.1'],
  ['npm', '../gg', '1.0.1'],
  ['npm', 'owner/repository', '1.0.1'],
  ['npm', 'https://evil.example/a', '1.0.1'],
  ['npm', 'a', '1.0.1 && touch x'],
  ['yarn', 'a', 'latest'],
  ['cargo', '-Zx', '1.0.1'],
  ['composer', 'vendor/-x', '$(x)'],
  ['poetry', 'a b', '1.0'],
])('no command of %s names %j %j', (manager, name, version) => {
  expect(raiseCommand({ manager, isDirect: true }, name, version)).toBeUndefined();
});

it.each([
  ['npm', '@scope/a.b', '1.0.1-rc.1'],
  ['composer', 'symfony/http-kernel', 'v5.4.20'],
  ['cargo', 'serde_json', '1.0.1+a'],
  ['uv', 'ruamel.yaml', '0.18.5.post1'],
])('a command of %s names %j %j', (manager, name, version) => {
  expect(raiseCommand({ manager }, name, version)?.command.join(' ')).toContain(name);
});

const DIRECT = { isDirect: true };
const CLASSIC = { isClassic: true };

it.each([
  ['yarn', { ranges: ['^1.0.0'] }, 'yarn up -R a'],
  ['yarn', { ranges: ['1.0.0'], ...DIRECT }, 'yarn up a@1.0.1'],
  ['yarn', { ranges: ['1.0.0'] }, undefined],
  ['yarn', { ranges: ['1.0.0', '~1.0.0'], ...DIRECT }, undefined],
  ['yarn', { ranges: ['^1.0.0'], ...DIRECT, ...CLASSIC }, 'yarn upgrade a'],
  ['yarn', { ranges: ['1.0.0'], ...DIRECT, ...CLASSIC }, 'yarn upgrade a@1.0.1'],
  ['yarn', { ranges: ['^1.0.0'], ...CLASSIC }, undefined],
  ['yarn', { ranges: ['1.0.0', '^1.0.0'], ...DIRECT, ...CLASSIC }, undefined],
  ['pnpm', DIRECT, 'pnpm update -r a@1.0.1 --lockfile-only --ignore-scripts'],
  ['pnpm', { isShared: true }, 'pnpm update -r a --lockfile-only --ignore-scripts'],
  ['pnpm', {}, 'pnpm update a --lockfile-only --ignore-scripts'],
  ['npm', DIRECT, 'npm install --package-lock-only --ignore-scripts a@1.0.1'],
  ['npm', {}, 'npm update a --package-lock-only --ignore-scripts'],
])('%s with %j: %s', (manager, entry, command) => {
  expect(raiseCommand({ manager, ...entry }, 'a', '1.0.1')?.command.join(' ')).toBe(command);
});

it.each([
  ['yarn', { ranges: ['1.0.0'] }, /accepts only 1\.0\.0: raise that, or set "resolutions"/],
  ['yarn', { ranges: ['^1.0.0'], ...CLASSIC }, /Delete the entry of a in lock/],
  ['uv', {}, /not tried by us/],
  ['composer', {}, /change composer\.json/],
])('a note of %s with %j', (manager, entry, note) => {
  const declared = { path: 'lock', kind: 'lockfile', manager, ...entry } as const;
  expect(raiseNotes(declared, 'a', '1.0.1').join(' ')).toMatch(note);
});
