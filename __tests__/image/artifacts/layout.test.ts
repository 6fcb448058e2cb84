import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { folderFiles, layoutSource } from '../../../src/image/artifacts/layout.js';
import { openArtifact } from '../../../src/image/artifacts/open.js';
import { collectChunks } from '../../../src/lib/chunks.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-layout-'));
  await mkdir(join(folder, 'blobs', 'sha256'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const openLayout = (path: string) => layoutSource(folderFiles(path), path);
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

async function store(content: object | string) {
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const hex = createHash('sha256').update(bytes).digest('hex');
  await writeFile(join(folder, 'blobs', 'sha256', hex), bytes);
  return { mediaType: MANIFEST, digest: `sha256:${hex}`, size: bytes.length };
}

async function index(...manifests: object[]) {
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

const named = (one: object, name: string) => ({
  ...one,
  annotations: { 'org.opencontainers.image.ref.name': name },
});
const kind = (one: object, name: string) => ({
  ...one,
  annotations: { kind: `dev.cosignproject.cosign/${name}` },
});

describe('layoutSource', () => {
  it('finds images by name and by digest, and a single image as latest', async () => {
    const image = await store({ schemaVersion: 2, layers: [] });
    await index(image);
    const source = openLayout(folder);
    expect(await source.resolve('latest')).toBe(image.digest);
    expect(await source.resolve(image.digest)).toBe(image.digest);
    expect(await source.resolve('other')).toBeUndefined();
    await index(named(image, 'v1'));
    expect(await openLayout(folder).resolve('v1')).toBe(image.digest);
    expect(await openLayout(folder).tags()).toEqual(['v1']);
  });

  it('returns what cosign saved with an image only under the tags of that image', async () => {
    const image = await store({ schemaVersion: 2, layers: [], annotations: { a: '1' } });
    const signatures = await store({ schemaVersion: 2, layers: [], annotations: { a: '2' } });
    await index(kind(image, 'image'), kind(signatures, 'sigs'));
    const source = openLayout(folder);
    expect(await source.resolve(`${image.digest.replace(':', '-')}.sig`)).toBe(signatures.digest);
    expect(await source.resolve(`${image.digest.replace(':', '-')}.att`)).toBeUndefined();
    expect(await source.resolve(`sha256-${'0'.repeat(64)}.sig`)).toBeUndefined();
  });

  it('lists the artifacts that refer to an image', async () => {
    const image = await store({ schemaVersion: 2, layers: [] });
    const referrer = await store({ schemaVersion: 2, layers: [], subject: image });
    const listed = await store({ schemaVersion: 2, layers: [], annotations: { a: 'b' } });
    const fallback = await store({ schemaVersion: 2, manifests: [listed] });
    await index(image, referrer, named(fallback, image.digest.replace(':', '-')));
    const found = await openLayout(folder).referrers(image.digest);
    expect(found.map(({ digest }) => digest)).toEqual([referrer.digest, listed.digest]);
  });

  it('rejects a blob with another digest or size', async () => {
    const image = await store({ schemaVersion: 2, layers: [] });
    await index(image);
    const source = openLayout(folder);
    await expect(
      collectChunks(source.blob({ ...image, size: 1 }), 100, 'it'),
    ).rejects.toMatchObject({ code: 'PSE4502' });
    await writeFile(join(folder, 'blobs', 'sha256', image.digest.slice(7)), 'x');
    await expect(source.manifest(image.digest)).rejects.toMatchObject({ code: 'PSE4502' });
  });

  it('opens neither links nor pipes in place of a blob', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    await symlink('/etc/passwd', join(folder, 'blobs', 'sha256', a));
    execFileSync('mkfifo', [join(folder, 'blobs', 'sha256', b)]);
    await index();
    const source = openLayout(folder);
    for (const hex of [a, b]) {
      expect(await source.manifest(`sha256:${hex}`)).toBeUndefined();
      await expect(
        collectChunks(source.blob({ digest: `sha256:${hex}` }), 100, 'it'),
      ).rejects.toThrow('missing');
    }
  });

  test.each([
    ['is missing', undefined],
    ['is not JSON', '<html>'],
    ['is not an index', '{"layers":[]}'],
  ])('throws when index.json %s', async (_, text) => {
    if (text !== undefined) await writeFile(join(folder, 'index.json'), text);
    expect(() => openLayout(folder)).toThrow(expect.objectContaining({ code: 'PSE4501' }));
  });
});

describe('openArtifact', () => {
  const digest = `sha256:${'a'.repeat(64)}`;

  it('splits a layout reference into path and tag or digest', async () => {
    await index();
    for (const [suffix, reference] of [
      ['', 'latest'],
      [':v1', 'v1'],
      [`@${digest}`, digest],
      [`:v1@${digest}`, digest],
    ] as const) {
      const opened = await openArtifact(`oci:${folder}${suffix}`, {});
      expect(opened).toMatchObject({ name: `${folder}${suffix}`, reference });
      expect(opened.source.name).toBe(folder);
    }
  });

  it('uses the digest when the reference has a tag, too', async () => {
    const opened = await openArtifact(`ghcr.io/acme/app:1@${digest}`, {});
    expect(opened).toMatchObject({ name: `ghcr.io/acme/app:1@${digest}`, reference: digest });
    expect((await openArtifact('debian', {})).reference).toBe('latest');
  });

  it('reads an archive of a layout, with or without the prefix', async () => {
    const image = await store({ schemaVersion: 2, layers: [] });
    await index(named(image, 'app:1'));
    const file = join(folder, 'image.tar');
    execFileSync('tar', ['-C', folder, '-cf', file, 'index.json', 'blobs']);
    for (const target of [`oci-archive:${file}`, file, `${file}:1`, `${file}@${image.digest}`]) {
      const { source, reference } = await openArtifact(target, {});
      expect(await source.resolve(reference)).toBe(image.digest);
    }
    const { source } = await openArtifact(file, {});
    expect(await source.resolve(`${image.digest.replace(':', '-')}.sig`)).toBeUndefined();
  });

  it.each(['manifest.json', 'manifest.json index.json'])(
    'rejects an archive in the format of docker save: %s',
    async (files) => {
      await index();
      await writeFile(join(folder, 'manifest.json'), '[]');
      const file = join(folder, 'image.tar');
      execFileSync('tar', ['-C', folder, '-cf', file, ...files.split(' ')]);
      for (const target of [file, `docker-archive:${file}`, 'docker:app', `dir:${folder}`])
        await expect(openArtifact(target, {})).rejects.toMatchObject({ code: 'PSE4512' });
    },
  );

  it('throws when the archive is cut short or compressed', async () => {
    const file = join(folder, 'image.tar');
    await writeFile(file, Buffer.alloc(700, 1));
    await expect(openArtifact(file, {})).rejects.toMatchObject({ kind: 'incomplete' });
    await writeFile(file, Buffer.from('1f8b0800', 'hex'));
    await expect(openArtifact(file, {})).rejects.toMatchObject({ kind: 'incomplete' });
  });

  it('rejects an invalid reference', async () => {
    await expect(openArtifact('A B', {})).rejects.toMatchObject({ code: 'PSE4001' });
  });
});
