import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { schemeOf } from '../../../src/vulnerabilities/versions/schemes.js';

/** Known answers of other projects, read at their place beside the checkout. */
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

(existsSync(folder) ? describe : describe.skip)('known answers beside the checkout', () => {
  test.each(Object.entries(ECOSYSTEMS))('all of %s hold', (file, ecosystem) => {
    const wrong = readFileSync(new URL(`${file}.txt`, folder), 'utf8')
      .split('\n')
      .map((line) => /^(\S+)\s+([<>=])\s+(\S+)\s*$/.exec(line))
      .filter((match) => match !== null)
      .filter(([, a = '', sign, b = '']) => {
        const order = Math.sign(schemeOf(ecosystem)?.compare(a, b) ?? Number.NaN);
        return order !== { '<': -1, '=': 0, '>': 1 }[sign ?? ''];
      });
    expect(wrong.map(([line]) => line)).toEqual([]);
  });
});
