import { describe, expect, test } from '@jest/globals';
import { parseGit, withScheme } from '../../../src/signatures/provenance/fields.js';
import { COMMIT } from './predicates.js';

describe('parseGit', () => {
  test.each([
    ['git+https://github.com/a/b@refs/heads/main', 'https://github.com/a/b', 'refs/heads/main'],
    [
      'git+https://github.com/a/b@refs/heads/feature/x',
      'https://github.com/a/b',
      'refs/heads/feature/x',
    ],
    ['https://github.com/a/b.git#refs/tags/v1', 'https://github.com/a/b', 'refs/tags/v1'],
    ['https://github.com/a/b.git#0123abc', 'https://github.com/a/b', '0123abc'],
    [
      'https://github.com/a/b.git#refs/heads/main:folder',
      'https://github.com/a/b',
      'refs/heads/main',
    ],
    ['https://github.com/a/b/', 'https://github.com/a/b', undefined],
    ['https://github.com/a/b.git?ref=refs/tags/v1', 'https://github.com/a/b', 'refs/tags/v1'],
    ['https://github.com/a/b', 'https://github.com/a/b', undefined],
    ['git+https://user@host.example/a/b', 'https://user@host.example/a/b', undefined],
    ['', '', undefined],
  ])('%s', (uri, repository, ref) => {
    expect(parseGit(uri)).toEqual({ repository, ...(ref === undefined ? {} : { ref }) });
  });

  test.each([
    [`https://github.com/a/b.git#${COMMIT}`, undefined],
    [`https://github.com/a/b.git#${COMMIT}:folder`, undefined],
    [`https://github.com/a/b.git?ref=${COMMIT}`, undefined],
    [`https://github.com/a/b.git?ref=refs/heads/main&checksum=${COMMIT}`, 'refs/heads/main'],
  ])('%s has a commit', (uri, ref) => {
    const repository = 'https://github.com/a/b';
    expect(parseGit(uri)).toEqual({ repository, commit: COMMIT, ...(ref && { ref }) });
  });
});

test.each([
  ['github.com/a/b', 'https://github.com/a/b'],
  ['git.example:8443/a/b', 'https://git.example:8443/a/b'],
  ['https://github.com/a/b', 'https://github.com/a/b'],
  ['git+https://github.com/a/b', 'git+https://github.com/a/b'],
  ['acme/app', 'acme/app'],
])('withScheme(%s)', (text, expected) => {
  expect(withScheme(text)).toBe(expected);
});
