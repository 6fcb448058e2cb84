import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { schemeOf } from '../../../src/vulnerabilities/versions/schemes.js';

/**
 * Orders of versions from the test suites of other projects, in ../shared next to the checkout. Skipped when that folder
 * is absent; schemes.test.ts has our own cases for every ecosystem.
 */
const folder = new URL('../../../../shared/conformance/versions/', import.meta.url);

const ECOSYSTEMS = {
  alpine: 'Alpine',
  cran: 'CRAN',
  debian: 'Debian',
  hackage: 'Hackage',
  maven: 'Maven',
  nuget: 'NuGet',
  packagist: 'Packagist',
  pub: 'Pub',
  pypi: 'PyPI',
  redhat: 'Red Hat',
  'rpm-oracle': 'AlmaLinux',
  rubygems: 'RubyGems',
  semver: 'npm',
};

(existsSync(folder) ? describe : describe.skip)(
  'test suites of other projects in ../shared (skipped when absent)',
  () => {
    test.each(Object.entries(ECOSYSTEMS))('%s has the expected order', (file, ecosystem) => {
      const mismatches = readFileSync(new URL(`${file}.txt`, folder), 'utf8')
        .split('\n')
        .map((line) => /^(\S+)\s+([<>=])\s+(\S+)\s*$/.exec(line))
        .filter((match) => match !== null)
        .filter(([, a = '', sign, b = '']) => {
          const order = Math.sign(schemeOf(ecosystem)?.compare(a, b) ?? Number.NaN);
          return order !== { '<': -1, '=': 0, '>': 1 }[sign ?? ''];
        });
      expect(mismatches.map(([line]) => line)).toEqual([]);
    });
  },
);
