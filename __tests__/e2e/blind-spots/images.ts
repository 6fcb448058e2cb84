import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { layoutIn, tagged } from '../../image/build-layout.js';
import { dockerArchive, type TarMember, tar } from '../../image/build-tar.js';
import { elf } from '../../inventory/build/elf.js';
import { type BlindSpot, type Content, type Files, policy } from './blind-spot.js';

/** One record for each ecosystem, so that the images are covered. */
const RECORDS = [
  ['Debian:12', 'zzz-unused'],
  ['Alpine:v3.23', 'zzz-unused'],
  ['npm', 'zzz-unused'],
  ['PyPI', 'zzz-unused'],
  ['Maven', 'zzz:unused'],
].map(([ecosystem, name], i) => ({
  id: `TEST-${i}`,
  modified: '2026-01-01T00:00:00Z',
  affected: [
    {
      package: { ecosystem, name },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
    },
  ],
}));
export const ADVISORIES: Files = Object.fromEntries(
  RECORDS.map((record) => [`advisories/${record.id}.json`, JSON.stringify(record)]),
);
export const BASE: Files = { ...ADVISORIES, '.github/portside.yml': policy() };
const SCAN = [
  'scan',
  '--policy',
  '.github/portside.yml',
  '--advisories',
  'advisories',
  '--offline',
  'image.tar',
];
const scan = (...more: readonly string[]) => [...SCAN.slice(0, -1), ...more];

/** The images of these indexes set no user, which is of severity high. */
const scanIndex = (...more: readonly string[]) =>
  scan('--fail-on', 'critical', ...more, 'oci:image');

const OS = (id: string, version: string): TarMember => ({
  name: 'etc/os-release',
  body: `ID=${id}\nVERSION_ID="${version}"\nPRETTY_NAME="${id} ${version}"\n`,
});
const record = (name: string, version = '1.0-1') =>
  `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n\n`;
const DPKG: TarMember = { name: 'var/lib/dpkg/status', body: record('base-files') };
export const DEBIAN = [OS('debian', '12'), DPKG];

/** A docker archive, whose config has a user and a health check. */
export const archive =
  (...layers: readonly (readonly TarMember[])[]): Content =>
  (path) =>
    writeFileSync(path, bytes(...layers));
const bytes = (...layers: readonly (readonly TarMember[])[]) =>
  dockerArchive(
    layers.map((members) => tar(members)),
    { config: { config: { User: '1000', Healthcheck: { Test: ['NONE'] } } } },
  );

/** A layout with an image for each platform. */
const index =
  (images: Readonly<Record<string, readonly TarMember[]>>): Content =>
  (path) => {
    const parent = dirname(path);
    const write = (name: string, body: string | Uint8Array) => {
      const file = join(parent, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, body);
      return file;
    };
    const layout = layoutIn({ path: parent, write, remove() {} }, basename(path));
    const list = Object.entries(images).map(([platform, members]) =>
      layout.image([tar(members)], { platform }),
    );
    layout.index([tagged(layout.nested(list), 'shop/app:1')]);
  };

const APK: TarMember = {
  name: 'lib/apk/db/installed',
  body: 'C:Q1\nP:musl\nV:1.2.5-r0\nA:x86_64\n\n',
};
export const LODASH: TarMember = {
  name: 'app/node_modules/lodash/package.json',
  body: '{"name":"lodash","version":"4.17.15","license":"MIT"}',
};
const PACKED: TarMember = {
  name: 'usr/local/bin/tool',
  mode: 0o755,
  body: Buffer.concat([
    elf(
      [
        {
          name: '.text',
          body: Buffer.from('UPX!....$Info: This file is packed with the UPX executable packer'),
        },
      ],
      { stripped: true, distance: 0 },
    ),
    Buffer.alloc(32_768, 'x'),
  ]),
};
const PROGRAM: TarMember = {
  name: 'usr/local/bin/tool',
  mode: 0o755,
  body: elf([{ name: '.text', body: Buffer.from('code') }]),
};

/** Images with something that the scan cannot read. */
export const IMAGES: readonly BlindSpot[] = [
  {
    name: 'a platform whose system has no advisories',
    files: {
      ...BASE,
      image: index({ 'linux/amd64': DEBIAN, 'linux/arm64': [OS('debian', '99'), DPKG] }),
    },
    args: scanIndex(),
    names: /linux\/arm64/,
    filled: { args: scanIndex('--platform', 'linux/amd64') },
  },
  {
    name: 'a platform that the image does not have',
    files: { ...BASE, image: index({ 'linux/amd64': DEBIAN }) },
    args: scanIndex('--platform', 'linux/s390x'),
    names: /linux\/s390x.*linux\/amd64/,
    filled: { args: scanIndex('--platform', 'linux/amd64') },
  },
  {
    name: 'another platform than that of an archive',
    files: { ...BASE, 'image.tar': archive(DEBIAN) },
    args: scan('--platform', 'windows/amd64', 'image.tar'),
    names: /windows\/amd64/,
    filled: { args: SCAN },
  },
  ...['arch', 'gentoo', 'openwrt', 'nixos', 'void', 'slackware'].map(
    (id): BlindSpot => ({
      name: `an image of ${id}`,
      files: { ...BASE, 'image.tar': archive([OS(id, '1')]) },
      args: SCAN,
      names: new RegExp(id),
      filled: { files: { 'image.tar': archive(DEBIAN) } },
    }),
  ),
  {
    name: 'an image of Debian without package database',
    files: { ...BASE, 'image.tar': archive([OS('debian', '12')]) },
    args: SCAN,
    names: /var\/lib\/dpkg/,
    filled: { files: { 'image.tar': archive(DEBIAN) } },
  },
  {
    name: 'an empty package database',
    files: { ...BASE, 'image.tar': archive([OS('debian', '12'), { ...DPKG, body: '' }]) },
    args: SCAN,
    names: /var\/lib\/dpkg/,
    filled: { files: { 'image.tar': archive(DEBIAN) } },
  },
  {
    name: 'a layer that removes the package database',
    files: { ...BASE, 'image.tar': archive(DEBIAN, [{ name: 'var/lib/.wh.dpkg' }]) },
    args: SCAN,
    names: /var\/lib\/dpkg/,
    filled: { files: { 'image.tar': archive(DEBIAN, [PROGRAM]) } },
  },
  {
    name: 'a system of a release without advisories',
    files: { ...BASE, 'image.tar': archive([OS('alpine', '3.99.0'), APK]) },
    args: SCAN,
    names: /alpine.*3\.99/i,
    filled: { files: { 'image.tar': archive([OS('alpine', '3.23.0'), APK]) } },
  },
  {
    name: 'a program that is packed with UPX',
    files: { ...BASE, 'image.tar': archive(DEBIAN, [PACKED]) },
    args: SCAN,
    names: /usr\/local\/bin\/tool.*UPX|UPX.*usr\/local\/bin\/tool/,
    filled: { files: { 'image.tar': archive(DEBIAN, [PROGRAM]) } },
  },
  {
    name: 'a record of the package database without version',
    files: {
      ...BASE,
      'image.tar': archive([
        OS('debian', '12'),
        { ...DPKG, body: `${DPKG.body}Package: curl\nStatus: install ok installed\n\n` },
      ]),
    },
    args: SCAN,
    names: /var\/lib\/dpkg\/status/,
    filled: { files: { 'image.tar': archive(DEBIAN) } },
  },
  {
    name: 'a package.json that is cut off',
    files: {
      ...BASE,
      'image.tar': archive(DEBIAN, [{ ...LODASH, body: '{"name":"lodash","vers' }]),
    },
    args: SCAN,
    names: /app\/node_modules\/lodash\/package\.json/,
    filled: { files: { 'image.tar': archive(DEBIAN, [LODASH]) } },
  },
  {
    name: 'a damaged jar',
    files: {
      ...BASE,
      'image.tar': archive(DEBIAN, [{ name: 'app/log4j-core.jar', body: 'PK\x03\x04cut' }]),
    },
    args: SCAN,
    names: /app\/log4j-core\.jar/,
    filled: { files: { 'image.tar': archive(DEBIAN) } },
  },
  {
    name: 'an archive that is cut off',
    files: { ...BASE, 'image.tar': bytes(DEBIAN).subarray(0, 2500) },
    args: SCAN,
    names: /image\.tar/,
    filled: { files: { 'image.tar': archive(DEBIAN) } },
  },
  {
    name: 'a language without advisories',
    files: {
      ...BASE,
      'image.tar': archive(DEBIAN, [
        {
          name: 'usr/lib/ruby/gems/3.1.0/specifications/rack-2.0.0.gemspec',
          body: 'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "2.0.0"\nend\n',
        },
      ]),
    },
    args: SCAN,
    names: /RubyGems/i,
    filled: { files: { 'image.tar': archive(DEBIAN, [LODASH]) } },
  },
];
