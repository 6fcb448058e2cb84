import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanContextPath, parseDockerignore } from '../../src/dockerfile/dockerignore.js';
import { processorTime } from '../processor-time.js';

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
  ])('%j and the path %s', (text, path, ignored) => {
    expect(parseDockerignore(text).ignores(path)).toBe(ignored);
  });

  it('knows whether it has exceptions and whether it leaves out everything', () => {
    expect(parseDockerignore('a\n!b')).toMatchObject({ hasExceptions: true, ignoresAll: false });
    expect(parseDockerignore('**/*')).toMatchObject({ hasExceptions: false, ignoresAll: true });
    expect(parseDockerignore('.*').ignoresAll).toBe(false);
  });

  it('says of a path alone what each of its patterns says, the last one first', () => {
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
        const whole = parseDockerignore(all.map((line) => line.join('')).join('\n'));
        expect(whole.ignores(name)).toBe(last?.[0] === '');
      }),
    );
  });

  it.each([
    ['one long pattern', `${'**/*a'.repeat(200)}b`, 'a/'.repeat(800)],
    ['ten thousand', '**/*s*/**/*e*r*/**/x\n'.repeat(10_000), 'src/deeper/server/user/s.ts'],
  ])(
    'takes no longer than it may for %s, and says what it then does not know',
    (_, text, path) => {
      const started = processorTime();
      const ignore = parseDockerignore(text);
      const answers = Array.from({ length: 500 }, (_, i) => ignore.ignores(`${path}/${i}`));
      expect(processorTime() - started).toBeLessThan(20_000);
      expect(answers.every((answer) => answer !== true)).toBe(true);
      expect(answers.at(-1)).toBe(text.includes('\n') ? undefined : false);
    },
    30_000,
  );
});

test.each([
  ['./a//b/../c/', 'a/c'],
  ['.', '.'],
  ['/', '.'],
  ['', '.'],
  ['../a', '../a'],
  ['/../a', 'a'],
])('%j is %s in the context', (path, clean) => {
  expect(cleanContextPath(path)).toBe(clean);
});
