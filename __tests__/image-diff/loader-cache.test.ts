import { expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { unusualLibraries } from '../../src/image-diff/loader-cache.js';
import { loaderCache } from './build-loader-cache.js';

const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1');

test.each([
  ['/lib/libc.so.6', ''],
  ['/lib64/libc.so.6', ''],
  ['/usr/local/lib/libx.so', ''],
  ['/lib/x86_64-linux-gnu/libc.so.6', ''],
  ['/usr/lib/arm-linux-gnueabihf/libc.so.6', ''],
  ['/lib/x86_64-linux-gnu/glibc-hwcaps/x86-64-v3/libc.so.6', ''],
  ['/tmp/evil.so', 'libc.so.6\0/tmp/evil.so\n'],
  ['/lib/../tmp/evil.so', 'libc.so.6\0/lib/../tmp/evil.so\n'],
  ['tmp/evil.so', 'libc.so.6\0tmp/evil.so\n'],
])('of the cached library %s, the unusual ones are %j', (path, expected) => {
  expect(textOf(unusualLibraries(loaderCache(path)))).toBe(expected);
});

it('the entries of the old form come before those that the loader reads', () => {
  const old = Buffer.alloc(32);
  old.write('ld.so-1.7.0', 'latin1');
  old.writeUInt32LE(1, 12);
  const cache = Buffer.concat([old, loaderCache('/lib/a.so', '/opt/a.so')]);
  expect(textOf(unusualLibraries(cache))).toBe('libc.so.6\0/opt/a.so\n');
  expect(unusualLibraries(old)).toBeUndefined();
});

it('a cache that is cut or has other bytes never throws', () => {
  const cache = loaderCache('/lib/a.so', '/opt/a.so');
  for (let end = 0; end < cache.length; end++)
    expect(unusualLibraries(cache.subarray(0, end))).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(cache.length - 1), fc.nat(255), (at, byte) => {
      const bytes = Buffer.from(cache);
      bytes[at] = byte;
      unusualLibraries(bytes);
    }),
  );
});
