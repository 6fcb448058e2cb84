import { gzipSync } from 'node:zlib';
import type { PackageUse } from '../../src/core/package-use.js';
import { keepForUse, packageUses } from '../../src/evidence/usage.js';
import { startInventory } from '../../src/inventory/inventory.js';
import { dockerArchive, sha256, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

/** A file with its content, or another kind of member. Files are executable. */
export type Files = Readonly<Record<string, string | Buffer | Omit<TarMember, 'name'>>>;

/** A Debian package that owns files. */
export type Owned = Readonly<Record<string, readonly string[]>>;

/** The use of each package of an image, by its name. */
export async function usesOf(
  config: Record<string, unknown>,
  files: Files,
  owned: Owned = {},
  { compressed = false, upper }: { readonly compressed?: boolean; readonly upper?: Files } = {},
): Promise<ReadonlyMap<string, PackageUse>> {
  const status = Object.keys(owned).map(
    (name) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-1\n`,
  );
  const all: Files = {
    'etc/os-release': 'ID=debian\nVERSION_ID="13"\n',
    'var/lib/dpkg/status': status.join('\n'),
    ...Object.fromEntries(
      Object.entries(owned).map(([name, paths]) => [
        `var/lib/dpkg/info/${name}.list`,
        paths.map((path) => `/${path}\n`).join(''),
      ]),
    ),
    ...files,
  };
  const layers = [all, ...(upper ? [upper] : [])].map(layerOf);
  const folder = temporaryFolder();
  const archive = dockerArchive(
    layers.map((layer) => (compressed ? gzipSync(layer) : layer)),
    { config: { config, rootfs: { type: 'layers', diff_ids: layers.map(sha256) } } },
  );
  const image = await openImage(`docker-archive:${folder.write('image.tar', archive)}`);
  try {
    const inventory = startInventory();
    const keep = keepForUse(image.config);
    const fileSystem = await image.scan(inventory.readers, { keep });
    const { packages, ownedFiles } = inventory.finish(fileSystem, image);
    const uses = packageUses(packages, image.config, fileSystem, ownedFiles());
    const found = new Map([...uses].map(([pkg, use]) => [pkg.name, use]));
    fileSystem.release?.();
    return found;
  } finally {
    await image.close();
    folder.remove();
  }
}

function layerOf(files: Files): Buffer {
  return tar(
    Object.entries(files).map(([name, body]) =>
      typeof body === 'string' || Buffer.isBuffer(body)
        ? { name, body, mode: 0o755 }
        : { name, ...body },
    ),
  );
}
