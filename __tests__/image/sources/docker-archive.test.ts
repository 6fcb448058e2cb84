import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import type { LayerFile } from '../../../src/image/image.js';
import { openImages } from '../../../src/image/open.js';
import {
  bytesOf,
  configOf,
  dockerArchive,
  dockerMembers,
  scanAll,
  sha256,
  tar,
  temporaryFolder,
} from '../build-tar.js';
import { linesOf, openImage, withImage } from '../open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const unique = () => `t${count++}`;

const lower = tar([{ name: 'a', body: '1' }]);
const upper = tar([{ name: 'b', body: '2' }]);
const LINES = ['0 a=1', '1 b=2'];

describe('a docker archive', () => {
  const archive = (bytes: Uint8Array) => folder.write(`${unique()}.tar`, bytes);

  it('gives name, digest, platform, tags, configuration and layers of the image', async () => {
    const history = [
      { created_by: 'A' },
      { created_by: 'E', empty_layer: true },
      { created_by: 'B' },
    ];
    const config = {
      variant: 'v2',
      config: {
        User: 'app',
        Env: ['A=1', 5],
        Labels: { l: 'x', n: 1 },
        ExposedPorts: { '80/tcp': {} },
        Cmd: ['x'],
      },
    };
    const path = archive(
      dockerArchive([lower, upper], { history, config, tags: ['app:1', 'app:2'] }),
    );
    await withImage(`docker-archive:${path}`, {}, async (image) => {
      expect(image).toMatchObject({
        name: path,
        source: 'docker-archive',
        digest: sha256(configOf([lower, upper], { history, config })),
        platform: 'linux/amd64/v2',
        tags: ['app:1', 'app:2'],
        config: { user: 'app', env: ['A=1'], exposedPorts: ['80/tcp'], cmd: ['x'] },
      });
      expect(image.config.labels).toEqual(new Map([['l', 'x']]));
      expect(
        image.layers.map((layer) => [layer.diffID, layer.size, layer.history?.createdBy]),
      ).toEqual([
        [sha256(lower), lower.length, 'A'],
        [sha256(upper), upper.length, 'B'],
      ]);
    });
  });

  it('gives layers without history when the history has another number of layers', async () => {
    const path = archive(dockerArchive([lower, upper], { history: [{ created_by: 'A' }] }));
    await withImage(path, {}, async ({ layers }) =>
      expect(layers.map((l) => l.history)).toEqual([undefined, undefined]),
    );
  });

  it('is read with gzip layers', async () => {
    expect(
      await linesOf(archive(dockerArchive([lower, upper], { stored: (layer) => gzipSync(layer) }))),
    ).toEqual(LINES);
  });

  test.each([
    ['from the overflow file', {}],
    ['from memory when the overflow file is full', { overflowBytes: 0 }],
  ])('gives large files of gzip layers %s', async (_, limits) => {
    const body = bytesOf('0123456789'.repeat(100_000));
    const layers = [
      tar([
        { name: 'big', body },
        { name: 'a', body: '1' },
      ]),
      tar([{ name: 'more', body }]),
    ];
    const path = archive(dockerArchive(layers, { stored: (layer) => gzipSync(layer) }));
    const parts: string[] = [];
    await withImage(path, { limits: { memoryBytes: 1000, ...limits } }, async (image) => {
      const reader = {
        wants: (entry: { size: number }, randomAccess?: boolean) => (randomAccess ? 4 : entry.size),
        read: ({ path, bytes, part }: LayerFile) => {
          const middle = part?.(500_003, 4) ?? bytes.subarray(500_003, 500_007);
          parts.push(`${path} ${Buffer.from(bytes.subarray(0, 4))} ${Buffer.from(middle)}`);
        },
      };
      await image.scan([reader]);
    });
    expect(parts).toEqual(['big 0123 3456', 'a 1 ', 'more 0123 3456']);
  });

  it('is read when only one of two layers is compressed', async () => {
    const stored = (layer: Buffer, index: number) => (index === 0 ? gzipSync(layer) : layer);
    expect(await linesOf(archive(dockerArchive([lower, upper], { stored })))).toEqual(LINES);
  });

  it('is read when the archive itself is compressed', async () => {
    expect(await linesOf(archive(gzipSync(dockerArchive([lower, upper]))))).toEqual(LINES);
  });

  it('is read when a layer is a link to another, as Docker before 25 wrote them', async () => {
    const members = dockerMembers([lower, lower]).map((member) =>
      member.name === 'layer1/layer.tar'
        ? { name: member.name, type: '2', link: '../layer0/layer.tar' }
        : member,
    );
    expect(await linesOf(archive(tar(members)))).toEqual(['0 a=1', '1 a=1']);
  });

  it('is read with its members in any order', async () => {
    const members = dockerMembers([lower, upper]);
    expect(await linesOf(archive(tar([...members].reverse())))).toEqual(LINES);
  });

  it('with several images is read only with a tag or number', async () => {
    const config = configOf([lower]);
    const both = configOf([lower, upper]);
    const path = archive(
      tar([
        { name: 'l', body: lower },
        { name: 'u', body: upper },
        { name: 'one.json', body: config },
        { name: 'two.json', body: both },
        {
          name: 'manifest.json',
          body: JSON.stringify([
            { Config: 'one.json', RepoTags: ['one:1'], Layers: ['l'] },
            { Config: 'two.json', RepoTags: ['two:latest'], Layers: ['l', 'u'] },
          ]),
        },
      ]),
    );
    expect(await linesOf(`docker-archive:${path}:one:1`)).toEqual(['0 a=1']);
    expect(await linesOf(`${path}:two`)).toEqual(LINES);
    expect(await linesOf(`${path}:@1`)).toEqual(LINES);
    await expect(openImage(path)).rejects.toMatchObject({
      code: 'PSE4004',
      message: expect.stringContaining('one:1, two:latest'),
    });
    await expect(openImage(`${path}:three`)).rejects.toMatchObject({ code: 'PSE4002' });
  });

  describe('with an image for each of two platforms', () => {
    const entry = (name: string, architecture: string, tags: readonly string[]) => {
      const body = configOf([lower], { config: { architecture } });
      return {
        file: { name: `${name}.json`, body },
        entry: { Config: `${name}.json`, RepoTags: tags, Layers: ['l'] },
      };
    };
    const write = (...entries: readonly ReturnType<typeof entry>[]) =>
      archive(
        tar([
          { name: 'l', body: lower },
          ...entries.map(({ file }) => file),
          { name: 'manifest.json', body: JSON.stringify(entries.map((one) => one.entry)) },
        ]),
      );
    const platformsIn = async (reference: string, platforms: readonly string[] = []) => {
      const { images, close } = await openImages(reference, { platforms });
      await close();
      return images.map(({ platform }) => platform);
    };

    it('gives both, or the requested one', async () => {
      const path = write(entry('a', 'amd64', ['app:1']), entry('b', 'arm64', ['app:1']));
      expect(await platformsIn(path)).toEqual(['linux/amd64', 'linux/arm64']);
      expect(await platformsIn(`${path}:app:1`)).toEqual(['linux/amd64', 'linux/arm64']);
      expect(await platformsIn(path, ['linux/arm64/v8'])).toEqual(['linux/arm64']);
    });

    it('is ambiguous when they have no common tag', async () => {
      const path = write(entry('a', 'amd64', ['app:1']), entry('b', 'arm64', ['app:2']));
      await expect(platformsIn(path)).rejects.toMatchObject({ code: 'PSE4004' });
    });

    it.each(['windows/amd64', 'linux/arm64', 'linux/amd64/v3x'])(
      'is refused when it has no image for %s',
      async (platform) => {
        const path = write(entry('a', '386', ['app:1']));
        await expect(platformsIn(path, [platform])).rejects.toMatchObject({
          code: 'PSE4005',
          message: expect.stringContaining('It has: app:1 linux/386'),
        });
      },
    );
  });

  it('is checked against its diff IDs only with verifyDigests', async () => {
    const wrong = archive(dockerArchive([lower], { diffIDs: [`sha256:${'0'.repeat(64)}`] }));
    expect(await linesOf(wrong)).toEqual(['0 a=1']);
    const verified = withImage(wrong, {}, (image) => scanAll(image, [], true));
    await expect(verified).rejects.toMatchObject({ code: 'PSE4502' });
    const right = archive(dockerArchive([lower, upper], { stored: (layer) => gzipSync(layer) }));
    await expect(withImage(right, {}, (image) => scanAll(image, [], true))).resolves.toBeDefined();
  });
});
