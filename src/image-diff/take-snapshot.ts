import type { BuildPlan } from '../core/build-step.js';
import type { ImageSnapshot, SnapshotPart } from '../core/image-snapshot.js';
import type { Location } from '../core/location.js';
import type { Origin } from '../core/origin.js';
import { attribute, guessBaseLayers } from '../image/history/attribution.js';
import type { FileReader, FileSystem, Image } from '../image/image.js';
import type { Inventory } from '../inventory/inventory.js';
import { maskText } from '../secrets/mask-text.js';
import { readClaims } from './false-claims.js';
import { filesAboveBase } from './files-above-base.js';
import { type FinalFile, finalFiles } from './final-files.js';
import { imageSettings } from './image-settings.js';
import { type KnownFile, packFiles } from './packed-files.js';
import { readHosts } from './read-hosts.js';
import { accountReader, sizeOf } from './read-image.js';

/** The lines of the repository that made the parts of an image. */
export interface LinesOfImage {
  readonly layer: (index: number) => Location | undefined;
  /** Where a layer comes from; undefined if that is not known. */
  readonly origin: (layer: number) => Origin | undefined;
  /** The last instruction with this keyword that contains the text, else the FROM line. */
  readonly instruction: (keyword: string, mention?: string) => Location | undefined;
}

import { settingLines } from './setting-lines.js';
import { snapshotLayers } from './snapshot-layers.js';

/** The snapshot of an image, whose readers take part in a walk over the layers that other checks share. */
export interface SnapshotInProgress {
  readonly readers: readonly FileReader[];
  /** Undefined if the image has too many files to keep them. */
  finish(
    fileSystem: FileSystem,
    lines: LinesOfImage,
    inventory: Pick<Inventory, 'ownersOf'>,
  ): ImageSnapshot | undefined;
}

/** Starts a snapshot: the contents of files above the base image are read. */
export function startSnapshot(image: Image, plans: readonly BuildPlan[]): SnapshotInProgress {
  const baseLayers = baseLayersOf(image, plans);
  const accounts = accountReader();
  const contents = filesAboveBase(baseLayers, image.layers.length);
  const hosts = readHosts(baseLayers);
  const claims = readClaims(baseLayers);
  return {
    readers: [accounts.reader, contents.reader, hosts.reader, claims.reader],
    finish(fileSystem, lines, { ownersOf }) {
      const files = finalFiles(fileSystem);
      const claimed = ownersOf(new Set(files.keys()));
      const owners = claims.withoutFalse(claimed, files, fileSystem);
      const withOwner = (given: FinalFile): KnownFile => {
        const known = contents.known(given);
        return { file: known.file, contents: known.contents, owner: owners.get(given.path) };
      };
      const packed = packFiles(Array.from(files.values(), withOwner));
      if (!packed) return undefined;
      const deletions = contents.deletions();
      const cut: SnapshotPart[] = [
        ...(contents.isCut() ? ['deletions' as const] : []),
        ...(claims.isCut() ? ['checksums' as const] : []),
      ];
      const settings = imageSettings(image.config, maskText);
      const base = lines.origin(0);
      const created = image.layers[baseLayers - 1]?.history?.created;
      return {
        image: image.name,
        ...(image.platform && { platform: image.platform }),
        ...(image.digest && { digest: image.digest }),
        size: sizeOf(files),
        settings,
        settingLines: settingLines(settings, lines.instruction),
        accounts: accounts.files(fileSystem),
        layers: snapshotLayers(image, lines.layer),
        baseLayers,
        ...(base?.kind === 'base-image' && base.image && { baseImage: maskText(base.image) }),
        ...(created && isTime(created) && { baseCreated: created }),
        hosts: hosts.finish(fileSystem, image.config, maskText),
        ...(deletions.length > 0 && { deletions }),
        ...(cut.length > 0 && { cut }),
        files: packed,
      };
    },
  };
}

/** Source: OCI image-spec, config.md: RFC 3339. */
function isTime(text: string): boolean {
  return text.length < 40 && !Number.isNaN(Date.parse(text));
}

/** Before the layers are read: known from the Dockerfile, else guessed from the history. */
function baseLayersOf(image: Image, plans: readonly BuildPlan[]): number {
  const { plan, layers } = attribute(image, plans);
  if (plan) return layers.filter(({ kind }) => kind === 'base').length;
  return image.baseLayers ?? guessBaseLayers(image.config.history, image.layers.length);
}
