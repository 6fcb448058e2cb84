import { expect, it, test } from '@jest/globals';
import type { ImageChange } from '../../src/core/image-difference.js';
import { differenceRules } from '../../src/image-diff/rules/index.js';

const about = { risk: 'info', message: '' } as const;
const added = (is: 'program' | 'library' | 'script', over: object = {}): ImageChange =>
  ({ ...about, kind: 'file', change: 'added', path: 'opt/x', is, ...over }) as ImageChange;
const setting = (name: string, before?: string, after?: string, over: object = {}): ImageChange =>
  ({
    ...about,
    kind: 'setting',
    setting: name,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...over,
  }) as ImageChange;

test.each<readonly [string, ImageChange, string[]]>([
  ['a new program', added('program'), ['DIFF-PROGRAM']],
  ['a new library', added('library'), ['DIFF-PROGRAM']],
  ['a new script', added('script'), []],
  ['a new program of a package', added('program', { package: 'pkg:deb/debian/a@1' }), []],
  ['a changed program', added('program', { change: 'changed' }), []],
  ['a new setuid program', added('program', { privilege: 'setuid' }), ['DIFF-SETUID']],
  ['a setuid bit', added('program', { change: 'changed', privilege: 'setuid' }), ['DIFF-SETUID']],
  [
    'capabilities of a package',
    added('program', { package: 'x', privilege: 'capabilities' }),
    ['DIFF-SETUID'],
  ],
  ['a new port', setting('port', undefined, '80/tcp'), ['DIFF-PORT']],
  ['a new host', setting('host', undefined, 'a.example'), ['DIFF-HOST']],
  ['a removed port', setting('port', '80/tcp'), []],
  ['a new volume', setting('volume', undefined, '/data'), []],
  ['a change to root', setting('user', 'app', 'toor', { becomesRoot: true }), ['DIFF-ROOT']],
  ['another name of root', setting('user', '0', 'root'), []],
  ['another user', setting('user', 'root', 'app'), []],
  [
    'a shell',
    setting('command', '["a"]', '["sh","-c","a"]', { throughShell: true }),
    ['DIFF-SHELL'],
  ],
  ['an older base image', setting('base image', 'a', 'a', { isOlder: true }), ['DIFF-BASE']],
  [
    'a lost signer',
    setting('signer of the image', 'a', undefined, { losesSigner: true }),
    ['DIFF-SIGNER'],
  ],
  [
    'another signer under the same name',
    setting('signer of the image', 'a', 'b', { changesSigner: true }),
    ['DIFF-SIGNER'],
  ],
  ['the signer of another base image', setting('signer of the base image', 'a', 'b'), []],
  ['another base image', setting('base image', 'a', 'b'), []],
  ['another command', setting('command', '["a"]', '["b"]'), []],
])('of %s, the right rules report', (_, change, ids) => {
  expect(differenceRules.filter((rule) => rule.matches(change)).map(({ id }) => id)).toEqual(ids);
});

it('no rule is above low: a policy decides what fails', () => {
  expect(differenceRules.filter(({ severity }) => !/^(?:low|info)$/.test(severity))).toEqual([]);
});
