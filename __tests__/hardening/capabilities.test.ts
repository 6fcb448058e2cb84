import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileCapabilities } from '../../src/hardening/capabilities.js';

describe('readFileCapabilities', () => {
  it('reads any bytes without an error, as at most 64 names', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(readFileCapabilities(bytes)?.names.length ?? 0).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('reads version 1 and unknown bits', () => {
    const bytes = Buffer.alloc(20);
    bytes.writeUInt32LE(0x01000000, 0);
    bytes.writeUInt32LE(1, 4);
    expect(readFileCapabilities(bytes.subarray(0, 12))?.names).toEqual(['CHOWN']);
    bytes.writeUInt32LE(0x03000000, 0);
    bytes.writeUInt32LE(2 ** 31, 12);
    expect(readFileCapabilities(bytes)?.names).toEqual(['CHOWN', 'bit 63']);
  });
});
