import { readConfig } from '../image/config.js';
import type { ImageConfig } from '../image/image.js';
import { collectChunks } from '../lib/chunks.js';
import type { BaseSource } from '../registry/base-sources.js';
import type { OciManifest } from '../registry/manifest.js';

const LARGEST_CONFIG = 4 << 20;

/** The configuration of one image of a base image's registry; undefined if its manifest names none. */
export async function readBaseConfig(
  { source }: BaseSource,
  manifest: OciManifest | undefined,
): Promise<ImageConfig | undefined> {
  if (!manifest?.config) return undefined;
  const bytes = await collectChunks(
    source.blob(manifest.config),
    LARGEST_CONFIG,
    'the image configuration',
  );
  return readConfig(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
