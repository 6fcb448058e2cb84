import { expect, it } from '@jest/globals';
import { readCreatedBy } from '../../../src/image/history/created-by.js';

const argsOf = (createdBy: string) => [...readCreatedBy({ createdBy, emptyLayer: false }).args];

it.each([
  ['|0 /bin/sh -c A=1 make', []],
  ['|1 A=1 /bin/sh -c make', [['A', '1']]],
  [
    '|2 A=1 B= /bin/sh -c make',
    [
      ['A', '1'],
      ['B', ''],
    ],
  ],
  ['|1 A=1 /bin/sh -c B=2 make', [['A', '1']]],
  ['|1 A=x B=2 /bin/sh -c make', [['A', 'x B=2']]],
  [
    '|3 A=1 B=2 /bin/sh -c make',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
])('%j has the arguments %j, at most as many as it counts', (createdBy, expected) => {
  expect(argsOf(createdBy)).toEqual(expected);
});
