import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { schemeOf } from '../../../src/vulnerabilities/versions/schemes.js';

const digits = fc.oneof(
  fc.nat(12).map(String),
  fc.nat(3).map((n) => `0${n}`),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
);
const release = fc.array(digits, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
const word = (...words: string[]) => fc.constantFrom(...words);
const maybe = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), part);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((p) => p.join(''));
const identifiers = fc
  .array(fc.oneof(fc.nat(20).map(String), word('alpha', 'beta', 'rc', 'x', 'a-b')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('.'));
const semantic = joined(
  maybe(word('v')),
  release,
  maybe(identifiers.map((i) => `-${i}`)),
  maybe(identifiers.map((i) => `+${i}`)),
);

/** Versions of each ecosystem, with the unusual forms found in its advisories. */
const VERSIONS: Record<string, fc.Arbitrary<string>> = {
  Debian: joined(
    maybe(digits.map((d) => `${d}:`)),
    release,
    fc.string({ unit: word('a', 'Z', '1', '0', '.', '+', '~'), maxLength: 6 }),
    maybe(
      fc.string({ unit: word('a', '1', '0', '.', '+', '~'), maxLength: 5 }).map((r) => `-${r}`),
    ),
  ),
  Alpine: joined(
    release,
    maybe(word('a', 'b', 'z')),
    maybe(joined(word('_alpha', '_beta', '_pre', '_rc', '_p', '_git', '_odd'), maybe(digits))),
    maybe(word('~0a', '~1b')),
    maybe(digits.map((d) => `-r${d}`)),
  ),
  AlmaLinux: joined(
    maybe(digits.map((d) => `${d}:`)),
    fc.string({
      unit: word('a', 'Z', '1', '0', '.', '_', '~', '^', 'é'),
      minLength: 1,
      maxLength: 8,
    }),
    maybe(
      fc.string({ unit: word('e', 'l', '9', '.', '_', '+'), maxLength: 5 }).map((r) => `-${r}`),
    ),
  ),
  npm: semantic,
  Pub: semantic,
  Go: joined(maybe(word('go', 'v')), release, maybe(identifiers.map((i) => `-${i}`))),
  PyPI: fc.oneof(
    joined(
      maybe(digits.map((d) => `${d}!`)),
      release,
      maybe(joined(word('a', 'b', 'rc', '-alpha', '.pre', 'c'), maybe(digits))),
      maybe(joined(word('.post', '-r', '-'), digits)),
      maybe(joined(word('.dev'), maybe(digits))),
      maybe(identifiers.map((i) => `+${i.replaceAll('-', '.')}`)),
    ),
    joined(word('x', 'final', 'dev'), word('-', '.', '_'), release),
  ),
  // No mixture of qualifiers and numbers at one position: Maven's own padding is not transitive for them.
  Maven: joined(
    release,
    maybe(joined(word('-alpha', '-beta', '-rc', '-snapshot', '-sp', '-xyz', '-ga'), maybe(digits))),
  ),
  RubyGems: joined(release, maybe(joined(word('.rc', '.pre', '.beta', '-'), digits))),
  Packagist: joined(
    maybe(word('v')),
    fc.array(digits, { minLength: 3, maxLength: 3 }).map((p) => p.join('.')),
    maybe(joined(word('-dev', '-alpha', 'a', '-beta', '-RC', 'rc', 'pl', '-odd'), maybe(digits))),
  ),
  NuGet: semantic,
  CRAN: fc
    .array(digits, { minLength: 1, maxLength: 4 })
    .chain((p) => word('.', '-').map((s) => p.join(s))),
  Hackage: release,
};

describe.each(Object.entries(VERSIONS))('the order of %s', (ecosystem, version) => {
  const compare = (a: string, b: string) =>
    Math.sign(schemeOf(ecosystem)?.compare(a, b) ?? Number.NaN);

  test('is reflexive', () => {
    fc.assert(fc.property(version, (a) => expect(compare(a, a)).toBe(0)));
  });

  test('is antisymmetric', () => {
    fc.assert(fc.property(version, version, (a, b) => compare(a, b) + compare(b, a) === 0));
  });

  test('is transitive', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [x = '', y = '', z = ''] = [a, b, c].sort(compare);
        expect(compare(x, y)).toBeLessThanOrEqual(0);
        expect(compare(y, z)).toBeLessThanOrEqual(0);
        expect(compare(x, z)).toBeLessThanOrEqual(0);
        if (compare(x, y) === 0 && compare(y, z) === 0) expect(compare(x, z)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each(Object.keys(VERSIONS))('%s throws only InvalidVersion', (ecosystem) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (a, b) => {
      try {
        const order = schemeOf(ecosystem)?.compare(a, b);
        expect(Number.isNaN(order)).toBe(false);
      } catch (error) {
        expect(error).toHaveProperty('name', 'InvalidVersion');
      }
    }),
    { numRuns: 500 },
  );
});
