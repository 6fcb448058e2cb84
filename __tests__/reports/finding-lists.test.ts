import { expect, test } from '@jest/globals';
import { compareByUrgency } from '../../src/reports/finding-lists.js';
import { lint, vulnerability } from './sample.js';

test('equally urgent findings are ordered by place, those without a place last', () => {
  const at = (path: string, startLine: number) =>
    lint({ location: { path, startLine, startColumn: 1, endLine: startLine, endColumn: 2 } });
  const ordered = [
    at('Dockerfile', 3),
    at('Dockerfile', 12),
    at('app/Dockerfile', 1),
    vulnerability('A', 'x', { severity: 'medium', location: undefined, details: { fixed: null } }),
  ];
  expect([...ordered].reverse().sort(compareByUrgency)).toEqual(ordered);
});
