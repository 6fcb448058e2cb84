import { expect, it } from '@jest/globals';
import type { LayerEntry } from '../../src/image/image.js';
import { readClaims } from '../../src/image-diff/false-claims.js';

const record = (size: number): LayerEntry => ({
  ...{ path: 'var/lib/dpkg/info/tool.md5sums', type: 'file', layer: 0, size },
  ...{ mode: 0o644, uid: 0, gid: 0, mtime: 0 },
});

it.each([
  [1000, 1, false],
  [9 << 20, 1, true],
  [8 << 20, 9, true],
])('knows whether all checksums were read: %d bytes, %d times', (size, count, isCut) => {
  const claims = readClaims(0);
  for (let i = 0; i < count; i++) {
    const entry = record(size);
    const wanted = claims.reader.wants(entry);
    if (wanted > 0) claims.reader.read({ ...entry, bytes: new Uint8Array(wanted) });
  }
  expect(claims.isCut()).toBe(isCut);
});
