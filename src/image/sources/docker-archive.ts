import { PortsideError } from '../../lib/errors.js';
import { type FileTable, readSmall } from '../archive.js';
import type { Image } from '../image.js';
import { array, object, parseJson, string, strings } from '../json.js';
import { sha256, storedBlob } from '../layers/layer-blob.js';
import { layeredImage } from '../layers/layered-image.js';
import { damaged, type Limits } from '../limits.js';
import { isDigest } from '../reference.js';

export interface DockerArchiveRequest {
  readonly files: FileTable;
  /** The file's name, for messages and as the image's name. */
  readonly name: string;
  /** `docker-archive`, or `docker` when a daemon made it. */
  readonly source: string;
  /** `app:1` or `@0`, where the archive has several images. */
  readonly wanted?: string;
  readonly limits: Limits;
  close(): void;
}

/** One image in manifest.json. */
interface ManifestEntry {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/**
 * An image that `docker save`, podman, skopeo or kaniko wrote: manifest.json names configuration and layers.
 * Throws PortsideError: incomplete when it is damaged, usage when it has several images and none is named.
 * Source: moby image/tarexport, "manifest.json".
 */
export function dockerArchive(request: DockerArchiveRequest): Image {
  const { files, name, limits } = request;
  const manifest = readSmall(files, 'manifest.json', name, limits);
  if (!manifest) throw damaged(name, 'it has no manifest.json', 'Is it an image at all?');
  const entries = array(parseJson(manifest, `manifest.json of ${name}`, limits)).map(readEntry);
  const entry = choose(entries, request);
  const config = readSmall(files, entry.config, name, limits);
  if (!config) throw damaged(name, `its configuration ${entry.config} is not in it`);
  const digest = sha256(config);
  const stated = `sha256:${entry.config.replace(/^.*\//, '').replace(/\.json$/, '')}`;
  if (isDigest(stated) && stated !== digest)
    throw damaged(name, `its configuration has the digest ${digest}, not ${stated}`);
  return layeredImage({
    name,
    source: request.source,
    digest,
    config: parseJson(config, `configuration of ${name}`, limits),
    tags: entry.tags,
    layers: entry.layers.map((path) => {
      const source = files.file(path);
      // A layer's name is a digest in newer archives only, and of the bytes as they are stored there.
      return source
        ? { blob: storedBlob(source), size: source.size }
        : { size: 0, missing: `${path} is not in the archive` };
    }),
    limits,
    close: request.close,
  });
}

function readEntry(value: unknown): ManifestEntry {
  const entry = object(value);
  return {
    config: string(entry.Config) ?? '',
    tags: strings(entry.RepoTags),
    layers: strings(entry.Layers),
  };
}

function choose(entries: readonly ManifestEntry[], request: DockerArchiveRequest): ManifestEntry {
  const { name, wanted } = request;
  const [first] = entries;
  if (!first) throw damaged(name, 'its manifest.json names no image');
  if (wanted === undefined) {
    if (entries.length === 1) return first;
    throw new PortsideError(
      'PSE4000',
      `${name} has ${entries.length} images`,
      `Say which: docker-archive:${name}:${first.tags[0] ?? '@0'} (there are ${names(entries)}).`,
    );
  }
  const index = /^@(\d{1,6})$/.exec(wanted)?.[1];
  const found =
    index === undefined
      ? entries.find(({ tags }) => tags.some((tag) => sameName(tag, wanted)))
      : entries[Number(index)];
  if (found) return found;
  throw new PortsideError('PSE4000', `${name} has no image ${wanted}`, `It has ${names(entries)}.`);
}

function names(entries: readonly ManifestEntry[]): string {
  const all = entries.map(({ tags }, index) => tags[0] ?? `@${index}`);
  return all.length > 10 ? `${all.slice(0, 10).join(', ')} and more` : all.join(', ');
}

/** `app` means `app:latest`; Docker Hub's long names are the short ones. */
function sameName(tag: string, wanted: string): boolean {
  const full = (name: string) => {
    const tagged = /:[^/]+$/.test(name) ? name : `${name}:latest`;
    return tagged.replace(/^docker\.io\//, '').replace(/^library\//, '');
  };
  return full(tag) === full(wanted);
}
