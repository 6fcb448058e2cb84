import { expect, it } from '@jest/globals';
import { sha256 } from '../../src/lib/hash.js';

// Source: FIPS 180-4, examples of SHA-256.
it('hashes bytes, also those of a part of a buffer', () => {
  const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256(Buffer.from('abc'))).toBe(digest);
  expect(sha256(Buffer.from('xabcx').subarray(1, 4))).toBe(digest);
});
