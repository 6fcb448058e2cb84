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
 * Needs mmdebstrap and root. Throws with the output of a program that fails.
 */
export async function debianImages(
  folder: string,
  packages: Readonly<Record<string, readonly string[]>>,
): Promise<DebianImages> {
  const layout = join(folder, 'layout');
  mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
  const base = join(folder, 'base');
  await run('mmdebstrap', [
    ...['--quiet', '--variant=minbase', '--dpkgopt=force-unsafe-io', '--skip=cleanup/apt/lists'],
    ...['trixie', base],
  ]);
  await run('sh', ['-euc', PACK_BASE, 'sh', base, `${base}.tar`]);
  const first = await addFile(layout, `${base}.tar`);
  const installed = new Map<string, number>();
  const manifests = await Promise.all(
    Object.entries(packages).map(async ([name, list]) => {
      const root = join(folder, name);
      await run('sh', ['-euc', INSTALL, 'sh', base, root, ...list], { maxBuffer: 1 << 28 });
      const status = readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8');
      installed.set(name, status.match(/^Status: install ok installed$/gm)?.length ?? 0);
      return { ...image(layout, [first, await addFile(layout, `${root}.tar`)]), ...tag(name) };
    }),
  );
  writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return { layout, installed };
}

/** With the index that apt makes of its lists, so that it is not made for each image; both are not in the layers. */
const PACK_BASE = `
chroot "$1" apt-cache -qq gencaches
tar -C "$1" --exclude="./var/lib/apt/lists/*" --exclude="./var/cache/apt/*" -cf "$2" .
`;

/** Installs packages in a copy of a system, in a mount namespace of its own, and packs the files that this changes. */
const INSTALL = `
base=$1 root=$2
shift 2
cp -a "$base" "$root"
touch "$root.copied"
DEBIAN_FRONTEND=noninteractive TMPDIR=/tmp unshare --mount sh -euc '
  mount -t proc proc "$1/proc"
  exec chroot "$@"
' sh "$root" apt-get -qq install -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io "$@"
cd "$root"
find . -path ./var/lib/apt/lists -prune -o -path ./var/cache/apt -prune -o \\
  -cnewer "$root.copied" '(' ! -type d -o -empty ')' -print0 |
  tar --no-recursion --null -cf "$root.tar" -T -
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
