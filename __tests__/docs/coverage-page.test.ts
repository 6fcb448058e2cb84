import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { coveragePage, OWN_RATING } from '../../scripts/pages/coverage.js';
import { DISTRIBUTION_ECOSYSTEMS } from '../../src/vulnerabilities/distributions.js';
import { VENDOR_FEEDS } from '../../src/vulnerabilities/vendor-feeds/registry.js';
import { MADE_UP_SYSTEMS } from '../vulnerabilities/systems/systems.js';

it('docs/coverage.md is as npm run docs writes it', () => {
  expect(readFileSync('docs/coverage.md', 'utf8')).toBe(coveragePage());
});

it('docs/README.md links to it', () => {
  expect(readFileSync('docs/README.md', 'utf8')).toContain('(coverage.md)');
});

describe('a cell of the page is proved', () => {
  const scanned = MADE_UP_SYSTEMS.map(({ advisories = '' }) => advisories.split(':')[0]);

  test.each(DISTRIBUTION_ECOSYSTEMS)('a system with advisories of %s is scanned', (ecosystem) => {
    expect(scanned).toContain(ecosystem);
  });

  it('for systems: the tests that the page names scan all of the table', () => {
    const source = readFileSync('__tests__/vulnerabilities/systems/systems.test.ts', 'utf8');
    expect(source).toContain('test.each(covered)');
    expect(source).toContain('MADE_UP_SYSTEMS');
  });

  const folder = '__tests__/vulnerabilities/vendor-feeds';
  const tests = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));

  test.each(VENDOR_FEEDS.map(({ id, ecosystem }) => [id, ecosystem]))(
    'the feed %s has a test, and its ecosystem %s a system',
    (id, ecosystem) => {
      expect(tests.some((text) => text.includes(`vendor-feeds/${id}.js`))).toBe(true);
      expect(scanned).toContain(ecosystem);
    },
  );

  it('for severities: the vendor’s word counts for the ecosystems that the page says', () => {
    const source = readFileSync('src/vulnerabilities/severity.ts', 'utf8');
    const [, body = ''] = /function distributionRating(.*?)\n}/s.exec(source) ?? [];
    const cases = [...body.matchAll(/case '([^']+)':/g)].map(([, name = '']) => name);
    expect(cases.sort()).toEqual([...OWN_RATING].sort());
  });
});
