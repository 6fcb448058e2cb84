import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { PortsideError } from '../../../src/lib/errors.js';
import {
  configOf,
  dockerArchive,
  dockerMembers,
  pax,
  type TarMember,
  tar,
  temporaryFolder,
} from '../build-tar.js';
import { outcomeOf } from '../outcome.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const outcome = (bytes: Uint8Array) => outcomeOf(folder.write(`${count++ % 8}.tar`, bytes));

const layer = tar([
  { name: 'etc/', type: '5' },
  { name: 'etc/os-release', body: 'ID=x' },
]);
const config = configOf([layer]).toString();
const manifest = (value: unknown): TarMember => ({
  name: 'manifest.json',
  body: JSON.stringify(value),
});
const entry = { Config: 'c.json', RepoTags: null, Layers: ['l'] };
const others = { config: { name: 'c.json', body: config }, layer: { name: 'l', body: layer } };

test.each([
  ['no content', '', 'the file is empty'],
  [
    'other bytes',
    Buffer.alloc(4000, 'a\0b'),
    'it is no tar archive. Pass the output of docker save',
  ],
  ['the beginning of a name', 'blobs/sha2', 'it is no tar archive'],
  ['compressed bytes', gzipSync(Buffer.alloc(1000, 1)), 'it is no tar archive'],
])(
  'a file that may be what is left of an archive makes the result incomplete: %s',
  async (_, content, why) => {
    const result = await outcome(Buffer.from(content));
    expect(result).toMatchObject({ kind: 'incomplete' });
    expect(String(result)).toContain(why);
  },
);

test.each([
  [
    'text',
    `hello world é\n`.repeat(1000),
    'is not an image archive: it is text. Pass the output of docker save, an OCI layout in a tar file',
  ],
  ['compressed text', gzipSync('hello world\n'), 'is not an image archive: it is text'],
  ['some JSON', ' {"name":"x"}', 'it is JSON, but not a CycloneDX or SPDX SBOM'],
  [
    'a report of Portside',
    '{\n  "schema": "portside-report/1"}',
    'it is a JSON report of Portside. Use it with portside merge, or with --baseline',
  ],
  [
    'an SBOM in XML',
    '<?xml version="1.0"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>',
    'it is an SBOM as CycloneDX XML, which is not supported',
  ],
  ['an SBOM as tag-value', '# x\nSPDXVersion: SPDX-2.3\n', 'it is an SBOM as SPDX tag-value'],
  [
    'an SBOM as SPDX 3',
    '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}',
    'it is an SBOM as SPDX 3, which is not supported',
  ],
  ['an SBOM as RDF', '<rdf:RDF xmlns="http://spdx.org/rdf/terms#"/>', 'it is an SBOM as SPDX XML'],
  ['a list in JSON', '[]', 'it is JSON, but not a CycloneDX or SPDX SBOM'],
  ['null in JSON', 'null', 'it is JSON, but not a CycloneDX or SPDX SBOM'],
])('a file of another kind is a usage error: %s', async (_, content, message) => {
  const result = await outcome(Buffer.from(content));
  expect(result).toMatchObject({ code: 'PSE4006', kind: 'usage' });
  expect(String(result)).toContain(message);
});

describe('an archive is rejected that is or has', () => {
  const table: [string, Uint8Array, string][] = [
    ['a tar of something else', tar([{ name: 'a' }]), 'no manifest.json, no index.json'],
    ['an empty manifest', tar([manifest([])]), 'lists no image'],
    ['a manifest that is an object', tar([manifest({})]), 'lists no image'],
    ['a manifest that is not JSON', tar([{ name: 'manifest.json', body: '[{' }]), 'not JSON'],
    [
      'a manifest of the wrong types',
      tar([manifest([{ Config: 5, Layers: 'x' }])]),
      'configuration',
    ],
    ['no configuration', tar([manifest([entry]), others.layer]), 'c.json is missing'],
    [
      'an empty configuration',
      tar([manifest([entry]), { name: 'c.json' }, others.layer]),
      'not JSON',
    ],
    [
      'a configuration of other layers',
      tar([manifest([entry]), { name: 'c.json', body: '{}' }, others.layer]),
      '0 layers',
    ],
    ['no bytes of a layer', tar([manifest([entry]), others.config]), 'is not in the archive'],
    [
      'a layer that links to itself',
      tar([manifest([entry]), others.config, { name: 'l', type: '2', link: 'l' }]),
      'is not in the archive',
    ],
    [
      'a layer outside of the archive',
      tar([manifest([{ ...entry, Layers: ['../../../../etc/passwd'] }]), others.config]),
      'is not in the archive',
    ],
    ['a layer that is not a tar', dockerArchive([Buffer.from('x'.repeat(2000))]), 'checksum'],
    [
      'a layer in bzip2',
      dockerArchive([layer], { stored: () => Buffer.from('BZh91AY&SY') }),
      'bzip2',
    ],
    [
      'damaged gzip',
      dockerArchive([layer], { stored: () => gzipSync(layer).fill(0xff, 20, 40) }),
      'gzip data is damaged',
    ],
    [
      'gzip that is cut short',
      dockerArchive([layer], { stored: () => gzipSync(layer).subarray(0, 60) }),
      'gzip data is damaged',
    ],
    [
      'damaged zstd',
      dockerArchive([layer], { stored: () => Buffer.from('28b52ffdffffffffffff', 'hex') }),
      'zstd data is damaged',
    ],
    [
      'a configuration that does not have its digest',
      tar([
        ...dockerMembers([layer]).map((m) =>
          String(m.name).endsWith('.json') && m.name !== 'manifest.json'
            ? { ...m, body: `${config} ` }
            : m,
        ),
      ]),
      'digest',
    ],
    [
      'deeply nested JSON',
      tar([{ name: 'manifest.json', body: '['.repeat(100_000) }]),
      'nested deeper',
    ],
    [
      'JSON with many brackets in a string',
      tar([
        manifest([entry]),
        { name: 'c.json', body: JSON.stringify({ a: '['.repeat(1000) }) },
        others.layer,
      ]),
      '0 layers',
    ],
  ];
  test.each(table)('%s', async (_, bytes, message) => {
    const result = await outcome(bytes);
    expect(result).toMatchObject({ kind: 'incomplete' });
    expect(String(result)).toContain(message);
  });
});

describe('a valid archive is read or causes a PortsideError', () => {
  const valid = dockerArchive(
    [
      tar([
        pax({ path: 'usr/lib/os-release' }),
        { name: 'x', body: 'ID=x' },
        { name: 'etc/os-release', type: '2', link: '../usr/lib/os-release' },
        { name: 'h', type: '1', link: 'usr/lib/os-release' },
      ]),
      tar([{ name: 'etc/.wh.os-release' }, { name: 'a', body: 'x'.repeat(600) }]),
    ],
    { history: [{ created_by: 'RUN x' }, { created_by: 'RUN y' }] },
  );
  const packed = dockerArchive([layer, layer], { stored: (layer) => gzipSync(layer) });

  test.each([
    ['uncompressed', valid],
    ['with gzip layers', packed],
  ])('when it is cut short at any place: %s', async (_, archive) => {
    for (let length = 0; length < archive.length - 1024; length += 173) {
      const result = await outcome(archive.subarray(0, length));
      if (length < archive.length - 1024 - 512) expect(result).toBeInstanceOf(PortsideError);
    }
  });

  it('when bytes of it are changed', async () => {
    const change = fc.record({
      at: fc.nat(valid.length - 1),
      to: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (zipped, changes) => {
          const bytes = Buffer.from(zipped ? packed : valid);
          for (const { at, to } of changes) bytes[at % bytes.length] = to;
          const result = await outcome(bytes);
          expect(typeof result === 'number' || result instanceof PortsideError).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
