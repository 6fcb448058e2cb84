import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanContextPath, parseDockerignore } from '../../src/dockerfile/dockerignore.js';

describe('a .dockerignore file', () => {
  test.each<[text: string, path: string, ignored: boolean]>([
    ['dist', 'dist', true],
    ['dist', 'dist/app.js', true],
    ['dist', 'sub/dist', false],
    ['/dist/', './dist', true],
    ['*.log', 'a.log', true],
    ['*.log', 'logs/a.log', false],
    ['*/*.log', 'logs/a.log', true],
    ['**/*.log', 'a.log', true],
    ['**/*.log', 'x/y/a.log', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'a/bz', false],
    ['a/**', 'a/b', true],
    ['temp?', 'tempa', true],
    ['temp?', 'temp/', false],
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['[]a]x', ']x', true],
    ['[]a]x', 'ax', true],
    ['[]a]x', 'a]x', false],
    ['[]', '[]', false],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['# dist\n\n  build  ', 'build', true],
    ['# dist', 'dist', false],
    ['*.md\n!README.md', 'README.md', false],
    ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
    ['docs\n!docs/keep', 'docs/keep', false],
    ['../x', 'x', false],
    ['[', '[', false],
    ['a**', 'ab/c', true],
    ['a**b', 'ab', true],
    ['a**b', 'ax/y/b', true],
    ['a**b', 'axb', false],
    ['**b', 'a/b', true],
    ['**b', 'ab', false],
    ['a/*b*c/d', 'a/xbxbxc/d/e', true],
    ['dist\n*.js\n!dist', 'dist/a', false],
    ['!', 'a', false],
    ['\ufeffdist\r', 'dist', true],
  ])('%j with the path %s: %s', (text, path, ignored) => {
    expect(parseDockerignore(text).ignores(path)).toBe(ignored);
  });

  it('knows whether it has exceptions, and whether it excludes everything', () => {
    expect(parseDockerignore('a\n!b')).toMatchObject({ hasExceptions: true, ignoresAll: false });
    expect(parseDockerignore('**/*')).toMatchObject({ hasExceptions: false, ignoresAll: true });
    expect(parseDockerignore('.*').ignoresAll).toBe(false);
  });

  it('gives the answer of its last pattern that matches the path', () => {
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '*', '**/', '/', '?', '[ab]'), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(''));
    const lines = fc.array(fc.tuple(fc.constantFrom('', '!'), pattern), { maxLength: 4 });
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab', 'bab'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(lines, path, (all, name) => {
        const last = all.findLast(([, text]) => parseDockerignore(text).ignores(name));
        const file = parseDockerignore(all.map((line) => line.join('')).join('\n'));
        expect(file.ignores(name)).toBe(last?.[0] === '');
      }),
    );
  });

  it('does not know the answer once all calls have used up the comparisons', () => {
    const ignore = parseDockerignore('**/*s*/**/*e*r*/**/x\n'.repeat(10_000));
    const answers = Array.from({ length: 500 }, (_, i) =>
      ignore.ignores(`src/deeper/server/user/s.ts/${i}`),
    );
    expect(answers[0]).toBe(false);
    expect(answers.at(-1)).toBeUndefined();
    expect(answers).not.toContain(true);
  });
});

test.each([
  ['./a//b/../c/', 'a/c'],
  ['.', '.'],
  ['/', '.'],
  ['', '.'],
  ['../a', '../a'],
  ['/../a', 'a'],
])('cleanContextPath(%j) is %s', (path, clean) => {
  expect(cleanContextPath(path)).toBe(clean);
});
