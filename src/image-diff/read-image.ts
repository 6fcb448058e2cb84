import type { AccountFiles, SnapshotLayer } from '../core/image-snapshot.js';
import { guessBaseLayers } from '../image/history/attribution.js';
import type { FileReader, FileSystem, Image, LayerEntry } from '../image/image.js';
import { startInventory } from '../inventory/inventory.js';
import { maskText } from '../secrets/mask-text.js';
import { contentLayers } from './content-layers.js';
import { readClaims } from './false-claims.js';
import { type FinalFile, finalFiles } from './final-files.js';
import { accountFiles, imageSettings } from './image-settings.js';
import type { ImageState } from './image-state.js';
import type { Contents } from './noise.js';
import { contentsAt, isOneOf, isReadable, readContents } from './read-contents.js';
import { readHosts } from './read-hosts.js';
import { snapshotLayers } from './snapshot-layers.js';

/**
 * Reads an image for a comparison: its packages and the list of its files now, contents of files on demand, in the layers
 * that have them. Throws PortsideError (incomplete) when a layer cannot be read.
 */
export async function readImage(image: Image): Promise<ImageState> {
  const inventory = startInventory();
  const accounts = accountReader();
  const baseLayers = image.baseLayers ?? guessBaseLayers(image.config.history, image.layers.length);
  const hosts = readHosts(baseLayers);
  const claims = readClaims(baseLayers);
  const gaps: string[] = [];
  const readers = [...inventory.readers, accounts.reader, hosts.reader, claims.reader];
  const fileSystem = await image.scan(readers, {
    incomplete: (error) => gaps.push(error.message),
  });
  const { packages, ownersOf, ...stock } = inventory.finish(fileSystem, image);
  const problems = [...stock.incomplete, ...stock.gaps].map(({ reason }) => reason);
  const files = finalFiles(fileSystem);
  const layers: readonly SnapshotLayer[] = snapshotLayers(image, () => undefined);
  return {
    name: image.name,
    ...(image.digest && { digest: image.digest }),
    ...(image.platform && { platform: image.platform }),
    size: sizeOf(files),
    settings: imageSettings(image.config, maskText),
    settingLines: [],
    deletions: [],
    cut: claims.isCut() ? ['checksums'] : [],
    accounts: accounts.files(fileSystem),
    packages,
    ownersOf: (paths) => claims.withoutFalse(ownersOf(paths), files, fileSystem),
    files,
    layers,
    baseLayers,
    hosts: hosts.finish(fileSystem, image.config, maskText),
    isSnapshot: false,
    layerDigest: (file) => contentLayers(file, image.layers),
    gaps: [...gaps, ...problems].map((reason) => `${image.name}: ${reason}`),
    read: (wanted) => readFiles(image, wanted),
  };
}

/**
 * Reads the contents in the layers that have them. A file that a layer wrote through a link of another layer, such as
 * `bin/ls` where `bin` leads to `usr/bin`, is only found at its path when that layer is read, too.
 */
async function readFiles(image: Image, files: readonly FinalFile[]) {
  const layers = new Set(
    files.flatMap(({ content, contentLayer = content.layer }) => [content.layer, contentLayer]),
  );
  const contents = await readEntries(image, files, (layer) => layers.has(layer));
  const left = files.filter(({ content }) => !contents(content) && isReadable(content));
  const more = left.length > 0 ? await readEntries(image, left, () => true) : () => undefined;
  return ({ content, path }: FinalFile) => {
    const found = contents(content) ?? more(content);
    return found && contentsAt(path, found, content.path);
  };
}

async function readEntries(
  image: Image,
  files: readonly FinalFile[],
  only: (layer: number) => boolean,
): Promise<(entry: LayerEntry) => Contents | undefined> {
  const contents = readContents(isOneOf(new Set(files.map(({ content }) => content))));
  // What cannot be read is named by what has no content then.
  await image.scan([contents.reader], { only, incomplete: () => {} });
  return contents.get;
}

/** Bytes of the files; one with several names counts once. */
export function sizeOf(files: ReadonlyMap<string, FinalFile>): number {
  let size = 0;
  for (const file of files.values()) if (!file.isLink) size += file.size;
  return size;
}

const PASSWD = 'etc/passwd';
const GROUP = 'etc/group';
const MAX_ACCOUNT_BYTES = 1 << 20;

/** Reads the accounts during a walk over the layers. */
export function accountReader(): {
  readonly reader: FileReader;
  files(fileSystem: FileSystem): AccountFiles;
} {
  const found = new Map<string, string>();
  return {
    reader: {
      wants: ({ path, size }) =>
        path === PASSWD || path === GROUP ? Math.min(size, MAX_ACCOUNT_BYTES) : 0,
      read: ({ path, layer, bytes }) => {
        found.set(`${layer} ${path}`, Buffer.from(bytes).toString('utf8'));
      },
    },
    files(fileSystem) {
      const text = (path: string) => {
        const entry = fileSystem.get(path);
        return (entry && found.get(`${entry.layer} ${path}`)) ?? '';
      };
      return accountFiles({ passwd: text(PASSWD), group: text(GROUP) }, maskText);
    },
  };
}
