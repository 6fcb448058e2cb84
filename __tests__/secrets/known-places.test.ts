import { expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { knownSecrets, toldSecrets } from '../../src/secrets/known-places.js';

const at = (startColumn: number, endColumn: number, tags = ['practice:secrets'], path = 'a') =>
  ({
    location: { path, startLine: 1, startColumn, endLine: 1, endColumn },
    tags,
    subjectId: `${startColumn}`,
  }) as unknown as Finding;
const told = (secrets: readonly Finding[], others: readonly Finding[]) =>
  [...toldSecrets(secrets, knownSecrets(others)).keys()].map((one) => one.location?.startColumn);

it.each<[string, Finding[], Finding[], number[]]>([
  ['the secret of its range', [at(5, 9)], [at(1, 20)], [5]],
  ['none behind it', [at(20, 24)], [at(1, 20)], []],
  ['none in another file', [at(5, 9)], [at(1, 20, ['practice:secrets'], 'b')], []],
  ['none if it is about something else', [at(5, 9)], [at(1, 20, [])], []],
  ['the first of two', [at(10, 14), at(5, 9)], [at(1, 20)], [5]],
  [
    'two of three, if there are two',
    [at(5, 9), at(10, 14), at(15, 19)],
    [at(1, 20), at(1, 20)],
    [5, 10],
  ],
])('a finding is about %s', (_, secrets, others, expected) => {
  expect(told(secrets, others).sort()).toEqual(expected.sort());
});

it('a secret that stands twice in a range is one', () => {
  const twice = [at(5, 9), { ...at(10, 14), subjectId: '5' } as Finding];
  expect(told(twice, [at(1, 20)])).toEqual([5, 10]);
});
