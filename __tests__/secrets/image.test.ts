import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import { NO_CONFIG } from '../../src/image/config.js';
import type { FileSystem, Image } from '../../src/image/image.js';
import { createShippedFiles } from '../../src/inventory/shipped-files.js';
import { imageSecrets } from '../../src/secrets/image.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';
import { zip } from '../inventory/build/zip.js';

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

  const placesOf = async (layers: readonly (readonly TarMember[])[]) => {
    const { findings } = await secretsOf(layers);
    return findings.map(({ subject, message }) => `${subject?.layer} ${message.split(' in ')[1]}`);
  };
  const linked = (name: string, link: string) => ({ name, type: '1', link });

  it('of a file with several names are reported once, under its first name', async () => {
    const first = { name: 'opt/x', body: token('a') };
    expect(await placesOf([[first, linked('srv/y', 'opt/x')], [linked('srv/z', 'srv/y')]])).toEqual(
      ['0 /opt/x'],
    );
  });

  it('are found under the name that is left, in the layer that brought the file', async () => {
    const first = { name: 'opt/x', body: token('a') };
    const gone = { name: 'opt/.wh.x' };
    expect(await placesOf([[first, linked('srv/y', 'opt/x')], [gone]])).toEqual(['0 /srv/y']);
    expect(await placesOf([[first], [linked('srv/y', 'opt/x')], [gone]])).toEqual(['0 /srv/y']);
    const replaced = { name: 'opt/x', body: token('b') };
    expect(await placesOf([[first, linked('srv/y', 'opt/x')], [replaced]])).toEqual([
      '0 /srv/y',
      '1 /opt/x',
    ]);
  });

  it('of a file without a name that is left are in the image, too', async () => {
    const first = { name: 'opt/x', body: token('a') };
    expect(
      await placesOf([
        [first, linked('srv/y', 'opt/x')],
        [{ name: '.wh.opt' }, { name: '.wh.srv' }],
      ]),
    ).toEqual(['0 /opt/x, deleted by a later layer but still']);
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

  const printsOf = async (body: string) => {
    const { findings } = await secretsOf([[{ name: 'srv/.env', body }]]);
    return findings.map(({ fingerprint }) => fingerprint);
  };

  it('are another finding when the value is another one, and the same when it moves in the file', async () => {
    const [one = ''] = await printsOf(token('a'));
    const [other = ''] = await printsOf(token('b'));
    expect(other).not.toBe(one);
    expect(await printsOf(`\n${token('b')}\n${token('a')}\n`)).toEqual([other, one]);
  });

  it('that are many of one kind in a file are one finding, which another value makes a new one', async () => {
    const list = (last: string) =>
      [...'abcdefghijklmnopqrst', last].map((letter) => token(letter)).join('\n');
    expect(await printsOf(list('a'))).toHaveLength(20);
    const { findings } = await secretsOf([[{ name: 'srv/.env', body: list('u') }]]);
    expect(findings.map(({ message }) => message)).toEqual([
      'GitHub token (32 to 63 characters, and 20 more) in /srv/.env',
    ]);
    expect(await printsOf(list('v'))).not.toEqual(await printsOf(list('u')));
  });

  it('of the environment are other findings when their values are others', async () => {
    const [one, other] = await Promise.all(
      ['a', 'b'].map((letter) => secretsOf([[]], undefined, [`T=${token(letter)}`])),
    );
    expect(one?.findings).toHaveLength(1);
    expect(other?.findings[0]?.fingerprint).not.toBe(one?.findings[0]?.fingerprint);
  });

  it('at the end of a part of a large file are known by their whole value', async () => {
    const key = (body: string) => `-----BEGIN PRIVATE ${'KEY'}-----\n${body}\n-----END`;
    const body = (last: string) => `${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(6)}${last}`;
    const line = 'words of a log\n';
    const at = (size: number, last: string) =>
      `${line.repeat(Math.ceil(size / line.length))}${key(body(last))}\n${line.repeat(9_000)}`;
    const cut = 1024 * 1024 - 100;
    const [before, after, other] = [
      await printsOf(at(500_000, 'AA')),
      await printsOf(at(cut, 'AA')),
      await printsOf(at(cut, 'BB')),
    ];
    expect(before).toHaveLength(1);
    expect(after).toEqual(before);
    expect(other).not.toEqual(before);
  });

  it('are found at both ends of a large text in an uncompressed layer', async () => {
    const { findings, coverage } = await secretsOf([[{ name: 'var/log/app.log', body: large }]]);
    expect(findings.map(({ subject }) => subject?.path)).toEqual(Array(2).fill('var/log/app.log'));
    expect(coverage).toEqual([]);
  });

  it('are found at both ends of a large text in a compressed layer', async () => {
    const members = [
      { name: 'var/log/app.log', body: large },
      { name: 'var/log/larger.log', body: `${large}${'x'.repeat(17 * 2 ** 20)}\n${token('c')}\n` },
      { name: 'srv/program', body: `\0${large}` },
    ];
    const { findings, coverage } = await secretsOf([members], gzipSync);
    expect(findings.map(({ subject }) => subject?.path)).toEqual([
      ...Array(2).fill('var/log/app.log'),
      ...Array(3).fill('var/log/larger.log'),
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
      const message = expect.stringContaining('GitHub token');
      expect(findings).toMatchObject(Array(text === large ? 2 : 1).fill({ message }));
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

describe('a comment on the line of a secret in an image', () => {
  const COMMENTS = [
    'portside:allow',
    'gitleaks:allow',
    'trufflehog:ignore',
    'pragma: allowlist secret',
  ];
  const found = async (layers: readonly TarMember[][], config = {}) => {
    const archive = dockerArchive(
      layers.map((members) => tar(members)),
      { tags: ['app:1'], config },
    );
    const image = await openImage(`docker-archive:${folder.write(`c${count++}.tar`, archive)}`);
    const secrets = imageSecrets();
    const tree = await image.scan([secrets.reader]);
    const { findings, suppressed } = secrets.finish(image, tree, () => undefined);
    await image.close();
    const placeOf = (one: (typeof suppressed)[number]) =>
      `${one.suppression?.path}:${one.suppression?.line} ${one.suppression?.rule}`;
    return { findings: findings.length, suppressed: suppressed.map(placeOf) };
  };
  const file = (body: string) => [[{ name: 'app/a.env', body }]];

  it.each(COMMENTS)('suppresses it, and is a row of its own: %s', async (comment) => {
    expect(await found(file(`a\nT=${token('a')} # ${comment}\n`))).toEqual({
      findings: 0,
      suppressed: [`/app/a.env:2 ${comment}`],
    });
  });

  it('has the right line in a large file', async () => {
    const body = `${'words of a log\n'.repeat(210_000)}T=${token('b')} # gitleaks:allow\n`;
    expect(await found(file(body))).toEqual({
      findings: 0,
      suppressed: ['/app/a.env:210001 gitleaks:allow'],
    });
  });

  it('suppresses nothing if the file has the secret on another line, too', async () => {
    const value = token('c');
    expect(await found(file(`T=${value} # gitleaks:allow\nT=${value}\n`))).toEqual({
      findings: 1,
      suppressed: [],
    });
  });

  it('is a row of its own in the configuration of the image', async () => {
    const Env = [`T=${token('d')} # gitleaks:allow`];
    expect(await found([[{ name: 'a', body: '' }]], { config: { Env } })).toEqual({
      findings: 0,
      suppressed: ['the image’s environment:1 gitleaks:allow'],
    });
  });
});

test('secrets of known formats in archives and databases are found, with the path in the archive', async () => {
  const jar = zip([
    { name: 'conf/app.properties', body: `token=${token('j')}\npassword=kT8sQ2pL0z\n` },
  ]);
  const database = Buffer.from(`SQLite format 3\0${'\0'.repeat(200)}${token('d')}\0`, 'latin1');
  const layer = [
    { name: 'srv/app.jar', body: jar },
    { name: 'srv/a.sqlite3', body: database },
    { name: 'usr/local/lib/published.jar', body: jar },
  ];
  const image = await openImage(
    `docker-archive:${folder.write('packed.tar', dockerArchive([tar(layer)], { tags: ['app:1'] }))}`,
  );
  const { reader, finish } = imageSecrets();
  const files = await image.scan([reader]);
  const { findings } = finish(image, files, () => undefined);
  expect(findings.map(({ subject }) => subject?.path).sort()).toEqual([
    'srv/a.sqlite3',
    'srv/app.jar!/conf/app.properties',
  ]);
  expect(findings.map(({ message }) => message).join()).not.toContain('later layer');
});

test('archives that are not read are named, also inside others', async () => {
  const layer = [
    { name: 'srv/a.tar.xz', body: Buffer.from('fd377a585a000000', 'hex') },
    { name: 'srv/b.zip', body: zip([{ name: 'c.7z', body: 'x' }]) },
    { name: 'srv/dump.sql.gz', body: gzipSync(`token = ${token('z')}\n`) },
    { name: 'usr/local/lib/d.tar.xz', body: Buffer.from('fd377a585a000000', 'hex') },
  ];
  const image = await openImage(
    `docker-archive:${folder.write('unread.tar', dockerArchive([tar(layer)], { tags: ['app:1'] }))}`,
  );
  const { reader, finish } = imageSecrets();
  const files = await image.scan([reader]);
  const { findings, notes } = finish(image, files, () => undefined);
  expect(findings.map(({ subject }) => subject?.path)).toEqual(['srv/dump.sql.gz!/dump.sql']);
  expect(notes.map(({ message }) => message)).toEqual([
    'Archives that are encrypted, or in a format that is not read, were not searched for secrets: /srv/a.tar.xz, /srv/b.zip!/c.7z',
  ]);
});
