import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { readAll } from '../../src/image/artifacts.js';
import { layoutSource } from '../../src/registry/layout.js';
import { folderFiles } from '../../src/registry/layout-files.js';
import { openArtifact } from '../../src/registry/open.js';

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

describe('openLayout', () => {
  it('finds images by name and by digest, and the only one as latest', async () => {
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

  it('gives what cosign saved beside an image under the tags of that image alone', async () => {
    const image = await store({ schemaVersion: 2, layers: [], annotations: { a: '1' } });
    const signatures = await store({ schemaVersion: 2, layers: [], annotations: { a: '2' } });
    await index(kind(image, 'image'), kind(signatures, 'sigs'));
    const source = openLayout(folder);
    expect(await source.resolve(`${image.digest.replace(':', '-')}.sig`)).toBe(signatures.digest);
    expect(await source.resolve(`${image.digest.replace(':', '-')}.att`)).toBeUndefined();
    expect(await source.resolve(`sha256-${'0'.repeat(64)}.sig`)).toBeUndefined();
  });

  it('knows what refers to an image', async () => {
    const image = await store({ schemaVersion: 2, layers: [] });
    const referrer = await store({ schemaVersion: 2, layers: [], subject: image });
    const listed = await store({ schemaVersion: 2, layers: [], annotations: { a: 'b' } });
    const fallback = await store({ schemaVersion: 2, manifests: [listed] });
    await index(image, referrer, named(fallback, image.digest.replace(':', '-')));
    const found = await openLayout(folder).referrers(image.digest);
    expect(found.map(({ digest }) => digest)).toEqual([referrer.digest, listed.digest]);
  });

  it('refuses a blob that is not what its digest says, or of another size', async () => {
    const image = await store({ schemaVersion: 2, layers: [] });
    await index(image);
    const source = openLayout(folder);
    await expect(readAll(source.blob({ ...image, size: 1 }), 100, 'it')).rejects.toThrow(
      /not the 1/,
    );
    await writeFile(join(folder, 'blobs', 'sha256', image.digest.slice(7)), 'x');
    await expect(source.manifest(image.digest)).rejects.toThrow(/is not what its digest says/);
  });

  it('opens neither links nor pipes in the place of a blob', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    await symlink('/etc/passwd', join(folder, 'blobs', 'sha256', a));
    execFileSync('mkfifo', [join(folder, 'blobs', 'sha256', b)]);
    await index();
    const source = openLayout(folder);
    for (const hex of [a, b]) {
      expect(await source.manifest(`sha256:${hex}`)).toBeUndefined();
      await expect(readAll(source.blob({ digest: `sha256:${hex}` }), 100, 'it')).rejects.toThrow(
        'missing',
      );
    }
  });

  test.each([
    ['is missing', undefined],
    ['is no JSON', '<html>'],
    ['is no index', '{"layers":[]}'],
  ])('says so when index.json %s', async (_, text) => {
    if (text !== undefined) await writeFile(join(folder, 'index.json'), text);
    expect(() => openLayout(folder)).toThrow(expect.objectContaining({ kind: 'incomplete' }));
  });
});

describe('openArtifact', () => {
  const digest = `sha256:${'a'.repeat(64)}`;

  it('reads the parts of a layout reference', async () => {
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

  it('lets the digest decide, not the tag', async () => {
    const opened = await openArtifact(`ghcr.io/acme/app:1@${digest}`, {});
    expect(opened).toMatchObject({ name: `ghcr.io/acme/app:1@${digest}`, reference: digest });
    expect((await openArtifact('debian', {})).reference).toBe('latest');
  });

  it('reads an archive of a layout in place, by scheme or by name', async () => {
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
    'does not take what Docker saves for something that could be signed: %s',
    async (files) => {
      await index();
      await writeFile(join(folder, 'manifest.json'), '[]');
      const file = join(folder, 'image.tar');
      execFileSync('tar', ['-C', folder, '-cf', file, ...files.split(' ')]);
      for (const target of [file, `docker-archive:${file}`, 'docker:app', `dir:${folder}`])
        await expect(openArtifact(target, {})).rejects.toMatchObject({ kind: 'incomplete' });
    },
  );

  it('says so of an archive that is cut short or compressed', async () => {
    const file = join(folder, 'image.tar');
    await writeFile(file, Buffer.alloc(700, 1));
    await expect(openArtifact(file, {})).rejects.toMatchObject({ kind: 'incomplete' });
    await writeFile(file, Buffer.from('1f8b0800', 'hex'));
    await expect(openArtifact(file, {})).rejects.toMatchObject({ kind: 'incomplete' });
  });

  it('refuses what is no reference', async () => {
    await expect(openArtifact('A B', {})).rejects.toMatchObject({ kind: 'usage' });
  });
});
