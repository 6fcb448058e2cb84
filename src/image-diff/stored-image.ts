import { imageName } from '../core/fingerprint.js';
import type { ImageSnapshot } from '../core/image-snapshot.js';
import type { Package } from '../core/package.js';
import type { Report } from '../core/report.js';
import { PortsideError, reason } from '../lib/errors.js';
import { shorten } from '../reports/escape.js';
import { maskText } from '../secrets/mask-text.js';
import { contentLayers } from './content-layers.js';
import type { FinalFile } from './final-files.js';
import { maskedSettings } from './image-settings.js';
import type { ImageState } from './image-state.js';
import { type KnownFile, unpackFiles } from './packed-files.js';

/** What a report keeps of images. */
export type StoredImages = Pick<Report, 'packages' | 'snapshots'>;

/**
 * An image as a report keeps it, for a comparison. The report may be untrusted. Throws PortsideError (usage) when the list of
 * files is damaged or not that of its digest.
 */
export function storedImage(snapshot: ImageSnapshot, { packages }: StoredImages): ImageState {
  const { image, platform, digest, files: packed, ...about } = snapshot;
  let known: readonly KnownFile[];
  try {
    known = unpackFiles(packed);
  } catch (error) {
    throw new PortsideError(
      'PSE4516',
      `Cannot compare with the stored image ${shorten(image, 200)}: ${reason(error)}`,
      'Store the report again: check the base branch with --format json',
      error,
    );
  }
  const byPath = new Map<string, KnownFile>();
  const files = new Map<string, FinalFile>();
  for (const one of known) {
    byPath.set(one.file.path, one);
    files.set(one.file.path, one.file);
  }
  const { layers } = about;
  const baseLayers = Math.min(snapshot.baseLayers, layers.length);
  return {
    ...about,
    name: image,
    ...(platform && { platform }),
    ...(digest && { digest }),
    size: snapshot.size,
    baseLayers,
    settings: maskedSettings(snapshot.settings, maskText),
    packages: packagesOf(snapshot, packages),
    files,
    layerDigest: (file) => contentLayers(file, layers, baseLayers),
    isSnapshot: true,
    deletions: snapshot.deletions ?? [],
    cut: snapshot.cut ?? [],
    gaps: [],
    ownersOf: (paths) =>
      new Map(
        [...paths].flatMap((path) => {
          const owner = byPath.get(path)?.owner;
          return owner === undefined ? [] : [[path, owner] as const];
        }),
      ),
    read: async () => (file: FinalFile) => byPath.get(file.path)?.contents,
  };
}

/** The packages of the image, on its platform. A report of one image need not name it. */
function packagesOf({ image, platform }: ImageSnapshot, packages: readonly Package[]): Package[] {
  const name = imageName(image);
  return packages.filter(
    (one) =>
      (one.image === undefined || imageName(one.image) === name) &&
      (one.platforms === undefined || platform === undefined || one.platforms.includes(platform)),
  );
}
