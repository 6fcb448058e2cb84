import { collectChunks } from '../lib/chunks.js';
import { object, text } from '../lib/json.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import { imageManifests } from './formats/buildkit.js';

/**
 * The day on which an image was built, YYYY-MM-DD, by its own configuration; of an index, that of its first image. Undefined
 * when it has none or cannot be read, and for the dates of reproducible builds, which are before there were containers.
 */
export async function creationDay(
  source: ArtifactSource,
  digest: string,
): Promise<string | undefined> {
  try {
    const top = await source.manifest(digest);
    const [child] = top ? imageManifests(top) : [];
    const config = (child ? await source.manifest(child.digest) : top)?.config;
    if (!config || config.size > MAX_CONFIG_SIZE) return undefined;
    const name = `the configuration of ${digest}`;
    const bytes = await collectChunks(source.blob(config), MAX_CONFIG_SIZE, name);
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const created = Date.parse(text(object(json).created) ?? '');
    return created > FIRST_CONTAINERS ? new Date(created).toISOString().slice(0, 10) : undefined;
  } catch {
    // The date only raises the severity of a finding: without it, the finding stays.
    return undefined;
  }
}

const MAX_CONFIG_SIZE = 8 << 20;
const FIRST_CONTAINERS = Date.UTC(2013, 2, 1);
