import type { Cataloger } from '../../src/inventory/cataloger.js';
import { CATALOGERS_WITH_FUNCTIONS } from '../../src/inventory/catalogers/index.js';
import { type Inventory, startInventory } from '../../src/inventory/inventory.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

/** The files of a layer. The value is a text or bytes, or another kind of member. */
export type Files = Readonly<Record<string, string | Buffer | Omit<TarMember, 'name'>>>;

/** The inventory of an image with these layers. */
export async function inventoryOf(...layers: readonly Files[]): Promise<Inventory> {
  return inventoryWith(CATALOGERS_WITH_FUNCTIONS, ...layers);
}

/** The same with these catalogers only. */
export async function inventoryWith(
  catalogers: readonly Cataloger[],
  ...layers: readonly Files[]
): Promise<Inventory> {
  const tars = layers.map((files) =>
    tar(
      Object.entries(files).map(([name, body]) =>
        typeof body === 'string' || Buffer.isBuffer(body) ? { name, body } : { name, ...body },
      ),
    ),
  );
  const folder = temporaryFolder();
  const image = await openImage(`docker-archive:${folder.write('image.tar', dockerArchive(tars))}`);
  try {
    const { readers, finish } = startInventory(catalogers);
    return finish(await image.scan(readers), image);
  } finally {
    await image.close();
    folder.remove();
  }
}
