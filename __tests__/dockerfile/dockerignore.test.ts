import { describe, expect, it, test } from '@jest/globals';
import { cleanPath, parseIgnoreFile } from '../../src/dockerfile/dockerignore.js';
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
    ['!', 'a', false],
    ['\ufeffdist\r', 'dist', true],
  ])('%j and the path %s', (text, path, ignored) => {
    expect(parseIgnoreFile(text).ignores(path)).toBe(ignored);
  });

  it('knows whether it has exceptions and whether it leaves out everything', () => {
    expect(parseIgnoreFile('a\n!b')).toMatchObject({ hasExceptions: true, ignoresAll: false });
    expect(parseIgnoreFile('**/*')).toMatchObject({ hasExceptions: false, ignoresAll: true });
    expect(parseIgnoreFile('.*').ignoresAll).toBe(false);
  });

  it('takes time in proportion to pattern and path, whatever the pattern', () => {
    const started = processorTime();
    parseIgnoreFile(`${'**/*a'.repeat(200)}b`).ignores('a/'.repeat(800));
    expect(processorTime() - started).toBeLessThan(2000);
  });
});

test.each([
  ['./a//b/../c/', 'a/c'],
  ['.', '.'],
  ['/', '.'],
  ['', '.'],
  ['../a', '../a'],
  ['/../a', 'a'],
])('%j is %s in the context', (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});
