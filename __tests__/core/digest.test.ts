import { describe, expect, it, test } from '@jest/globals';
import { digestAlgorithm, digestCheck, isDigest, sha256Digest } from '../../src/core/digest.js';

const DIGEST = sha256Digest(Buffer.from('hello'));

test.each([
  [DIGEST, true],
  [`sha512:${'0'.repeat(128)}`, true],
  [`sha384:${'0'.repeat(96)}`, true],
  [`sha256:${'0'.repeat(63)}`, false],
  [`sha256:${'0'.repeat(64)}:`, false],
  [`sha256:${'0'.repeat(64)}\n`, false],
  [`sha1:${'0'.repeat(40)}`, false],
  ['latest', false],
  ['', false],
])('isDigest(%j) is %s', (text, expected) => {
  expect(isDigest(text)).toBe(expected);
});

describe('digestCheck', () => {
  it('accepts content that has the digest, in any number of pieces', () => {
    const check = digestCheck(DIGEST, 'the blob');
    check.update(Buffer.from('hel'));
    check.update(Buffer.from('lo'));
    expect(() => check.finish()).not.toThrow();
  });

  it('throws for content with another digest', () => {
    const check = digestCheck(DIGEST, 'the blob');
    check.update(Buffer.from('hell'));
    expect(() => check.finish()).toThrow(expect.objectContaining({ code: 'PSE4502' }));
  });

  it('throws for a digest that cannot be checked', () => {
    expect(() => digestCheck('md5:00', 'the blob')).toThrow(
      expect.objectContaining({ code: 'PSE4501' }),
    );
    expect(digestAlgorithm(DIGEST)).toBe('sha256');
  });
});
