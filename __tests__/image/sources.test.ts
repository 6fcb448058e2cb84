import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import type { Image, LayerFile } from '../../src/image/image.js';
import { type OpenOptions, openImage } from '../../src/image/open.js';
import {
  bytesOf,
  configOf,
  dockerArchive,
  dockerMembers,
  readAll,
  sha256,
  tar,
  temporaryFolder,
} from './build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const unique = () => `t${count++}`;

const lower = tar([{ name: 'a', body: '1' }]);
const upper = tar([{ name: 'b', body: '2' }]);
const LINES = ['0 a=1', '1 b=2'];

async function using<T>(
  reference: string,
  options: OpenOptions,
  use: (image: Image) => Promise<T>,
): Promise<T> {
  const image = await openImage(reference, options);
  try {
    return await use(image);
  } finally {
    await image.close();
  }
}

const linesOf = (reference: string, options: OpenOptions = {}) =>
  using(reference, options, async (image) => (await readAll(image)).lines);

describe('docker archives', () => {
  const archive = (bytes: Uint8Array) => folder.write(`${unique()}.tar`, bytes);

  it('say what the image is', async () => {
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
    await using(`docker-archive:${path}`, {}, async (image) => {
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

  it('have no history by layer when it does not count as many', async () => {
    const path = archive(dockerArchive([lower, upper], { history: [{ created_by: 'A' }] }));
    await using(path, {}, async ({ layers }) =>
      expect(layers.map((l) => l.history)).toEqual([undefined, undefined]),
    );
  });

  test('with gzip layers', async () => {
    expect(
      await linesOf(archive(dockerArchive([lower, upper], { stored: (layer) => gzipSync(layer) }))),
    ).toEqual(LINES);
  });

  test.each([
    ['kept in a file', {}],
    ['held in memory when that file has no room', { overflowBytes: 0 }],
  ])('with large bodies in gzip layers, %s', async (_, limits) => {
    const body = bytesOf('0123456789'.repeat(100_000));
    const layers = [
      tar([
        { name: 'big', body },
        { name: 'a', body: '1' },
      ]),
      tar([{ name: 'more', body }]),
    ];
    const path = archive(dockerArchive(layers, { stored: (layer) => gzipSync(layer) }));
    const seen: string[] = [];
    await using(path, { limits: { memoryBytes: 1000, ...limits } }, async (image) => {
      const reader = {
        wants: (entry: { size: number }, randomAccess?: boolean) => (randomAccess ? 4 : entry.size),
        read: ({ path, bytes, part }: LayerFile) => {
          const middle = part?.(500_003, 4) ?? bytes.subarray(500_003, 500_007);
          seen.push(`${path} ${Buffer.from(bytes.subarray(0, 4))} ${Buffer.from(middle)}`);
        },
      };
      await image.scan([reader]);
    });
    expect(seen).toEqual(['big 0123 3456', 'a 1 ', 'more 0123 3456']);
  });

  test('with one layer of two compressed', async () => {
    const stored = (layer: Buffer, index: number) => (index === 0 ? gzipSync(layer) : layer);
    expect(await linesOf(archive(dockerArchive([lower, upper], { stored })))).toEqual(LINES);
  });

  test('compressed as a whole', async () => {
    expect(await linesOf(archive(gzipSync(dockerArchive([lower, upper]))))).toEqual(LINES);
  });

  test('with a layer that is a link to another, as Docker before 25 wrote them', async () => {
    const members = dockerMembers([lower, lower]).map((member) =>
      member.name === 'layer1/layer.tar'
        ? { name: member.name, type: '2', link: '../layer0/layer.tar' }
        : member,
    );
    expect(await linesOf(archive(tar(members)))).toEqual(['0 a=1', '1 a=1']);
  });

  test('with manifest.json first or last', async () => {
    const members = dockerMembers([lower, upper]);
    expect(await linesOf(archive(tar([...members].reverse())))).toEqual(LINES);
  });

  it('hold several images, of which one must be named', async () => {
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
      kind: 'usage',
      message: expect.stringContaining('one:1, two:latest'),
    });
    await expect(openImage(`${path}:three`)).rejects.toMatchObject({ kind: 'usage' });
  });

  it('are checked against the digests when that is asked for', async () => {
    const wrong = archive(dockerArchive([lower], { diffIDs: [`sha256:${'0'.repeat(64)}`] }));
    expect(await linesOf(wrong)).toEqual(['0 a=1']);
    const verified = using(wrong, {}, (image) => readAll(image, [], true));
    await expect(verified).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringContaining('digest'),
    });
    const right = archive(dockerArchive([lower, upper], { stored: (layer) => gzipSync(layer) }));
    await expect(using(right, {}, (image) => readAll(image, [], true))).resolves.toBeDefined();
  });
});

/** An OCI layout in a folder. */
function layout() {
  const name = unique();
  const blob = (bytes: Uint8Array, mediaType: string) => {
    const digest = sha256(bytes);
    folder.write(join(name, 'blobs/sha256', digest.slice(7)), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const json = (value: unknown, mediaType: string) =>
    blob(bytesOf(JSON.stringify(value)), mediaType);
  return {
    path: join(folder.path, name),
    blob,
    json,
    image(
      layers: readonly Buffer[],
      more: {
        platform?: string;
        compress?: (b: Buffer) => Uint8Array;
        layerType?: string;
        annotations?: Record<string, unknown>;
      } = {},
    ) {
      const [os = 'linux', architecture = 'amd64', variant] = (
        more.platform ?? 'linux/amd64'
      ).split('/');
      const platform = { os, architecture, ...(variant ? { variant } : {}) };
      const manifest = json(
        {
          schemaVersion: 2,
          ...(more.annotations ? { annotations: more.annotations } : {}),
          config: blob(
            configOf(layers, { config: platform }),
            'application/vnd.oci.image.config.v1+json',
          ),
          layers: layers.map((layer) =>
            blob(
              (more.compress ?? gzipSync)(layer),
              more.layerType ?? 'application/vnd.oci.image.layer.v1.tar+gzip',
            ),
          ),
        },
        'application/vnd.oci.image.manifest.v1+json',
      );
      return { ...manifest, platform };
    },
    index(manifests: readonly unknown[]) {
      folder.write(join(name, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
      folder.write(join(name, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
    },
    nested: (manifests: readonly unknown[]) =>
      json({ schemaVersion: 2, manifests }, 'application/vnd.oci.image.index.v1+json'),
  };
}

const tagged = (descriptor: object, tag: string) => ({
  ...descriptor,
  annotations: { 'org.opencontainers.image.ref.name': tag },
});

describe('OCI layouts', () => {
  it('say what the image is', async () => {
    const { path, image, index } = layout();
    const manifest = image([lower, upper]);
    index([tagged(manifest, '1')]);
    await using(`oci:${path}`, {}, async (opened) => {
      expect(opened).toMatchObject({
        source: 'oci',
        digest: manifest.digest,
        platform: 'linux/amd64',
        tags: ['1'],
      });
      expect((await readAll(opened, [], true)).lines).toEqual(LINES);
    });
  });

  describe('know the layers of a base image that the manifest names', () => {
    const other = tar([{ name: 'other', body: 'o' }]);
    const base = (digest: unknown) => ({
      annotations: { 'org.opencontainers.image.base.digest': digest },
    });
    const known = async (name: (made: ReturnType<typeof layout>) => unknown) => {
      const made = layout();
      made.index([tagged(made.image([lower, upper], base(name(made))), 'app')]);
      return using(`oci:${made.path}:app`, {}, async ({ baseLayers }) => baseLayers);
    };
    it.each<[string, (made: ReturnType<typeof layout>) => unknown, number | undefined]>([
      ['in the layout', ({ image }) => image([lower]).digest, 1],
      [
        'in the layout for several platforms',
        ({ image, nested }) =>
          nested([image([other], { platform: 'linux/s390x' }), image([lower])]).digest,
        1,
      ],
      ['of other layers', ({ image }) => image([other]).digest, undefined],
      ['of more layers', ({ image }) => image([lower, upper, other]).digest, undefined],
      ['not in the layout', () => sha256(other), undefined],
      ['that is no image', ({ blob }) => blob(other, '').digest, undefined],
      ['by no digest', () => '../../../etc/passwd', undefined],
      ['by a number', () => 7, undefined],
    ])('%s', async (_, name, layers) => {
      expect(await known(name)).toBe(layers);
    });
  });

  const same = (layer: Buffer) => layer;
  test.each([
    ['uncompressed', same, 'application/vnd.oci.image.layer.v1.tar'],
    ['gzip that says it is zstd', gzipSync, 'application/vnd.oci.image.layer.v1.tar+zstd'],
    ['plain that says it is gzip', same, 'application/vnd.docker.image.rootfs.diff.tar.gzip'],
  ])('%s layers are read', async (_, compress, layerType) => {
    const { path, image, index } = layout();
    index([image([lower, upper], { compress, layerType })]);
    expect(await linesOf(`oci:${path}`)).toEqual(LINES);
  });

  it('resolve to the platform that is asked for, in nested indexes', async () => {
    const { path, image, index, nested } = layout();
    const amd = image([lower], { platform: 'linux/amd64' });
    const arm = image([upper], { platform: 'linux/arm64/v8' });
    const v7 = image([lower, upper], { platform: 'linux/arm/v7' });
    const attestation = {
      ...amd,
      digest: `sha256:${'a'.repeat(64)}`,
      platform: { os: 'unknown', architecture: 'unknown' },
    };
    index([nested([nested([amd, attestation]), nested([arm, v7])])]);
    expect(await linesOf(`oci:${path}`, { platform: 'linux/amd64' })).toEqual(['0 a=1']);
    expect(await linesOf(`oci:${path}`, { platform: 'linux/arm64' })).toEqual(['0 b=2']);
    expect(await linesOf(`oci:${path}`, { platform: 'linux/arm' })).toEqual(LINES);
    await expect(openImage(`oci:${path}`, { platform: 'linux/riscv64' })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('linux/arm64'),
    });
  });

  it('give another platform with a note when there is only one and none was asked for', async () => {
    const { path, image, index } = layout();
    index([image([lower], { platform: 'linux/s390x' })]);
    const notes: string[] = [];
    expect(await linesOf(`oci:${path}`, { note: (note) => notes.push(note) })).toEqual(['0 a=1']);
    expect(notes.join()).toContain('linux/s390x');
    await expect(openImage(`oci:${path}`, { platform: 'linux/amd64' })).rejects.toMatchObject({
      kind: 'usage',
    });
  });

  it('find images by tag and by digest', async () => {
    const { path, image, index } = layout();
    const one = image([lower]);
    index([tagged(one, '1'), tagged(image([lower, upper]), 'example.org/app:2')]);
    expect(await linesOf(`oci:${path}:1`)).toEqual(['0 a=1']);
    expect(await linesOf(`oci:${path}:2`)).toEqual(LINES);
    expect(await linesOf(`oci:${path}@${one.digest}`)).toEqual(['0 a=1']);
    await expect(openImage(`oci:${path}:3`)).rejects.toMatchObject({ kind: 'usage' });
    await expect(openImage(`oci:${path}`)).rejects.toMatchObject({ kind: 'usage' });
  });

  it('of cosign save have signatures beside the image', async () => {
    const { path, image, index, json } = layout();
    const kind = (descriptor: object, kind: string) => ({
      ...descriptor,
      annotations: { kind: `dev.cosignproject.cosign/${kind}` },
    });
    const signature = json(
      { schemaVersion: 2, config: {}, layers: [] },
      'application/vnd.oci.image.manifest.v1+json',
    );
    index([kind(image([lower]), 'image'), kind(signature, 'sigs')]);
    expect(await linesOf(`oci:${path}`)).toEqual(['0 a=1']);
  });

  it('may hold artifacts that are no images', async () => {
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

  it('say of a foreign layer that it is not there, and read the rest', async () => {
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
    await using(`oci:${path}`, {}, async (image) => {
      await expect(image.scan([])).rejects.toMatchObject({
        kind: 'incomplete',
        message: expect.stringContaining('foreign'),
      });
      const reasons: string[] = [];
      const files = await image.scan([], { incomplete: (error) => reasons.push(error.message) });
      expect(reasons).toHaveLength(1);
      expect(files.get('b')?.layer).toBe(1);
    });
  });

  it('are read from an archive, too', async () => {
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
    await using(file, {}, async (image) => expect(image.source).toBe('oci-archive'));
  });

  const broken: [string, (l: ReturnType<typeof layout>) => void, string][] = [
    ['without images', ({ index }) => index([]), 'no image'],
    [
      'with a manifest that is not there',
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
      'with an index that is no index',
      ({ path }) => folder.write(join(path.slice(folder.path.length), 'index.json'), '[]'),
      'no manifests',
    ],
    [
      'nested too deep',
      ({ index, nested }) =>
        index([Array.from({ length: 12 }).reduce<object>((inner) => nested([inner]), nested([]))]),
      'nested deeper',
    ],
    [
      'whose blob is not what its digest says',
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
  test.each(broken)('%s are refused', async (_, make, message) => {
    const made = layout();
    mkdirSync(made.path, { recursive: true });
    make(made);
    await expect(openImage(`oci:${made.path}`)).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringContaining(message),
    });
  });

  it('an index that names itself is no endless road', async () => {
    const made = layout();
    // Two indexes cannot name each other by digest; one that stands under a wrong digest can, and is refused for it.
    const digest = `sha256:${'c'.repeat(64)}`;
    folder.write(
      join(made.path.slice(folder.path.length), 'blobs/sha256', digest.slice(7)),
      JSON.stringify({ manifests: [{ digest }] }),
    );
    made.index([{ digest }]);
    await expect(openImage(`oci:${made.path}`)).rejects.toMatchObject({ kind: 'incomplete' });
    const again = layout();
    const image = again.image([lower]);
    const inner = again.nested([image]);
    again.index([again.nested([inner, inner]), inner, image]);
    expect(await linesOf(`oci:${again.path}`)).toEqual(['0 a=1']);
  });

  it('a layer that is not what its digest says ends the scan', async () => {
    const made = layout();
    const compressed = gzipSync(lower);
    made.index([made.image([lower])]);
    folder.write(
      join(made.path.slice(folder.path.length), 'blobs/sha256', sha256(compressed).slice(7)),
      gzipSync(upper),
    );
    await expect(linesOf(`oci:${made.path}`)).rejects.toMatchObject({
      kind: 'incomplete',
      message: expect.stringContaining('its digest is'),
    });
  });
});

describe('folders', () => {
  it('are read as a root file system, links inside it alone', async () => {
    const root = unique();
    folder.write(join(root, 'usr/lib/os-release'), 'ID=x');
    folder.write(join(root, '.wh.file'), 'an ordinary file here');
    folder.write('secret', 'outside');
    mkdirSync(join(folder.path, root, 'etc'));
    symlinkSync('../usr/lib/os-release', join(folder.path, root, 'etc/os-release'));
    symlinkSync('../../secret', join(folder.path, root, 'etc/secret'));
    symlinkSync('/', join(folder.path, root, 'root'));
    const image = await openImage(`dir:${join(folder.path, root)}`);
    expect(image).toMatchObject({ source: 'dir', layers: [], tags: [] });
    expect(image.digest).toBeUndefined();
    const { lines, fileSystem } = await readAll(image, ['etc/os-release', 'etc/secret']);
    expect(lines).toEqual([
      '0 .wh.file=an ordinary file here',
      '0 usr/lib/os-release=ID=x',
      '0 etc/os-release=ID=x',
    ]);
    expect(fileSystem.resolve('root/etc/os-release')).toBe('usr/lib/os-release');
    expect(fileSystem.resolve('etc/secret')).toBeUndefined();
  });

  it('that are not there are a mistake of the user', async () => {
    await expect(openImage(`dir:${folder.path}/none`)).rejects.toMatchObject({ kind: 'usage' });
    await expect(openImage(`dir:${folder.write('plain', '')}`)).rejects.toMatchObject({
      kind: 'usage',
    });
  });
});

describe('a reference without scheme', () => {
  it('is tried as a file first, and the log says so', async () => {
    const path = folder.write('x.tar', dockerArchive([lower]));
    const logged: string[] = [];
    await using(path, { log: (line) => logged.push(line) }, async (image) =>
      expect(image.source).toBe('docker-archive'),
    );
    expect(logged).toEqual([`${path} is read as docker-archive:${path}`]);
  });

  it('that names nothing is a mistake of the user, and nobody is asked over the network', async () => {
    const nowhere = { dockerHost: `unix://${folder.path}/no.sock`, offline: true };
    for (const reference of ['./missing.tar', 'missing.tar', '', 'docker-archive:', 'NOT A NAME'])
      await expect(openImage(reference, nowhere)).rejects.toMatchObject({ kind: 'usage' });
    await expect(openImage('app:1', nowhere)).rejects.toMatchObject({ kind: 'usage' });
    await expect(openImage('registry:app:1', nowhere)).rejects.toMatchObject({
      kind: 'incomplete',
    });
  });
});

describe('the Docker engine', () => {
  async function engine(answer: (url: string) => { status: number; body: Uint8Array | string }) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status).end(body);
    });
    const socket = join(folder.path, `${unique()}.sock`);
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return { dockerHost: `unix://${socket}`, asked, close: () => server.close() };
  }

  it('is asked for the id once, then for the image by that id', async () => {
    const archive = dockerArchive([lower, upper], { tags: [] });
    const id = sha256(configOf([lower, upper]));
    const { dockerHost, asked, close } = await engine((url) =>
      url.endsWith('/json')
        ? { status: 200, body: JSON.stringify({ Id: id, RepoTags: ['app:1'] }) }
        : { status: 200, body: archive },
    );
    for (const reference of ['docker:app:1', 'app:1'])
      await using(reference, { dockerHost }, async (image) => {
        expect(image).toMatchObject({
          name: 'app:1',
          source: 'docker',
          digest: id,
          tags: ['app:1'],
        });
        expect((await readAll(image, [], true)).lines).toEqual(LINES);
      });
    expect(asked.slice(0, 2)).toEqual(['/images/app:1/json', `/images/${id}/get`]);
    close();
  });

  it('that fails, lies or has no such image is said', async () => {
    const table: [number, string, string][] = [
      [404, '{"message":"No such image"}', 'usage'],
      [500, '{"message":"broken"}', 'incomplete'],
      [200, 'not json', 'incomplete'],
      [200, '{"Id":"../../etc"}', 'incomplete'],
    ];
    for (const [status, body, kind] of table) {
      const { dockerHost, close } = await engine(() => ({ status, body }));
      await expect(openImage('docker:app', { dockerHost })).rejects.toMatchObject({ kind });
      close();
    }
    const dockerHost = `unix://${folder.path}/none.sock`;
    await expect(openImage('docker:app', { dockerHost })).rejects.toMatchObject({
      kind: 'incomplete',
    });
    await expect(openImage('docker:app', { dockerHost: 'ssh://x' })).rejects.toMatchObject({
      kind: 'usage',
    });
    await expect(openImage('docker:../../info', { dockerHost })).rejects.toMatchObject({
      kind: 'usage',
    });
  });

  it('that ends in the middle of the archive leaves it incomplete', async () => {
    const archive = dockerArchive([lower, upper]);
    const { dockerHost, close } = await engine((url) =>
      url.endsWith('/json')
        ? { status: 200, body: JSON.stringify({ Id: sha256(configOf([lower, upper])) }) }
        : { status: 200, body: archive.subarray(0, 2000) },
    );
    await expect(openImage('docker:app', { dockerHost })).rejects.toMatchObject({
      kind: 'incomplete',
    });
    close();
  });
});

describe('a registry', () => {
  it('is asked for what the platform needs, and its layers are read as they stream', async () => {
    const made = layout();
    const amd = made.image([lower, upper], { platform: 'linux/amd64' });
    const arm = made.image([upper], { platform: 'linux/arm64' });
    const top = made.nested([amd, arm]);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      const digest =
        /sha256:([0-9a-f]{64})$/.exec(path)?.[1] ??
        (path.endsWith('/1.0') ? top.digest.slice(7) : '');
      const file = join(made.path, 'blobs/sha256', digest);
      if (!path.startsWith('/v2/acme/app/') || digest === '' || !existsSync(file))
        response.writeHead(404).end('{}');
      else response.writeHead(200).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const name = `127.0.0.1:${port}/acme/app:1.0`;
    const nowhere = { dockerHost: `unix://${folder.path}/no.sock` };
    for (const reference of [name, `registry:${name}`])
      await using(reference, { ...nowhere, platform: 'linux/amd64' }, async (image) => {
        expect(image).toMatchObject({
          source: 'registry',
          digest: amd.digest,
          platform: 'linux/amd64',
        });
        expect((await readAll(image, [], true)).lines).toEqual(LINES);
      });
    expect(asked.some((path) => path.includes(arm.digest))).toBe(false);
    await expect(openImage(`127.0.0.1:${port}/acme/app:2`, nowhere)).rejects.toMatchObject({
      kind: 'usage',
    });
    await expect(openImage(`registry:127.0.0.1:${port}/acme/app:2`, nowhere)).rejects.toMatchObject(
      { kind: 'usage' },
    );

    // As long as the true one, so that the client does not ask again for the rest.
    const [blob = ''] = asked.filter((path) => path.includes('/blobs/')).slice(-1);
    const file = join(made.path, 'blobs/sha256', blob.split(':')[1] ?? '');
    const wrong = readFileSync(file);
    writeFileSync(
      file,
      wrong.map((byte, at) => (at === 4 ? byte ^ 1 : byte)),
    );
    await expect(linesOf(name, { ...nowhere, platform: 'linux/amd64' })).rejects.toMatchObject({
      kind: 'incomplete',
    });
    server.closeAllConnections();
    server.close();
  });
});
