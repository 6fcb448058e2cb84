import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, test } from '@jest/globals';
import { PortsideError } from '../../src/lib/errors.js';
import {
  cacheDownload,
  type ExpectedContent,
  folderFor,
} from '../../src/vulnerabilities/download-cache.js';
import { NOW } from '../now.js';
import { temporaryFolder } from './fixtures.js';

const CONTENT = 'content';
const size = CONTENT.length;
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const digest = digestOf(CONTENT);
/** Another text with as many bytes. */
const OTHER = 'CONTENT';

let cache: string;
let path: string;
beforeEach(() => {
  cache = temporaryFolder();
  path = join(cache, 'file');
});

/** A download of these chunks, which counts those that are read. */
function downloadOf(...chunks: readonly string[]) {
  const counter = { chunks: 0 };
  async function* download() {
    for (const chunk of chunks) {
      counter.chunks++;
      yield Buffer.from(chunk);
    }
  }
  return { counter, download };
}

async function cached(expected: ExpectedContent, ...chunks: readonly string[]) {
  const { counter, download } = downloadOf(...chunks);
  await cacheDownload(path, expected, download, 'the file');
  return { content: readFileSync(path, 'utf8'), downloaded: counter.chunks > 0 };
}

describe('a file in the cache', () => {
  test.each<[string, ExpectedContent, string]>([
    ['its digest', { digest }, CONTENT],
    ['its digest and size', { digest, size }, CONTENT],
    ['its size, when the digest is not known', { size }, OTHER],
    ['no content, when none is expected', { size: 0 }, ''],
  ])('is used when it has %s', async (_, expected, content) => {
    writeFileSync(path, content);
    expect(await cached(expected, CONTENT)).toEqual({ content, downloaded: false });
  });

  test.each<[string, ExpectedContent, string]>([
    ['another digest', { digest }, OTHER],
    ['another digest, although the size is right', { digest, size }, OTHER],
    ['too few bytes', { size }, CONTENT.slice(1)],
    ['too many bytes', { size }, `${CONTENT}x`],
    ['too many bytes for its digest', { digest }, `${CONTENT}x`],
    ['no content', { size }, ''],
    ['any content, when nothing is known about it', {}, OTHER],
  ])('is downloaded again when it has %s', async (_, expected, content) => {
    writeFileSync(path, content);
    expect(await cached(expected, CONTENT)).toEqual({ content: CONTENT, downloaded: true });
  });

  it('is used without a network', async () => {
    writeFileSync(path, CONTENT);
    await cacheDownload(path, { digest }, undefined, 'the file');
    writeFileSync(path, OTHER);
    await expect(cacheDownload(path, { digest }, undefined, 'the file')).rejects.toMatchObject({
      code: 'PSE6505',
    });
  });
});

describe('a download', () => {
  test.each<[string, ExpectedContent, string[]]>([
    ['in several chunks', { digest, size }, ['con', '', 'tent']],
    ['without an expected size', { digest }, [CONTENT]],
    ['without an expected digest', { size }, [CONTENT]],
    ['without content', { size: 0 }, []],
  ])('%s is complete', async (_, expected, chunks) => {
    const { content } = await cached(expected, ...chunks);
    expect(content).toBe(chunks.join(''));
    expect(readdirSync(cache)).toEqual(['file']);
  });

  it('creates the folder of the file', async () => {
    path = join(cache, 'npm', 'all.zip');
    expect((await cached({ digest }, CONTENT)).content).toBe(CONTENT);
  });

  test.each<[string, ExpectedContent, string[], string, RegExp]>([
    ['is too short', { size }, ['conten'], 'PSE6506', /it ends after 6 of 7 bytes/],
    ['is too short for its digest', { digest }, ['conten'], 'PSE6507', /its digest is sha256:/],
    ['has no content', { size }, [], 'PSE6506', /it ends after 0 of 7 bytes/],
    ['is too long', { digest, size }, [CONTENT, 'x'], 'PSE6506', /it is longer than 7 bytes/],
    ['is not empty as expected', { size: 0 }, ['x'], 'PSE6506', /it is longer than 0 bytes/],
    ['has another digest', { digest, size }, [OTHER], 'PSE6507', /its digest is sha256:/],
  ])(
    'that %s is an error, and the cache is as before',
    async (_, expected, chunks, code, message) => {
      const error = await cached(expected, ...chunks).catch((reason) => reason);
      expect(error).toBeInstanceOf(PortsideError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
      expect(readdirSync(cache)).toEqual([]);
      writeFileSync(path, 'old');
      await expect(cached(expected, ...chunks)).rejects.toMatchObject({ code });
      expect(readdirSync(cache)).toEqual(['file']);
      expect(readFileSync(path, 'utf8')).toBe('old');
    },
  );

  it('that is too long ends with the first chunk over the limit', async () => {
    const { counter, download } = downloadOf(...Array(100).fill('con'));
    await expect(cacheDownload(path, { size }, download, 'the file')).rejects.toThrow('longer');
    expect(counter.chunks).toBe(3);
  });

  it('that fails is an error with the reason', async () => {
    const failing = (error: Error) =>
      cacheDownload(
        path,
        { size },
        // biome-ignore lint/correctness/useYield: it fails before its first chunk
        async function* () {
          throw error;
        },
        'the file',
      );
    await expect(failing(new Error('status 500'))).rejects.toMatchObject({
      code: 'PSE6506',
      message: expect.stringContaining('Cannot download the file: status 500'),
    });
    await expect(failing(new PortsideError('PSE6504', 'not found'))).rejects.toMatchObject({
      code: 'PSE6504',
    });
  });
});

describe('folderFor', () => {
  const DAY = 86_400_000;
  /** Creates a folder that was changed this many days ago. */
  function folder(name: string, days: number): string {
    const changed = new Date(NOW.getTime() - days * DAY);
    mkdirSync(join(cache, name));
    writeFileSync(join(cache, name, 'file'), '');
    utimesSync(join(cache, name), changed, changed);
    return name;
  }
  const name = (digit: string, algorithm = 'sha256') => `${algorithm}-${digit.repeat(64)}`;

  it('is the folder of the digest, which may not exist', async () => {
    expect(await folderFor(join(cache, 'new'), digest, NOW)).toBe(
      join(cache, 'new', digest.replace(':', '-')),
    );
  });

  it('deletes folders of other digests after two weeks, and nothing else', async () => {
    const own = folder(name('a'), 20);
    folder(name('b'), 15);
    folder(name('c', 'sha512'), 15);
    const recent = folder(name('d'), 13);
    const other = folder('records', 20);
    const similar = folder(`${name('e')}.old`, 20);
    await folderFor(cache, own.replace('-', ':'), NOW);
    expect(readdirSync(cache).sort()).toEqual([own, recent, other, similar].sort());
  });
});
