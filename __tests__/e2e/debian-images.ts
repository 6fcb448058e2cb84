import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sharedSystem, systemWith, WITHOUT_LISTS } from './debian-system.js';

const run = promisify(execFile);

/** Images of Debian in one OCI image layout. */
export interface DebianImages {
  /** The layout. The name of an image is its tag. */
  readonly layout: string;
  /** By image: how many packages its dpkg says that are installed. */
  readonly installed: ReadonlyMap<string, number>;
}

/**
 * Makes an image of each list of packages: the layer of a Debian system that all of them share, and one with the packages.
 * Throws with the output of a program that fails.
 */
export async function debianImages(
  folder: string,
  packages: Readonly<Record<string, readonly string[]>>,
): Promise<DebianImages> {
  const layout = join(folder, 'layout');
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const base = join(folder, 'base.tar');
  await run('tar', ['-C', await sharedSystem(), ...WITHOUT_LISTS, '-cf', base, '.']);
  const first = await addFile(layout, base);
  const installed = new Map<string, number>();
  const manifests = await Promise.all(
    Object.entries(packages).map(async ([name, list]) => {
      const root = join(folder, name);
      await systemWith(root, list);
      await run('sh', ['-euc', PACK_CHANGES, 'sh', root]);
      const status = readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8');
      installed.set(name, status.match(/^Status: install ok installed$/gm)?.length ?? 0);
      return { ...image(layout, [first, await addFile(layout, `${root}.tar`)]), ...tag(name) };
    }),
  );
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return { layout, installed };
}

/** The layer of what the packages changed, without the lists of apt. */
const PACK_CHANGES = `
cd "$1"
find . -path ./var/lib/apt/lists -prune -o -path ./var/cache/apt -prune -o \\
  -cnewer "$1.copied" '(' ! -type d -o -empty ')' -print0 |
  tar --no-recursion --null -cf "$1.tar" -T -
`;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const tag = (name: string) => ({ annotations: { 'org.opencontainers.image.ref.name': name } });

/** Writes the configuration and the manifest of an image. */
function image(layout: string, layers: readonly Descriptor[]): Descriptor {
  const config = {
    ...{ architecture: 'amd64', os: 'linux', config: {} },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    history: layers.map(() => ({ created_by: 'apt-get install' })),
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: addText(layout, JSON.stringify(config), 'application/vnd.oci.image.config.v1+json'),
    layers,
  };
  return addText(layout, JSON.stringify(manifest), manifest.mediaType);
}

function addText(layout: string, content: string, mediaType: string): Descriptor {
  const hex = createHash('sha256').update(content).digest('hex');
  writeFileSync(join(layout, 'blobs/sha256', hex), content);
  return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(content) };
}

/** Moves a layer into the layout. */
async function addFile(layout: string, file: string): Promise<Descriptor> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  const hex = hash.digest('hex');
  const { size } = statSync(file);
  renameSync(file, join(layout, 'blobs/sha256', hex));
  return {
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest: `sha256:${hex}`,
    size,
  };
}
