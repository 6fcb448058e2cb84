import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePackageUrl } from '../../../src/core/package-url.js';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { CATALOGERS } from '../../../src/inventory/catalogers/index.js';
import { distributionOf } from '../../../src/inventory/distribution.js';
import {
  pomProperties,
  repositoryPath,
  splitFileName,
} from '../../../src/inventory/java/coordinates.js';
import { purlOf } from '../../../src/inventory/purl.js';
import { bundle } from '../build/dotnet.js';
import { elf } from '../build/elf.js';
import { file } from '../build/file.js';
import { inlineInfo, pointedInfo } from '../build/go.js';
import { nativeImageWith } from '../build/native-image.js';
import { berkeley, ndb, rpmHeader } from '../build/rpm.js';
import { sqlite, wal } from '../build/sqlite.js';
import { zip } from '../build/zip.js';

const HEADERS = ['a', 'b', 'c'].map((name) =>
  rpmHeader({ name, version: '1', release: '1', padding: 6000, files: ['/x/y', '/x/z'] }),
);
const GO = 'mod\texample.com/a\tv1.0.0\t\ndep\texample.com/b\tv1\n=>\texample.com/c\tv2\n';
const CRATES = deflateSync(JSON.stringify({ packages: [{ name: 'a', version: '1' }] }));
const program = (name: string, body: Uint8Array) =>
  elf([
    { name: '.text', body: Buffer.alloc(20_000) },
    { name, body, address: 0x500000, writable: true },
  ]);
const PNP = '[["a",[["npm:1",{"packageLocation":"./c/a-0.zip/node_modules/a/"}]]]]';
const JAR = zip([
  { name: 'META-INF/MANIFEST.MF', body: 'Implementation-Version: 1\n' },
  { name: 'META-INF/maven/g/a/pom.properties', body: 'groupId=g\nartifactId=a\nversion=1\n' },
]);

/** A valid file of each format, at a path that its cataloger wants. */
const VALID_FILES: readonly (readonly [string, Buffer])[] = [
  ['var/lib/dpkg/status', Buffer.from('Package: a\nStatus: install ok installed\nVersion: 1\n\n')],
  ['lib/apk/db/installed', Buffer.from('P:a\nV:1\nF:x\nR:y\n\n')],
  ['var/lib/rpm/rpmdb.sqlite', sqlite(HEADERS)],
  ['var/lib/rpm/Packages.db', ndb(HEADERS)],
  ['var/lib/rpm/Packages', berkeley(HEADERS)],
  ['app/node_modules/a/package.json', Buffer.from('{"name":"a","version":"1","license":["MIT"]}')],
  ['a.dist-info/METADATA', Buffer.from('Metadata-Version: 2.1\nName: a\nVersion: 1\nLicense: x\n')],
  [
    'specifications/a-1.gemspec',
    Buffer.from('Gem::Specification.new do |s|\n s.name = "a"\n s.version = "1"\nend'),
  ],
  ['vendor/composer/installed.json', Buffer.from('{"packages":[{"name":"a/b","version":"1"}]}')],
  ['a.deps.json', Buffer.from('{"libraries":{"A/1":{"type":"package"}}}')],
  ['conda-meta/a.json', Buffer.from('{"name":"a","version":"1"}')],
  ['library/a/DESCRIPTION', Buffer.from('Package: a\nBuilt: R 4.4.1\nVersion: 1\n')],
  [
    'lib/app.jar',
    zip([
      { name: 'lib/a.jar', body: JAR },
      { name: 'b.jar', body: JAR, stored: true },
    ]),
  ],
  [
    'lib/luarocks/rocks-5.4/a/1-1/a-1-1.rockspec',
    Buffer.from('package = "a"\ndescription = { license = "MIT" }\n'),
  ],
  ['.opam-switch/packages/a.1/opam', Buffer.from('opam-version: "2.0"\nlicense: ["MIT" "ISC"]\n')],
  ['php/.registry/a.reg', Buffer.from('a:2:{s:4:"name";s:1:"a";s:7:"version";s:1:"1";}')],
  ['app/conan.lock', Buffer.from('{"version":"0.5","requires":["a1/1#r%1"]}')],
  [
    '.conan/data/aa/1/_/_/package/9/conaninfo.txt',
    Buffer.from('[settings]\n    os=Linux\n[full_requires]\n    bb/1:9\n'),
  ],
  [
    'wp-content/plugins/a/a.php',
    Buffer.from('<?php\n/*\nPlugin Name: A\nVersion: 1\nLicense: MIT\n*/\n'),
  ],
  ['site-packages/a.egg', zip([{ name: 'EGG-INFO/PKG-INFO', body: 'Name: a\nVersion: 1\n' }])],
  ['bin/go', program('.go.buildinfo', inlineInfo('go1.22', GO))],
  ['bin/old-go', program('.go.buildinfo', pointedInfo('go1.16', GO, 0x500000))],
  [
    'bin/native',
    nativeImageWith({
      bomFormat: 'CycloneDX',
      components: [{ type: 'library', name: 'a', purl: 'pkg:maven/a/a@1' }],
    }),
  ],
  ['bin/rust', program('.dep-v0', CRATES)],
  ['lib/a-1/ebin/a.app', Buffer.from('{application,a,[{vsn,"1"}]}.')],
  ['bin/dotnet', bundle('{"libraries":{"A/1":{"type":"package"}}}')],
  ['usr/local/go/VERSION', Buffer.from('go1.24.4\ntime 2025-05-29T19:37:36Z\n')],
  ['usr/local/bin/redis-server', program('.rodata', Buffer.from('\x008.0.2\x008.0.21789404730\0'))],
  ['app/.pnp.data.json', Buffer.from(`{"packageRegistryData":${PNP}}`)],
  ['app/.pnp.cjs', Buffer.from(`const RAW_RUNTIME_STATE =\n'{"packageRegistryData":${PNP}}';\n`)],
  [
    'var/lib/pacman/local/a-1-1/desc',
    Buffer.from('%NAME%\na\n\n%VERSION%\n1-1\n\n%LICENSE%\nMIT\nGPL-2.0-only OR MIT\n\n'),
  ],
  [
    'var/db/pkg/app-shells/bash-5.2_p26-r1/CONTENTS',
    Buffer.from(`dir /bin\nobj /bin/bash ${'0'.repeat(32)} 1\nsym /bin/sh -> bash 1\n`),
  ],
  [
    'usr/lib/opkg/status',
    Buffer.from('Package: a\nStatus: install user installed\nVersion: 1\nArchitecture: mips\n\n'),
  ],
  [
    'var/db/xbps/pkgdb-0.38.plist',
    Buffer.from(
      '<plist><dict><key>a</key><dict><key>pkgver</key><string>a-1_1</string></dict></dict></plist>',
    ),
  ],
  [
    'srv/a.cdx.json',
    Buffer.from('{"bomFormat":"CycloneDX","components":[{"name":"a","purl":"pkg:npm/a@1"}]}'),
  ],
  ['opt/bitnami/.bitnami_components.json', Buffer.from('{"nginx":{"version":"1.25.3-1"}}')],
  ['var/log/packages/a-1-noarch-1', Buffer.from('PACKAGE NAME: a-1-noarch-1\nFILE LIST:\n./\n')],
  ['usr/local/Cellar/a/1/INSTALL_RECEIPT.json', Buffer.from('{"source":{"tap":"a/b"}}')],
  ['snap/a/1/meta/snap.yaml', Buffer.from("name: a\nversion: '1'\narchitectures:\n  - amd64\n")],
  [
    'opt/bitnami/a/.spdx-a.spdx',
    Buffer.from(
      '{"packages":[{"externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:bitnami/a@1"}]}]}',
    ),
  ],
];

/** Invalid values for lengths, counts and offsets. */
const WORDS = [0, 1, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

type Damage = {
  readonly kind: 'cut' | 'flip' | 'word';
  readonly at: number;
  readonly value: number;
};
const damages = fc.array(
  fc.record<Damage>({
    kind: fc.constantFrom('cut', 'flip', 'word', 'word'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.nat(0xffff),
  }),
  { minLength: 1, maxLength: 6 },
);

function damaged(valid: Buffer, list: readonly Damage[]): Buffer {
  let bytes = Buffer.from(valid);
  for (const { kind, at, value } of list) {
    // Half of the damage is near the start or the end, where the headers are.
    const near =
      value % 4 === 0 ? at * 128 : value % 4 === 1 ? bytes.length - at * 128 : at * bytes.length;
    const place = Math.max(0, Math.min(bytes.length - 1, Math.floor(near)));
    if (bytes.length === 0) return bytes;
    if (kind === 'cut') bytes = bytes.subarray(0, place);
    else if (kind === 'flip') bytes[place] = (bytes[place] ?? 0) ^ (1 << (value % 8));
    else if (place + 4 <= bytes.length) {
      const word = WORDS[value % WORDS.length] ?? 0;
      if (value % 2) bytes.writeUInt32LE(word, place);
      else bytes.writeUInt32BE(word, place);
    }
  }
  return bytes;
}

/** Reads a file with all catalogers that want it: the number of packages. */
function countPackages(path: string, bytes: Buffer, journal?: Buffer): number {
  let count = 0;
  for (const cataloger of CATALOGERS) {
    if (cataloger.wants(path, Math.max(bytes.length, 20_000), 0o755) === 0) continue;
    try {
      const first = cataloger.parts ? 4096 : undefined;
      const log = journal && file(`${path}-wal`, journal);
      for (const item of cataloger.read(file(path, bytes, first), log)) {
        purlOf(item, { id: 'debian', version: '12' });
        count++;
      }
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
    }
  }
  return count;
}

describe('the catalogers', () => {
  test.each(VALID_FILES)('read packages or throw CatalogError for a damaged %s', (path, valid) => {
    expect(countPackages(path, valid)).toBeGreaterThan(0);
    fc.assert(
      fc.property(damages, (list) => {
        countPackages(path, damaged(valid, list));
      }),
      { numRuns: 300 },
    );
  });

  test('read an rpm database with a damaged write-ahead log', () => {
    const database = sqlite(HEADERS);
    const log = wal([new Map([[1, database.subarray(0, 512)]])]);
    fc.assert(
      fc.property(damages, (list) => {
        expect(countPackages('var/lib/rpm/rpmdb.sqlite', database, damaged(log, list))).toBe(3);
      }),
      { numRuns: 300 },
    );
  });
});

const MEBIBYTE = 1024 * 1024;

/** A mebibyte of text for which an expression that backtracks would take minutes. */
const LONG_TEXTS: readonly (readonly [string, string])[] = [
  ['blanks', ' '.repeat(MEBIBYTE)],
  ['line feeds', '\n'.repeat(MEBIBYTE)],
  ['tabs before a letter', `${'\t'.repeat(MEBIBYTE)}x`],
  ['colons', ':'.repeat(MEBIBYTE)],
  ['dashes and digits', '-1'.repeat(MEBIBYTE / 2)],
  ['continuation lines', `Package: a\n${' x\n'.repeat(MEBIBYTE / 3)}`],
  ['fields', 'Version: 1\n'.repeat(MEBIBYTE / 11)],
  ['brackets', `Source: ${'(a '.repeat(MEBIBYTE / 3)}`],
  ['beginnings of a gemspec', 'Gem::Specification.new do |'.repeat(40_000)],
  ['a gemspec of blanks', `Gem::Specification.new do |s|\n${' \n'.repeat(MEBIBYTE / 2)}`],
  ['quotes', '"'.repeat(MEBIBYTE)],
];

const TEXT_PATHS = [
  'var/lib/dpkg/status',
  'lib/apk/db/installed',
  'a.dist-info/METADATA',
  'specifications/a.gemspec',
  'library/a/DESCRIPTION',
  'lib/luarocks/rocks-5.4/a/1-1/a-1-1.rockspec',
  '.opam-switch/packages/a.1/opam',
  'php/.registry/a.reg',
  '.conan/data/aa/1/_/_/package/9/conaninfo.txt',
  'wp-content/plugins/a/a.php',
  'app/node_modules/a/package.json',
  'var/lib/pacman/local/a-1-1/desc',
  'usr/lib/opkg/status',
  'var/db/xbps/pkgdb-0.38.plist',
  'snap/a/1/meta/snap.yaml',
];

describe.each(LONG_TEXTS)('with a mebibyte of %s', (_, text) => {
  test.each(TEXT_PATHS)('no package is found at %s', (path) => {
    expect(countPackages(path, Buffer.from(text))).toBe(0);
  });

  test('names and properties in archives are read to their end', () => {
    expect(splitFileName(`${text}.jar!`).artifact.length).toBeLessThanOrEqual(255);
    expect(repositoryPath(`repository/${text}.jar`)).toBeUndefined();
    expect(pomProperties(Buffer.from(text)).group).toBeUndefined();
  });

  test('the files of the distribution and package URLs are read to their end', () => {
    expect(distributionOf(new Map([['etc/redhat-release', text]]))).toBeUndefined();
    expect(distributionOf(new Map([['etc/debian_version', text]]))).toBeUndefined();
    expect(distributionOf(new Map([['etc/os-release', `ID=${text}`]]))?.version).toBeUndefined();
    expect(parsePackageUrl(`pkg:rpm/a@1?upstream=${text}.src.rpm`)).toBeUndefined();
    expect(parsePackageUrl(`pkg:${text}`)).toBeUndefined();
  });
});
