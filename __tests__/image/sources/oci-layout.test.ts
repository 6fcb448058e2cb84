import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import { openImages } from '../../../src/image/open.js';
import { type Layout, layoutIn, tagged } from '../build-layout.js';
import { bytesOf, configOf, scanAll, sha256, tar, temporaryFolder } from '../build-tar.js';
import { linesOf, openImage, withImage } from '../open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const unique = () => `t${count++}`;
const layout = () => layoutIn(folder, unique());

const lower = tar([{ name: 'a', body: '1' }]);
const upper = tar([{ name: 'b', body: '2' }]);
const LINES = ['0 a=1', '1 b=2'];

describe('an OCI layout', () => {
  it('gives digest, platform, tags and files of the image', async () => {
    const { path, image, index } = layout();
    const manifest = image([lower, upper]);
    index([tagged(manifest, '1')]);
    await withImage(`oci:${path}`, {}, async (opened) => {
      expect(opened).toMatchObject({
        source: 'oci',
        digest: manifest.digest,
        platform: 'linux/amd64',
        tags: ['1'],
      });
      expect((await scanAll(opened, [], true)).lines).toEqual(LINES);
    });
  });

  describe('gives the number of base layers when the manifest names a base image', () => {
    const other = tar([{ name: 'other', body: 'o' }]);
    const base = (digest: unknown) => ({
      annotations: { 'org.opencontainers.image.base.digest': digest },
    });
    const baseLayersOf = async (name: (made: Layout) => unknown) => {
      const made = layout();
      made.index([tagged(made.image([lower, upper], base(name(made))), 'app')]);
      return withImage(`oci:${made.path}:app`, {}, async ({ baseLayers }) => baseLayers);
    };
    it.each<[string, (made: Layout) => unknown, number | undefined]>([
      ['in the layout', ({ image }) => image([lower]).digest, 1],
      [
        'in the layout for several platforms',
        ({ image, nested }) =>
          nested([image([other], { platform: 'linux/s390x' }), image([lower])]).digest,
        1,
      ],
      ['with other layers', ({ image }) => image([other]).digest, undefined],
      ['with more layers', ({ image }) => image([lower, upper, other]).digest, undefined],
      ['that is not in the layout', () => sha256(other), undefined],
      ['that is not an image', ({ blob }) => blob(other, '').digest, undefined],
      ['by an invalid digest', () => '../../../etc/passwd', undefined],
      ['by a number', () => 7, undefined],
    ])('%s', async (_, name, layers) => {
      expect(await baseLayersOf(name)).toBe(layers);
    });
  });

  const uncompressed = (layer: Buffer) => layer;
  test.each([
    ['uncompressed', uncompressed, 'application/vnd.oci.image.layer.v1.tar'],
    ['gzip with the media type of zstd', gzipSync, 'application/vnd.oci.image.layer.v1.tar+zstd'],
    [
      'uncompressed with the media type of gzip',
      uncompressed,
      'application/vnd.docker.image.rootfs.diff.tar.gzip',
    ],
  ])('is read with layers that are %s', async (_, compress, layerType) => {
    const { path, image, index } = layout();
    index([image([lower, upper], { compress, layerType })]);
    expect(await linesOf(`oci:${path}`)).toEqual(LINES);
  });

  it('gives the image of the requested platform from nested indexes', async () => {
    const { path, image, index, nested } = layout();
    const amd = image([lower], { platform: 'linux/amd64' });
    const arm = image([upper], { platform: 'linux/arm64/v8' });
    const v7 = image([lower, upper], { platform: 'linux/arm/v7' });
    const attestation = {
      ...amd,
      digest: `sha256:${'a'.repeat(64)}`,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    };
    index([nested([nested([amd, attestation]), nested([arm, v7])])]);
    expect(await linesOf(`oci:${path}`, { platforms: ['linux/amd64'] })).toEqual(['0 a=1']);
    expect(await linesOf(`oci:${path}`, { platforms: ['linux/arm64'] })).toEqual(['0 b=2']);
    expect(await linesOf(`oci:${path}`, { platforms: ['linux/arm'] })).toEqual(LINES);
    await expect(openImage(`oci:${path}`, { platforms: ['linux/riscv64'] })).rejects.toMatchObject({
      code: 'PSE4005',
      message: expect.stringContaining('linux/arm64'),
    });
  });

  const platformsIn = async (path: string, platforms: readonly string[] = []) => {
    const { images, gaps, close } = await openImages(`oci:${path}`, { platforms });
    await close();
    return [...images.map(({ platform }) => platform), ...gaps.map((gap) => Object.values(gap))];
  };

  it('gives its only image, whatever its platform is, unless another one was requested', async () => {
    const { path, image, index } = layout();
    index([image([lower], { platform: 'linux/s390x' })]);
    expect(await platformsIn(path)).toEqual(['linux/s390x']);
    await expect(openImage(`oci:${path}`, { platforms: ['linux/amd64'] })).rejects.toMatchObject({
      code: 'PSE4005',
    });
  });

  describe('for several platforms', () => {
    const several = () => {
      const made = layout();
      const amd = made.image([lower], { platform: 'linux/amd64' });
      const arm = made.image([upper], { platform: 'linux/arm64/v8' });
      const v7 = made.image([lower, upper], { platform: 'linux/arm/v7' });
      return { ...made, amd, arm, v7 };
    };
    const unknown = { os: 'unknown', architecture: 'unknown' };

    it('gives the images of all platforms, and no attestations', async () => {
      const { path, index, nested, amd, arm, v7 } = several();
      const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
      const digest = `sha256:${'a'.repeat(64)}`;
      const attestation = { ...amd, digest, platform: unknown, annotations };
      index([nested([amd, attestation, nested([arm, v7])])]);
      expect(await platformsIn(path)).toEqual(['linux/amd64', 'linux/arm64/v8', 'linux/arm/v7']);
    });

    it('gives them when index.json lists them itself', async () => {
      const { path, index, amd, arm } = several();
      index([tagged(amd, '1'), tagged(arm, '1')]);
      expect(await platformsIn(path)).toEqual(['linux/amd64', 'linux/arm64/v8']);
    });

    test.each([
      [['linux/arm64'], ['linux/arm64/v8']],
      [['arm64'], ['linux/arm64/v8']],
      [['linux/aarch64/v8'], ['linux/arm64/v8']],
      [['linux/arm'], ['linux/arm/v7']],
      [['linux/armhf'], ['linux/arm/v7']],
      [['linux/arm/7'], ['linux/arm/v7']],
      [['linux/amd64/v1'], ['linux/amd64']],
      [
        ['linux/arm64', 'linux/amd64'],
        ['linux/arm64/v8', 'linux/amd64'],
      ],
      [['linux/arm64', 'linux/arm64/v8'], ['linux/arm64/v8']],
    ])('gives those for %j, and reads no others', async (platforms, expected) => {
      const { path, index, nested, amd, arm, v7 } = several();
      const absent = { ...amd, digest: `sha256:${'b'.repeat(64)}` };
      const other = { ...absent, platform: { os: 'linux', architecture: 's390x' } };
      index([nested([amd, arm, v7, other])]);
      expect(await platformsIn(path, platforms)).toEqual(expected);
    });

    test.each(['linux/arm/v6', 'windows/amd64', 'linux/riscv64'])(
      'without %s names those that there are',
      async (platform) => {
        const { path, index, nested, amd, arm, v7 } = several();
        index([nested([amd, arm, v7])]);
        await expect(platformsIn(path, ['linux/amd64', platform])).rejects.toMatchObject({
          code: 'PSE4005',
          message: expect.stringMatching(
            /It has: linux\/amd64, linux\/arm64\/v8, linux\/arm\/v7\./,
          ),
        });
      },
    );

    it('keeps the others when the image of one is missing', async () => {
      const { path, index, nested, amd, arm } = several();
      const absent = { ...arm, digest: `sha256:${'b'.repeat(64)}` };
      index([nested([amd, absent])]);
      expect(await platformsIn(path)).toEqual([
        'linux/amd64',
        ['linux/arm64/v8', 'failed', expect.stringContaining('is missing')],
      ]);
      await expect(platformsIn(path, ['linux/arm64'])).rejects.toMatchObject({ code: 'PSE4505' });
    });

    it('reports an entry for a platform that is not an image', async () => {
      const { path, index, nested, amd, json, blob } = several();
      const config = blob(bytesOf('{}'), 'application/vnd.oci.image.config.v1+json');
      const type = 'application/vnd.oci.image.manifest.v1+json';
      const other = json({ schemaVersion: 2, config, layers: [] }, type);
      index([nested([amd, { ...other, platform: { os: 'linux', architecture: 'arm64' } }])]);
      expect(await platformsIn(path)).toEqual([
        'linux/amd64',
        ['linux/arm64', 'failed', expect.stringContaining('is not that of an image')],
      ]);
    });

    it('leaves out images of other systems than Linux, unless they are requested', async () => {
      const { path, index, nested, amd, image } = several();
      const windows = (version: string) => ({
        ...image([upper, tar([{ name: version, body: '' }])], { platform: 'windows/amd64' }),
        platform: { os: 'windows', architecture: 'amd64', 'os.version': version },
      });
      index([nested([amd, windows('10.0.1'), windows('10.0.2')])]);
      expect(await platformsIn(path)).toEqual([
        'linux/amd64',
        ['windows(10.0.1)/amd64', 'not-covered', expect.stringContaining('--platform')],
        ['windows(10.0.2)/amd64', 'not-covered', expect.stringContaining('--platform')],
      ]);
      expect(await platformsIn(path, ['windows(10.0.2)/amd64'])).toEqual(['windows(10.0.2)/amd64']);
      await expect(platformsIn(path, ['windows/amd64'])).rejects.toMatchObject({ code: 'PSE4004' });
    });

    it('gives an image for a platform that is marked as an attestation: engines run it', async () => {
      const { path, index, nested, amd, arm } = several();
      const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
      index([nested([amd, { ...arm, annotations }])]);
      expect(await platformsIn(path)).toEqual(['linux/amd64', 'linux/arm64/v8']);
    });

    it('gives an image without a platform, or for an unknown one, by its configuration', async () => {
      const { path, index, nested, amd, arm } = several();
      const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
      index([
        nested([
          { ...amd, platform: unknown },
          { ...arm, platform: undefined, annotations },
        ]),
      ]);
      expect(await platformsIn(path)).toEqual(['linux/amd64', 'linux/arm64']);
      expect(await platformsIn(path, ['linux/arm64'])).toEqual(['linux/arm64']);
    });

    it('gives an image that is marked as an attestation, and no real attestation', async () => {
      const { path, index, nested, image, amd, arm, v7 } = several();
      const buildKit = { 'vnd.docker.reference.type': 'attestation-manifest' };
      const layerType = 'application/vnd.in-toto+json';
      const inToto = image([Buffer.from('{}')], { platform: 'unknown/unknown', layerType });
      const dsse = image([Buffer.from('{}')], {
        layerType: 'application/vnd.dsse.envelope.v1+json',
      });
      index([
        nested([
          amd,
          { ...arm, platform: unknown, annotations: buildKit },
          { ...v7, platform: undefined, annotations: { kind: 'dev.cosignproject.cosign/sigs' } },
          { ...inToto, platform: unknown, annotations: buildKit },
          { ...inToto, platform: unknown },
          { ...dsse, platform: undefined },
        ]),
      ]);
      expect(await platformsIn(path)).toEqual(['linux/amd64', 'linux/arm64', 'linux/arm/v7']);
      expect(await platformsIn(path, ['linux/amd64'])).toEqual(['linux/amd64']);
    });

    it('gives an image that has a layer with the type of an attestation', async () => {
      const { path, index, nested, image, json, blob } = several();
      const { platform } = image([lower]);
      const layer = blob(gzipSync(lower), 'application/vnd.oci.image.layer.v1.tar+gzip');
      const other = blob(gzipSync(upper), 'application/vnd.in-toto+json');
      const config = blob(configOf([lower, upper], { config: platform }), 'application/json');
      const manifest = { schemaVersion: 2, config, layers: [layer, other] };
      index([nested([{ ...json(manifest, 'application/vnd.oci.image.manifest.v1+json') }])]);
      expect(await platformsIn(path)).toEqual(['linux/amd64']);
    });

    it('gives an image that it lists for two platforms for each', async () => {
      const { path, index, nested, v7 } = several();
      const v6 = { ...v7, platform: { os: 'linux', architecture: 'arm', variant: 'v6' } };
      index([nested([v7, v6])]);
      expect(await platformsIn(path, ['linux/arm/v6'])).toEqual(['linux/arm/v6']);
      expect(await platformsIn(path)).toEqual(['linux/arm/v7']);
    });
  });

  it('gives an image by tag and by digest', async () => {
    const { path, image, index } = layout();
    const one = image([lower]);
    index([tagged(one, '1'), tagged(image([lower, upper]), 'example.org/app:2')]);
    expect(await linesOf(`oci:${path}:1`)).toEqual(['0 a=1']);
    expect(await linesOf(`oci:${path}:2`)).toEqual(LINES);
    expect(await linesOf(`oci:${path}@${one.digest}`)).toEqual(['0 a=1']);
    await expect(openImage(`oci:${path}:3`)).rejects.toMatchObject({ code: 'PSE4002' });
    await expect(openImage(`oci:${path}`)).rejects.toMatchObject({ code: 'PSE4004' });
  });

  it('of cosign save gives the image and not its signatures', async () => {
    const { path, image, index, json, blob } = layout();
    const kind = (descriptor: object, kind: string) => ({
      ...descriptor,
      annotations: { kind: `dev.cosignproject.cosign/${kind}` },
    });
    const signature = json(
      {
        schemaVersion: 2,
        config: {},
        layers: [blob(bytesOf('{}'), 'application/vnd.dev.cosign.simplesigning.v1+json')],
      },
      'application/vnd.oci.image.manifest.v1+json',
    );
    index([kind(image([lower]), 'image'), kind(signature, 'sigs')]);
    expect(await linesOf(`oci:${path}`)).toEqual(['0 a=1']);
  });

  it('may contain artifacts that are not images', async () => {
    const { path, image, index, json, blob } = layout();
    const chart = json(
      {
        schemaVersion: 2,
        config: blob(bytesOf('{"name":"chart"}'), 'application/vnd.cncf.helm.config.v1+json'),
        layers: [],
      },
      'application/vnd.oci.image.manifest.v1+json',
    );
    index([chart, image([lower])]);
    expect(await linesOf(`oci:${path}`)).toEqual(['0 a=1']);
  });

  it('reports a missing foreign layer, and the other layers are read', async () => {
    const { path, index, blob, json } = layout();
    const foreign = {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: `sha256:${'b'.repeat(64)}`,
      size: 9,
      urls: ['https://example.org/x'],
    };
    const config = blob(configOf([lower, upper]), 'application/vnd.oci.image.config.v1+json');
    index([
      json(
        {
          schemaVersion: 2,
          config,
          layers: [foreign, blob(upper, 'application/vnd.oci.image.layer.v1.tar')],
        },
        'application/vnd.oci.image.manifest.v1+json',
      ),
    ]);
    await withImage(`oci:${path}`, {}, async (image) => {
      await expect(image.scan([])).rejects.toMatchObject({
        code: 'PSE4505',
        message: expect.stringContaining('foreign'),
      });
      const reasons: string[] = [];
      const files = await image.scan([], { incomplete: (error) => reasons.push(error.message) });
      expect(reasons).toHaveLength(1);
      expect(files.get('b')?.layer).toBe(1);
    });
  });

  it('is read from an archive', async () => {
    const { path, image, index } = layout();
    index([tagged(image([lower, upper]), 'v1')]);
    const blobs = readdirSync(join(path, 'blobs/sha256')).map((name) => ({
      name: `blobs/sha256/${name}`,
      body: readFileSync(join(path, 'blobs/sha256', name)),
    }));
    const file = folder.write(
      `${unique()}.tar`,
      tar([...blobs, { name: 'index.json', body: readFileSync(join(path, 'index.json')) }]),
    );
    expect(await linesOf(`oci-archive:${file}:v1`)).toEqual(LINES);
    await withImage(file, {}, async (image) => expect(image.source).toBe('oci-archive'));
  });

  const broken: [string, (l: Layout) => void, string][] = [
    ['without images', ({ index }) => index([]), 'no image'],
    [
      'without the manifest',
      ({ index }) => index([{ digest: `sha256:${'1'.repeat(64)}` }]),
      'is missing',
    ],
    [
      'with a digest that is a path',
      ({ index }) => index([{ digest: 'sha256:../../../../etc/passwd' }]),
      'not a digest',
    ],
    [
      'with an index that is not JSON',
      ({ path }) => folder.write(join(path.slice(folder.path.length), 'index.json'), '{'),
      'not JSON',
    ],
    [
      'with an index.json that is not an index',
      ({ path }) => folder.write(join(path.slice(folder.path.length), 'index.json'), '[]'),
      'no manifests',
    ],
    [
      'with too many levels of indexes',
      ({ index, nested }) =>
        index([Array.from({ length: 12 }).reduce<object>((inner) => nested([inner]), nested([]))]),
      'nested deeper',
    ],
    [
      'with a blob that does not have its digest',
      ({ index, image, path }) => {
        const manifest = image([lower]);
        folder.write(
          join(path.slice(folder.path.length), 'blobs/sha256', manifest.digest.slice(7)),
          '{}',
        );
        index([manifest]);
      },
      'its digest is',
    ],
    [
      'in the old schema 1',
      ({ index, json }) =>
        index([
          json(
            { schemaVersion: 1, fsLayers: [] },
            'application/vnd.docker.distribution.manifest.v1+json',
          ),
        ]),
      'schema 1',
    ],
  ];
  test.each(broken)('%s is rejected', async (_, make, message) => {
    const made = layout();
    mkdirSync(made.path, { recursive: true });
    make(made);
    await expect(openImage(`oci:${made.path}`)).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringContaining(message),
    });
  });

  it('with an index that refers to itself is not followed without end', async () => {
    const made = layout();
    // An index cannot contain its own digest. One that is stored under a wrong digest can, and is rejected for it.
    const digest = `sha256:${'c'.repeat(64)}`;
    folder.write(
      join(made.path.slice(folder.path.length), 'blobs/sha256', digest.slice(7)),
      JSON.stringify({ manifests: [{ digest }] }),
    );
    made.index([{ digest }]);
    await expect(openImage(`oci:${made.path}`)).rejects.toMatchObject({ code: 'PSE4502' });
    const again = layout();
    const image = again.image([lower]);
    const inner = again.nested([image]);
    again.index([again.nested([inner, inner]), inner, image]);
    expect(await linesOf(`oci:${again.path}`)).toEqual(['0 a=1']);
  });

  it('with a layer that does not have its digest is incomplete', async () => {
    const made = layout();
    const compressed = gzipSync(lower);
    made.index([made.image([lower])]);
    folder.write(
      join(made.path.slice(folder.path.length), 'blobs/sha256', sha256(compressed).slice(7)),
      gzipSync(upper),
    );
    await expect(linesOf(`oci:${made.path}`)).rejects.toMatchObject({ code: 'PSE4502' });
  });
});
