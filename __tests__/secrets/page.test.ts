import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { detectors } from '../../src/secrets/detectors.js';
import { secretsPage } from '../../src/secrets/page.js';

it('docs/secrets.md is up to date with the detectors (npm run docs)', () => {
  expect(readFileSync('docs/secrets.md', 'utf8')).toBe(secretsPage());
});

it('every kind has a unique id and a reference', () => {
  const ids = detectors.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(150);
  expect(detectors.filter(({ reference }) => !reference.startsWith('https://'))).toEqual([]);
});
