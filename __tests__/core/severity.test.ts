import { expect, test } from '@jest/globals';
import { atLeast, compareSeverity, isSeverity, SEVERITIES } from '../../src/core/severity.js';

test('sorting by severity puts the worst first', () => {
  expect([...SEVERITIES].reverse().sort(compareSeverity)).toEqual([...SEVERITIES]);
});

test('a finding as bad as the threshold reaches it, a lesser one does not', () => {
  expect([atLeast('high', 'high'), atLeast('critical', 'high'), atLeast('medium', 'high')]).toEqual(
    [true, true, false],
  );
});

test('other words are no severities', () => {
  expect(isSeverity('error')).toBe(false);
});
