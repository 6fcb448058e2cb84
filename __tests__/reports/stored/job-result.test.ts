import { expect, it } from '@jest/globals';
import { createJobResult } from '../../../src/reports/stored/job-result.js';
import { context, report } from '../sample.js';

it.each([
  [['a'], 'a'],
  [['a', 'a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
  [[], 'nothing'],
])('a job with the images %j is called %j', (names, expected) => {
  const targets = names.map((name) => ({ kind: 'image', name }) as const);
  const { name } = createJobResult(report({ targets }), context(), { index: 0, total: 1 });
  expect(name).toBe(expected);
});

it('a job without an image is called by its Dockerfiles, or by all its files', () => {
  const targets = [
    { kind: 'dockerfile', name: 'Dockerfile' },
    { kind: 'manifest', name: 'compose.yaml' },
  ] as const;
  const nameWith = (over: object) =>
    createJobResult(report({ targets }), context(over), { index: 0, total: 1 }).name;
  expect(nameWith({})).toBe('Dockerfile, compose.yaml');
  expect(nameWith({ dockerfiles: ['Dockerfile'] })).toBe('Dockerfile');
});
