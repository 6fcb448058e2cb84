import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import { NO_CONFIG } from '../../src/image/config.js';
import type { FileSystem, Image } from '../../src/image/image.js';
import { createShippedFiles } from '../../src/inventory/shipped-files.js';
import { imageSecrets } from '../../src/secrets/image.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;

// Assembled here, so that no scanner reports this file as a leak.
const token = (letter: string) => `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeI${letter}`;
const large = `${token('a')}\n${'words of a log\n'.repeat(210_000)}${token('b')}\n`;

test('what a package ships unchanged is counted in a note, and what was changed is a finding', async () => {
  // A hash is an example of the package; a provider's token may be a leak of a package that a company built itself.
  const hash = (salt: string) => `bob:$apr1$${salt}$Zq3mB7xKc9Lw2Vn5Rt8Yp1\n`;
  const [shipped, other] = [hash('a1B2c3D4'), hash('b1B2c3D4')];
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const sha1 = createHash('sha1').update(other).digest('base64');
  const by = 'Maintainer: Team <team@lists.debian.org>\n';
  const sums = (name: string, path: string) => ({
    name: `var/lib/dpkg/info/${name}.md5sums`,
    body: `${md5(shipped)}  ${path}\n`,
  });
  const layer = [
    {
      name: 'var/lib/dpkg/info/wordpress.md5sums',
      body: `${md5(token('t'))}  opt/wp/token\n${md5(shipped)}  opt/wp/a.php\n${md5(shipped)}  lib/b.php\n`,
    },
    {
      name: 'var/lib/dpkg/status',
      body: `Package: wordpress\n${by}\nPackage: acme\nMaintainer: Acme <a@acme.io>\nConffiles:\n /opt/acme.conf ${md5(shipped)}\n\nPackage: apache2\n${by}Conffiles:\n /etc/apache2/a.conf ${md5(shipped)}\n /etc/apache2/b.conf ${md5(shipped)}\nVersion: 1\n`,
    },
    {
      name: 'lib/apk/db/installed',
      body: `P:acme\nF:etc/acme\nR:y\nZ:Q1${sha1}\n\nP:x\nc:${'a'.repeat(40)}\nF:etc/x\nR:y\nZ:Q1${sha1}\nF:\nR:root\n`,
    },
    { name: 'opt/wp/a.php', body: shipped },
    { name: 'usr/lib/b.php', body: shipped },
    { name: 'etc/apache2/a.conf', body: shipped },
    { name: 'etc/apache2/b.conf', body: `${shipped} ` },
    { name: 'etc/x/y', body: other },
    { name: 'root/y', body: other },
    { name: 'opt/wp/token', body: token('t') },
    sums('acme', 'opt/acme'),
    sums('unknown', 'opt/unknown'),
    { name: 'opt/acme', body: shipped },
    { name: 'opt/acme.conf', body: shipped },
    { name: 'opt/unknown', body: shipped },
    { name: 'etc/acme/y', body: other },
  ];
  // The package is installed, but dpkg did not write this list.
  const upper = [sums('wordpress', 'opt/copied'), { name: 'opt/copied', body: shipped }];
  const image = await openImage(
    `docker-archive:${folder.write('shipped.tar', dockerArchive([tar(layer), tar(upper)], { tags: ['app:1'] }))}`,
  );
  const secrets = imageSecrets();
  const files = createShippedFiles();
  const tree = await image.scan([secrets.reader, files.reader]);
  const { findings, notes } = secrets.finish(image, tree, () => undefined, files.isShipped);
  await image.close();
  expect(findings.map(({ subject }) => subject?.path)).toEqual([
    'etc/apache2/b.conf',
    'root/y',
    'opt/wp/token',
    'opt/acme',
    'opt/acme.conf',
    'opt/unknown',
    'etc/acme/y',
    'opt/copied',
  ]);
  expect(notes.map(({ message }) => message)).toEqual([
    '4 values in unchanged files of the distribution’s packages not reported as secrets',
  ]);
});

async function secretsOf(
  layers: readonly (readonly TarMember[])[],
  stored: (layer: Buffer) => Buffer = (layer) => layer,
  env: readonly string[] = [],
) {
  const bytes = dockerArchive(
    layers.map((members) => tar(members)),
    { tags: ['app:1'], stored },
  );
  const image = await openImage(`docker-archive:${folder.write(`${count++}.tar`, bytes)}`);
  try {
    const secrets = imageSecrets();
    const files = await image.scan([secrets.reader]);
    return secrets.finish(
      { ...image, name: 'app.tar', config: { ...image.config, env } },
      files,
      () => undefined,
    );
  } finally {
    await image.close();
  }
}

describe('secrets of an image', () => {
  it('are found in a file that a later layer deletes', async () => {
    const { findings } = await secretsOf([
      [{ name: 'srv/.env', body: token('a') }],
      [{ name: 'srv/.wh..env' }],
    ]);
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'github-token',
        'GitHub token (32 to 63 characters) in /srv/.env, deleted by a later layer but still in the image',
      ],
    ]);
  });

  it('that fill its environment make the check incomplete', async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => `${token('a').slice(0, -4)}${i + 1_000}`);
    const { incomplete } = await secretsOf([[]], undefined, [many.join(' ')]);
    expect(incomplete).toMatchObject([
      {
        check: 'secret',
        reason:
          'Too many values look like secrets in the image’s environment: searched in part only',
      },
    ]);
  });

  it('that fill a file make the check incomplete', async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => `${token('a').slice(0, -4)}${i + 1_000}`);
    const { incomplete } = await secretsOf([[{ name: 'srv/.env', body: many.join('\n') }]]);
    expect(incomplete.map(({ check, reason }) => `${check}: ${reason}`)).toEqual([
      'secret: Too many values look like secrets in /srv/.env: searched in part only',
    ]);
  });

  it('are reported once when a later layer contains the same file, as after chown -R', async () => {
    const [first, again] = [
      { name: 'srv/.env', body: token('a') },
      { name: 'srv/.env', body: token('b') },
    ];
    const same = await secretsOf([[first], [first]]);
    expect(same.findings.map(({ subject, message }) => [subject?.layer, message])).toEqual([
      [0, 'GitHub token (32 to 63 characters) in /srv/.env'],
    ]);
    const other = await secretsOf([[first], [again]]);
    expect(other.findings.map(({ subject }) => subject?.layer)).toEqual([0, 1]);
  });

  it('are found at both ends of a large text in an uncompressed layer', async () => {
    const { findings, coverage } = await secretsOf([[{ name: 'var/log/app.log', body: large }]]);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('and 1 more')]);
    expect(coverage).toEqual([]);
  });

  it('are found at both ends of a large text in a compressed layer', async () => {
    const members = [
      { name: 'var/log/app.log', body: large },
      { name: 'var/log/larger.log', body: `${large}${'x'.repeat(17 * 2 ** 20)}\n${token('c')}\n` },
      { name: 'srv/program', body: `\0${large}` },
    ];
    const { findings, coverage } = await secretsOf([members], gzipSync);
    expect(findings.map(({ subject, message }) => [subject?.path, message])).toEqual([
      ['var/log/app.log', expect.stringContaining('and 1 more')],
      ['var/log/larger.log', expect.stringContaining('and 2 more')],
    ]);
    expect(coverage).toEqual([]);
  });

  it.each([
    ['little', 'a large', large],
    ['little', 'a small', `PASSWORD=1\r\nTOKEN=${token('a')}`],
    ['big', 'a small', `PASSWORD=1\r\nTOKEN=${token('a')}`],
  ])('are found in UTF-16 (%s endian) in %s file', async (order, _, text) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    const body = order === 'big' ? bytes.swap16() : bytes;
    for (const stored of [(layer: Buffer) => layer, gzipSync]) {
      const { findings } = await secretsOf([[{ name: 'srv/settings.ini', body }]], stored);
      const count =
        text === large ? 'GitHub token (32 to 63 characters, and 1 more)' : 'GitHub token';
      expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining(count)]);
    }
  });

  const file = { type: 'file', layer: 0, mode: 0, uid: 0, gid: 0, mtime: 0 } as const;
  const image = { name: 'app', layers: [], config: NO_CONFIG } as unknown as Image;
  const files = { get: () => undefined } as unknown as FileSystem;
  const partial = (path: string) => ({
    check: 'secret',
    target: 'app',
    state: 'partial',
    reason: expect.stringContaining(`completely: ${path}. Keep`),
  });

  it('that may be in a text above the limit make the check partial', () => {
    const { reader, finish } = imageSecrets();
    const size = 300 * 2 ** 20;
    for (const path of ['srv/dump.sql', 'srv/model.gguf'])
      expect(reader.wants({ ...file, path, size }, true)).toBe(0);
    expect(finish(image, files, () => undefined).coverage).toEqual([partial('/srv/dump.sql')]);
  });

  it('that may be after the start of a file, which is all that a compressed layer gives, make the check partial', async () => {
    const { reader, finish } = imageSecrets();
    const bytes = Buffer.from('words of a log\n');
    await reader.read({ ...file, path: 'srv/app.log', size: bytes.length + 1, bytes });
    await reader.read({ ...file, path: 'srv/all.log', size: bytes.length, bytes });
    expect(finish(image, files, () => undefined).coverage).toEqual([partial('/srv/app.log')]);
  });
});
