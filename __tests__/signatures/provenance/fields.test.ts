import { describe, expect, test } from '@jest/globals';
import { parseGit } from '../../../src/signatures/provenance/fields.js';

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
    ['https://github.com/a/b', 'https://github.com/a/b', undefined],
    ['git+https://user@host.example/a/b', 'https://user@host.example/a/b', undefined],
    ['', '', undefined],
  ])('%s', (uri, repository, ref) => {
    expect(parseGit(uri)).toEqual({ repository, ref });
  });
});
