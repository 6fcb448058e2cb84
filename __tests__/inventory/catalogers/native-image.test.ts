import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { nativeImage } from '../../../src/inventory/catalogers/native-image.js';
import { elf } from '../build/elf.js';
import { file, named, wants } from '../build/file.js';
import { nativeImageWith } from '../build/native-image.js';

const PATH = 'usr/local/bin/shop';
const NETTY = { type: 'library', group: 'io.netty', name: 'netty-codec', version: '4.1.73.Final' };
const sbomOf = (...components: unknown[]) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  components,
});
const read = (bytes: Buffer) => nativeImage.read(file(PATH, bytes, 4096));

describe('the cataloger of GraalVM native images', () => {
  it('wants executables', () => {
    expect(wants(nativeImage, PATH, 100_000, 0o755)).toBe(true);
    expect(wants(nativeImage, PATH, 100_000, 0o644)).toBe(false);
  });

  test.each([true, false])(
    'reads libraries without a package URL; symbols are exported: %s',
    (exported) => {
      expect(read(nativeImageWith(sbomOf(NETTY), { exported }))).toEqual([
        {
          type: 'maven',
          name: 'io.netty:netty-codec',
          version: '4.1.73.Final',
          evidence: 'embedded-sbom',
        },
      ]);
    },
  );

  it('reads package URLs and licenses, and skips packages of a distribution with a note', () => {
    const purl = 'pkg:maven/org.acme/shop@1.0';
    const licenses = [{ license: { id: 'Apache-2.0' } }];
    const shop = { type: 'library', name: 'shop', purl, licenses };
    const openssl = { type: 'library', name: 'openssl', purl: 'pkg:deb/debian/openssl@1' };
    const found = [
      {
        type: 'maven',
        name: 'org.acme:shop',
        version: '1.0',
        license: 'Apache-2.0',
        evidence: 'embedded-sbom',
      },
    ];
    expect(read(nativeImageWith(sbomOf(shop)))).toEqual(found);
    const image = nativeImageWith(sbomOf(shop, openssl, { type: 'library', name: 'unversioned' }));
    const failure = 'other-format';
    expect(() => read(image)).toThrow(expect.objectContaining({ failure, found }));
    expect(() => read(image)).toThrow('with 2 components without a version');
  });

  test.each([
    ['a program without the heap of an image', nativeImageWith(sbomOf(NETTY), { heap: '.other' })],
    ['an image without an SBOM', nativeImageWith(sbomOf(NETTY), { symbols: ['x', 'y'] })],
    ['an image with one of the symbols', nativeImageWith(sbomOf(NETTY), { symbols: ['sbom'] })],
    ['an image without symbols', elf([{ name: '.svm_heap', body: Buffer.alloc(20_000) }])],
    ['an SBOM without components', nativeImageWith(sbomOf())],
    ['a script', Buffer.from(`#!/bin/sh\n${'x'.repeat(20_000)}`)],
  ])('finds nothing in %s', (_, bytes) => {
    expect(read(bytes)).toEqual([]);
  });

  test.each([
    ['is longer than the file', { length: 5000n }, 'malformed', 'is not in the file'],
    ['is empty', { length: 0n }, 'malformed', 'is not in the file'],
    ['is huge', { length: 2n ** 63n }, 'limit', 'larger than 16 MiB'],
    ['is cut short', { length: 20n }, 'malformed', 'cannot be decompressed'],
    ['is not compressed', { bytes: Buffer.from('{}') }, 'malformed', 'cannot be decompressed'],
    ['is a bomb', { bytes: gzipSync(Buffer.alloc(65 * 1024 * 1024)) }, 'limit', 'than 64 MiB'],
    ['is not JSON', { bytes: gzipSync('x') }, 'malformed', 'is not JSON'],
    ['is another document', { bytes: gzipSync('{"a":1}') }, 'malformed', 'is not CycloneDX'],
  ])('rejects an SBOM that %s', (_, options, failure, message) => {
    const image = nativeImageWith(sbomOf(NETTY), options);
    expect(() => read(image)).toThrow(expect.objectContaining({ failure }));
    expect(() => read(image)).toThrow(message);
  });

  it('keeps the libraries of an SBOM with damaged components', () => {
    const image = nativeImageWith(sbomOf(NETTY, null, 7));
    try {
      read(image);
      throw new Error('not rejected');
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      expect(error.message).toContain('2 damaged records');
      expect(named(error.found)).toEqual(['io.netty:netty-codec@4.1.73.Final']);
    }
  });
});
