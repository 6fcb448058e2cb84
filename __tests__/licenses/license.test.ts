import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import parse from 'spdx-expression-parse';
import { formatLicense, licensesIn, parseLicense } from '../../src/licenses/license.js';

const canonical = (text: string): string | undefined => {
  const expression = parseLicense(text);
  return expression && formatLicense(expression);
};

describe('a license expression', () => {
  test.each([
    ['MIT', 'MIT'],
    [' MIT ', 'MIT'],
    ['mit or apache-2.0', 'MIT OR Apache-2.0'],
    ['(MIT OR Apache-2.0)', 'MIT OR Apache-2.0'],
    ['MIT AND (ISC OR 0BSD)', 'MIT AND (ISC OR 0BSD)'],
    ['MIT OR ISC AND 0BSD', 'MIT OR ISC AND 0BSD'],
    ['MIT and MIT', 'MIT'],
    ['(MIT AND ISC) AND (MIT AND Zlib)', 'MIT AND ISC AND Zlib'],
    ['GPL-2.0', 'GPL-2.0-only'],
    ['GPL-2.0+', 'GPL-2.0-or-later'],
    ['LGPL-2.1 OR AGPL-3.0+', 'LGPL-2.1-only OR AGPL-3.0-or-later'],
    ['Apache-2.0+', 'Apache-2.0+'],
    ['GPL-2.0+ WITH Bison-exception-2.2', 'GPL-2.0-or-later WITH Bison-exception-2.2'],
    ['GPL-2.0-with-classpath-exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['LicenseRef-public-domain AND MIT', 'LicenseRef-public-domain AND MIT'],
  ])('%j is %j', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test.each([
    'MIT OR',
    '(MIT',
    'MIT)',
    ') MIT (',
    'MIT ISC',
    'GPL-2+',
    'my-license',
    'MIT WITH MIT',
    '',
    `${'('.repeat(5_000)}MIT${')'.repeat(5_000)}`,
    Array(5_000).fill('MIT').join(' AND '),
  ])('%.20j is none', (text) => {
    expect(parseLicense(text)).toBeUndefined();
  });

  it('names its licenses in order', () => {
    const expression = parseLicense('MIT AND (ISC OR GPL-2.0-only WITH Font-exception-2.0)');
    expect(expression && licensesIn(expression).map(({ id }) => id)).toEqual([
      'MIT',
      'ISC',
      'GPL-2.0-only',
    ]);
  });

  it('is the same after it is written and parsed again', () => {
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('MIT', 'ISC', 'GPL-2.0+', 'LicenseRef-x', 'GPL-3.0 WITH GCC-exception-3.1'),
        fc
          .tuple(tie('expression'), fc.constantFrom('AND', 'OR'), tie('expression'))
          .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      ),
    }));
    fc.assert(
      fc.property(expression, (text) => {
        const once = canonical(text) ?? '';
        expect(once).not.toBe('');
        expect(canonical(once)).toBe(once);
      }),
    );
  });

  it('is one exactly if the library of SPDX reads it', () => {
    const words = [
      'MIT',
      'ISC',
      'AND',
      'or',
      '(',
      ')',
      'WITH',
      'GCC-exception-3.1',
      'LicenseRef-x',
    ];
    const isRead = (text: string) => {
      try {
        return parse(text) !== undefined;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 9 }), (all) => {
        // The library skips empty parentheses, which SPDX does not have.
        const text = all.join(' ').replaceAll('( )', '( MIT )');
        expect(parseLicense(text) !== undefined).toBe(isRead(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws', () => {
    const words = fc.constantFrom('MIT', 'AND', 'WITH', '(', ')', '+', ':', 'DocumentRef-', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join(' ')),
        ),
        (text) => {
          parseLicense(text);
        },
      ),
    );
  });
});
