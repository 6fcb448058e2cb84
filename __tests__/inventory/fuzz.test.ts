import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CatalogError } from '../../src/inventory/catalog-error.js';
import { CATALOGERS } from '../../src/inventory/catalogers/index.js';
import { DISTRIBUTION_FILES, distributionOf } from '../../src/inventory/distribution.js';
import { purlOf } from '../../src/inventory/purl.js';
import { readSbom } from '../../src/inventory/sbom/sbom.js';
import { PortsideError } from '../../src/lib/errors.js';
import { processorTime } from '../processor-time.js';
import { bundle } from './build/dotnet.js';
import { elf } from './build/elf.js';
import { file } from './build/file.js';
import { inlineInfo, pointedInfo } from './build/go.js';
import { berkeley, ndb, rpmHeader } from './build/rpm.js';
import { sqlite, wal } from './build/sqlite.js';
import { zip } from './build/zip.js';

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

/** A sound file of each format at a place where it is looked for. */
const SOUND: readonly (readonly [string, Buffer])[] = [
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
  ['bin/go', program('.go.buildinfo', inlineInfo('go1.22', GO))],
  ['bin/old-go', program('.go.buildinfo', pointedInfo('go1.16', GO, 0x500000))],
  ['bin/rust', program('.dep-v0', CRATES)],
  ['lib/a-1/ebin/a.app', Buffer.from('{application,a,[{vsn,"1"}]}.')],
  ['bin/dotnet', bundle('{"libraries":{"A/1":{"type":"package"}}}')],
  ['app/.pnp.data.json', Buffer.from(`{"packageRegistryData":${PNP}}`)],
  ['app/.pnp.cjs', Buffer.from(`const RAW_RUNTIME_STATE =\n'{"packageRegistryData":${PNP}}';\n`)],
  [
    'opt/bitnami/a/.spdx-a.spdx',
    Buffer.from(
      '{"packages":[{"externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:bitnami/a@1"}]}]}',
    ),
  ],
];

/** Values that lengths, counts and offsets must not be trusted with. */
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

function damaged(sound: Buffer, list: readonly Damage[]): Buffer {
  let bytes = Buffer.from(sound);
  for (const { kind, at, value } of list) {
    // Headers stand at the beginning or the end: half of the damage goes there.
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

function readAll(path: string, bytes: Buffer, journal?: Buffer): number {
  let found = 0;
  for (const cataloger of CATALOGERS) {
    if (cataloger.wants(path, Math.max(bytes.length, 20_000), 0o755) === 0) continue;
    try {
      const first = cataloger.parts ? 4096 : undefined;
      const log = journal && file(`${path}-wal`, journal);
      for (const item of cataloger.read(file(path, bytes, first), log)) {
        purlOf(item, { id: 'debian', version: '12' });
        found++;
      }
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
    }
  }
  return found;
}

describe('a damaged file', () => {
  test.each(SOUND)('%s ends in packages or in a typed error, soon', (path, sound) => {
    expect(readAll(path, sound)).toBeGreaterThan(0);
    fc.assert(
      fc.property(damages, (list) => {
        const started = processorTime();
        readAll(path, damaged(sound, list));
        expect(processorTime() - started).toBeLessThan(2000);
      }),
      { numRuns: 300 },
    );
  });

  test('of a write-ahead log never makes the database unreadable', () => {
    const database = sqlite(HEADERS);
    const log = wal([new Map([[1, database.subarray(0, 512)]])]);
    fc.assert(
      fc.property(damages, (list) => {
        expect(readAll('var/lib/rpm/rpmdb.sqlite', database, damaged(log, list))).toBe(3);
      }),
      { numRuns: 300 },
    );
  });

  test('of the distribution, or any text at all, is no error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DISTRIBUTION_FILES), fc.string(), (path, text) => {
        distributionOf(new Map([[path, text]]));
      }),
    );
  });

  test('that says it is an SBOM ends in packages or in an error with advice', () => {
    const sound = Buffer.from(
      '{"bomFormat":"CycloneDX","components":[{"type":"library","name":"a","version":"1","purl":"pkg:npm/a@1","licenses":[{"license":{"id":"MIT"}}],"properties":[{"name":"x","value":"y"}]}]}',
    );
    fc.assert(
      fc.property(damages, (list) => {
        try {
          readSbom(damaged(sound, list), 'x.json');
        } catch (error) {
          if (!(error instanceof PortsideError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('with any JSON where SBOMs have objects and lists is read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const components = [
          a,
          { name: b, version: a, purl: 'pkg:npm/a@1', licenses: a, properties: b, components: a },
        ];
        readSbom(Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', components })), 'x');
        const packages = [a, { name: b, sourceInfo: a, externalRefs: b, annotations: a }];
        readSbom(
          Buffer.from(JSON.stringify({ spdxVersion: 'SPDX-2.3', packages, relationships: a })),
          'x',
        );
      }),
    );
  });
});
