import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { formatLicense, LICENSE_IDS, type LicenseExpression } from '../../src/licenses/license.js';
import {
  licenseEvaluator,
  licenseMatcher,
  namesListed,
} from '../../src/licenses/license-evaluation.js';

const evaluate = (license: string | undefined, lists: { deny?: string[]; allow?: string[] }) =>
  licenseEvaluator({ deny: [], ...lists })(license);

describe.each([
  ['MIT', 'accepted'],
  ['AGPL-3.0-only', 'denied'],
  ['agpl-3.0-ONLY', 'denied'],
  ['AGPL-3.0', 'denied'],
  ['AGPL-3.0+', 'denied'],
  ['AGPL-1.0-only', 'accepted'],
  ['MIT OR AGPL-3.0-only', 'accepted'],
  ['AGPL-3.0-only OR MIT', 'accepted'],
  ['MIT AND AGPL-3.0-only', 'denied'],
  ['AGPL-3.0-only OR SSPL-1.0', 'denied'],
  ['(MIT OR AGPL-3.0-only) AND ISC', 'accepted'],
  ['(MIT OR Apache-2.0) AND (SSPL-1.0 OR AGPL-3.0-or-later)', 'denied'],
  ['MIT OR (ISC AND AGPL-3.0-only)', 'accepted'],
  ['MIT AND ISC OR AGPL-3.0-only', 'accepted'],
  ['AGPL-3.0-only WITH Classpath-exception-2.0', 'denied'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'denied'],
  ['GPL-2.0-only WITH GCC-exception-2.0', 'accepted'],
  ['GPL-2.0-with-classpath-exception', 'denied'],
  ['GPL-2.0-only', 'accepted'],
  ['LicenseRef-acme', 'unknown'],
  ['MIT OR LicenseRef-acme', 'accepted'],
  ['MIT AND LicenseRef-acme', 'unknown'],
  ['SSPL-1.0 AND LicenseRef-acme', 'denied'],
  ['SSPL-1.0 OR LicenseRef-acme', 'unknown'],
  ['LicenseRef-public-domain', 'accepted'],
  ['MIT AND LicenseRef-public-domain', 'accepted'],
  ['LicenseRef-secret', 'denied'],
  ['LicenseRef-Sold-by-Acme', 'denied'],
  ['LicenseRef-SSPL-1.0', 'denied'],
  ['see LICENSE', 'unknown'],
  ['Acme Commercial License', 'denied'],
  ['MIT OR', 'unknown'],
  ['MIT AGPL-3.0-only', 'unknown'],
  ['', 'unknown'],
  ['   ', 'unknown'],
  [undefined, 'unknown'],
  ['NOASSERTION', 'unknown'],
  ['NONE', 'unknown'],
])('with a list of denied licenses, the license %p', (license, expected) => {
  it(`is ${expected}`, () => {
    const deny = [
      'AGPL-3.0-*',
      'SSPL-1.0',
      'GPL-2.0-* WITH Classpath-exception-*',
      'LicenseRef-secret',
      '*commercial*',
      'Sold*',
    ];
    expect(evaluate(license, { deny }).result).toBe(expected);
  });
});

describe.each([
  ['MIT', 'accepted'],
  ['mit', 'accepted'],
  ['ISC', 'denied'],
  ['MIT OR ISC', 'accepted'],
  ['MIT AND ISC', 'denied'],
  ['MIT AND BSD-3-Clause', 'accepted'],
  ['BSD-4-Clause', 'denied'],
  ['GPL-2.0-only', 'accepted'],
  ['GPL-2.0-or-later', 'accepted'],
  ['GPL-3.0-or-later', 'denied'],
  ['LGPL-2.1-only', 'accepted'],
  ['LGPL-2.1-or-later', 'accepted'],
  ['GPL-3.0-only WITH GCC-exception-3.1', 'accepted'],
  ['GPL-3.0-only', 'denied'],
  ['Apache-1.1', 'accepted'],
  ['Apache-1.1+', 'accepted'],
  ['LicenseRef-acme', 'denied'],
  ['LicenseRef-ours', 'accepted'],
  ['Our License v1', 'accepted'],
  ['see LICENSE', 'unknown'],
  [undefined, 'unknown'],
])('with a list of allowed licenses, the license %p', (license, expected) => {
  it(`is ${expected}`, () => {
    const allow = [
      'MIT',
      'BSD-?-Clause',
      'GPL-2.0-only',
      'LGPL-2.1',
      'GPL-3.0-* WITH GCC-exception-3.1',
      'Apache-1.1',
      'LicenseRef-ours',
      'our license v1',
    ];
    expect(evaluate(license, { allow, deny: ['BSD-4-Clause'] }).result).toBe(expected);
  });
});

test.each([
  // An entry, a license that it names, and one that it does not.
  ['GPL-2.0', 'GPL-2.0-only', 'GPL-3.0-only'],
  ['GPL-2.0', 'GPL-2.0-or-later', 'LGPL-2.0-or-later'],
  ['GPL-2.0+', 'GPL-2.0-or-later', 'GPL-2.0-only'],
  ['GPL-2.0-or-later', 'GPL-2.0+', 'GPL-2.0'],
  ['GPL-2.0-with-classpath-exception', 'GPL-2.0 WITH Classpath-exception-2.0', 'GPL-2.0-only'],
  ['GPL-*', 'GPL-2.0-only WITH GCC-exception-2.0', 'AGPL-3.0-only'],
  ['mpl-2.0', 'MPL-2.0', 'MPL-2.0-no-copyleft-exception'],
  ['CC-BY-NC-*', 'CC-BY-NC-4.0', 'CC-BY-4.0'],
])('the entry %s denies %s, and not %s', (entry, denied, accepted) => {
  const deny = [entry];
  expect([evaluate(denied, { deny }).result, evaluate(accepted, { deny }).result]).toEqual([
    'denied',
    'accepted',
  ]);
});

test.each([
  ['MIT AND AGPL-3.0 AND SSPL-1.0', ['AGPL-3.0-only', 'SSPL-1.0']],
  ['AGPL-3.0-only OR SSPL-1.0', ['AGPL-3.0-only', 'SSPL-1.0']],
  ['(AGPL-3.0-only OR MIT) AND SSPL-1.0', ['SSPL-1.0']],
  ['SSPL-1.0 AND SSPL-1.0', ['SSPL-1.0']],
  ['AGPL-3.0-only WITH LLVM-exception', ['AGPL-3.0-only WITH LLVM-exception']],
])('of %s, the licenses that are the reason are named', (license, licenses) => {
  const deny = ['AGPL-*', 'SSPL-*'];
  expect(evaluate(license, { deny })).toEqual({ result: 'denied', licenses });
});

const RESULTS = ['accepted', 'unknown', 'denied'];
const license = fc.oneof(
  fc.constantFrom(...LICENSE_IDS),
  fc.constantFrom('LicenseRef-a', 'LicenseRef-b'),
);
const { expression } = fc.letrec<{ expression: LicenseExpression; one: LicenseExpression }>(
  (tie) => ({
    expression: fc.oneof(
      { depthSize: 'small' },
      tie('one'),
      fc.record({
        kind: fc.constantFrom('all', 'any'),
        of: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
      }),
    ),
    one: license.map((id) => ({ kind: 'license', id })),
  }),
);
const entries = fc.array(fc.constantFrom('GPL-*', '*-only', 'MIT', 'B*', 'LicenseRef-a', 'C*'));

test('of licenses to choose from the best counts, of licenses that all apply the worst', () => {
  fc.assert(
    fc.property(expression, expression, entries, fc.option(entries), (left, right, deny, allow) => {
      const rank = (text: string) =>
        RESULTS.indexOf(evaluate(text, { deny, ...(allow && { allow }) }).result);
      const [a, b] = [left, right].map((one) => `(${formatLicense(one)})`) as [string, string];
      expect(rank(`${a} OR ${b}`)).toBe(Math.min(rank(a), rank(b)));
      expect(rank(`${a} AND ${b}`)).toBe(Math.max(rank(a), rank(b)));
    }),
  );
});

test('one more denied license never makes a result better, one more allowed license never worse', () => {
  fc.assert(
    fc.property(expression, entries, entries, license, (tree, deny, allow, id) => {
      const text = formatLicense(tree);
      const rank = (lists: { deny: string[]; allow?: string[] }) =>
        RESULTS.indexOf(evaluate(text, lists).result);
      expect(rank({ deny: [...deny, id] })).toBeGreaterThanOrEqual(rank({ deny }));
      expect(rank({ deny, allow: [...allow, id] })).toBeLessThanOrEqual(rank({ deny, allow }));
    }),
  );
});

test('any text has a result, and the same in upper and lower case', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), expression.map(formatLicense)), entries, (text, deny) => {
      const { result } = evaluate(text, { deny });
      expect(RESULTS).toContain(result);
      const isExpression = !/[^\w.+() -]/.test(text);
      if (isExpression && !text.includes('LicenseRef'))
        expect(evaluate(text.toLowerCase(), { deny }).result).toBe(result);
    }),
  );
});

test.each([
  ['10 MB of text', 'AGPL-3.0-only '.repeat(750_000)],
  ['10,000 parentheses', `${'('.repeat(10_000)}MIT${')'.repeat(10_000)}`],
  ['3,000 parentheses', `${'('.repeat(3_000)}MIT${')'.repeat(3_000)}`],
  ['control characters', '\u0000\u001b[2J\u202eTIM'],
  ['an open parenthesis', '(MIT'],
  ['a lone surrogate', 'MIT \ud800'],
  ['the names of JavaScript’s own members', '__proto__ constructor'],
])('a license with %s is unknown', (_, text) => {
  expect(evaluate(text, { deny: ['AGPL-*'] }).result).toBe('unknown');
});

it('a long chain of licenses is evaluated', () => {
  const chain = Array.from({ length: 1_500 }, () => 'MIT').join(' OR ');
  expect(evaluate(`${chain} OR AGPL-3.0-only`, { deny: ['MIT'] }).result).toBe('unknown');
  const short = chain.slice(0, 5_005);
  expect(evaluate(`${short}MIT OR AGPL-3.0-only`, { deny: ['MIT'] }).result).toBe('accepted');
});

test.each([
  ['MIT', true],
  ['AGPL-3.0-*', true],
  ['AGPL-3.0', true],
  ['Apache-1.1+', true],
  ['GPL-* WITH Classpath-exception-2.0', true],
  ['AGLP-3.0-*', false],
  ['AGPL-3.0-only WITH Clazzpath-exception', false],
  ['AGPL-3.0-only WITH Classpath-exception-*', true],
  ['AGPL-3.0-only+', false],
  ['AGPL-3.0-or-later+', false],
  ['AGPL3', false],
  ['LicenseRef-acme', false],
  ['Our License', false],
])('the entry %s names licenses of the SPDX list: %s', (entry, expected) => {
  expect(namesListed(entry)).toBe(expected);
});

test.each([
  ['AGPL-3.0-*', 'MIT AND AGPL-3.0', true],
  ['AGPL-3.0-*', 'MIT', false],
  ['*commercial*', 'Commercial', true],
  ['*commercial*', 'https://acme.example/commercial-license', true],
  ['https://acme.example/*', 'https://acme.example/legal/license', true],
  ['https://acme.example/*', 'https://acme.test/legal/license', false],
  ['a?b', 'a/b', true],
  ['Acme-1', 'MIT AND LicenseRef-Acme-1', true],
  ['Acme Commercial License', 'MIT AND LicenseRef-Acme-Commercial-License', true],
  ['*acme commercial*', 'LicenseRef-Acme-Commercial-License', true],
  ['MIT', 'LicenseRef-MIT', false],
  ['MI*', 'LicenseRef-MIT', false],
  ['LicenseRef-Acme-1', 'LicenseRef-Acme-1', true],
  ['Acme-1', 'LicenseRef-Acme-2', false],
  ['ライセンス', '許可', false],
  ['AGPL-3.0-or-later', 'AGPL-3.0-only+', true],
])('the entry %s names a license in %s: %s', (entry, text, expected) => {
  expect(licenseMatcher([entry])(text)).toBe(expected);
});
