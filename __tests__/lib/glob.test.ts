import { expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesGlob } from '../../src/lib/glob.js';

const RELEASE = 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1.2';

test.each<[glob: string, text: string, isMatch: boolean]>([
  // A glob matches the complete text.
  ['app', 'app', true],
  ['app', 'app:1', false],
  ['', '', true],
  ['', 'anything', false],
  ['.', 'a', false],
  ['.*', 'anything', false],
  ['a.b', 'axb', false],
  ['(x)+[y]', '(x)+[y]', true],
  // `*` matches within a path segment.
  ['ghcr.io/acme/*', 'ghcr.io/acme/app', true],
  ['ghcr.io/acme/*', 'ghcr.io/acme/team/app', false],
  ['*@example.com', 'a@example.com', true],
  ['*@example.com', 'a/b@example.com', false],
  ['*@example.com', 'a@example.com.evil.net', false],
  ['a*b', 'ab', true],
  ['a*b', 'aXbXb', true],
  ['https://github.com/*/app/.github/workflows/*', RELEASE, false],
  ['https://github.com/*/app/.github/workflows/*@refs/tags/*', RELEASE, true],
  ['https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v*', RELEASE, true],
  ['https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v*', `${RELEASE}/x`, false],
  // `**` matches across segments.
  ['ghcr.io/acme/**', 'ghcr.io/acme/app:1', true],
  ['ghcr.io/acme/**', 'ghcr.io/acme/team/app', true],
  ['ghcr.io/acme/**', 'ghcr.io/acme.evil/app', false],
  ['https://github.com/acme/**', 'https://github.com/acme-evil/app', false],
  ['github.com/acme/**', RELEASE, false],
  ['**', '', true],
  ['a**b', 'a/b', true],
  ['a***b', 'ab', true],
  // `**/` matches any number of segments, none included.
  ['**/Dockerfile', 'Dockerfile', true],
  ['**/Dockerfile', 'a/b/Dockerfile', true],
  ['**/Dockerfile', 'a/xDockerfile', false],
  ['src/**/test', 'src/test', true],
  ['src/**/test', 'src/a/b/test', true],
  ['src/**/test', 'src/a/b', false],
  // `?` matches one character that is not a slash.
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['a?c', 'ac', false],
  ['a?c', 'a😀c', true],
])('the glob %j matches %j: %s', (glob, text, isMatch) => {
  expect(matchesGlob(glob, text)).toBe(isMatch);
});

it('gives the same result as an anchored regular expression', () => {
  const part = fc.constantFrom('a', 'b', '/', '*', '**', '**/', '?', '.');
  const expressionOf = (token: string) =>
    ({ '**/': '(?:[^]*/)?', '**': '[^]*', '*': '[^/]*', '?': '[^/]', '.': '[.]' })[token] ?? token;
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }),
      fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 8 }),
      (parts, characters) => {
        const [glob, text] = [parts.join(''), characters.join('')];
        const expression = glob.replace(/\*\*\/|\*\*|[*?.]/g, expressionOf);
        expect(matchesGlob(glob, text)).toBe(new RegExp(`^${expression}$`).test(text));
      },
    ),
  );
});

it('answers for a glob that a matcher with backtracking would never finish', () => {
  expect(matchesGlob(`${'**a'.repeat(30)}b`, 'a'.repeat(20_000))).toBe(false);
});
