import { expect, test } from '@jest/globals';
import { addTo, groupBy } from '../../src/lib/group-by.js';

test('groups have the order in which their keys first appear', () => {
  const groups = groupBy(['banana', 'apple', 'blueberry', 'avocado'], ([letter]) => letter ?? '');
  expect([...groups]).toEqual([
    ['b', ['banana', 'blueberry']],
    ['a', ['apple', 'avocado']],
  ]);
});

test('an item is added to the group that is there', () => {
  const groups = new Map<string, number[]>();
  const first = [1];
  groups.set('a', first);
  addTo(groups, 'a', 2);
  addTo(groups, 'b', 3);
  expect([...groups]).toEqual([
    ['a', [1, 2]],
    ['b', [3]],
  ]);
  // Not a copy: adding takes the same time however many are there.
  expect(groups.get('a')).toBe(first);
});
