import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { imageSecrets } from '../../src/secrets/image.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;

// Assembled here, so that no scanner reports this file as a leak.
const token = (letter: string) => `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeI${letter}`;
const large = `${token('a')}\n${'words of a log\n'.repeat(210_000)}${token('b')}\n`;

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
    const { findings, notes } = await secretsOf([[{ name: 'var/log/app.log', body: large }]]);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('and 1 more')]);
    expect(notes).toEqual([]);
  });

  it('are found at the beginning of a large text in a compressed layer, with a note', async () => {
    const { findings, notes } = await secretsOf(
      [
        [
          { name: 'var/log/app.log', body: large },
          { name: 'srv/program', body: `\0${large}` },
        ],
      ],
      (layer) => gzipSync(layer),
    );
    expect(findings).toHaveLength(1);
    expect(notes).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(
          'Only the first 8000 bytes were searched for secrets in /var/log/app.log',
        ),
      }),
    ]);
  });
});
