import { expect, test } from '@jest/globals';
import { groupBy } from '../../src/lib/group-by.js';

test('groups have the order in which their keys first appear', () => {
  const groups = groupBy(['banana', 'apple', 'blueberry', 'avocado'], ([letter]) => letter ?? '');
  expect([...groups]).toEqual([
    ['b', ['banana', 'blueberry']],
    ['a', ['apple', 'avocado']],
  ]);
});
