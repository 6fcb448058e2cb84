import { isDigest, requireDigest, sha256Digest } from '../../core/digest.js';
import { PortsideError } from '../../lib/errors.js';
import { list, nonEmptyText, object, texts } from '../../lib/json.js';
import type { Platform } from '../../registry/platform.js';
import { readConfig } from '../config.js';
import { damaged } from '../errors.js';
import type { ImageSet } from '../image.js';
import { parseImageJson } from '../json.js';
import { storedBlob } from '../layers/layer-blob.js';
import { type LayerContent, layeredImage } from '../layers/layered-image.js';
import type { Limits } from '../limits.js';
import { configPlatform, type PlatformCandidate, selectPlatforms } from '../platforms.js';
import { type FileTable, readSmallFile } from '../tar/archive.js';

export interface DockerArchiveRequest {
  readonly files: FileTable;
  /** The file's name, for messages and as the image's name. */
  readonly name: string;
  /** `docker-archive`, or `docker` when an engine wrote it. */
  readonly source: string;
  /** `app:1` or `@0`, when the archive has several images. */
  readonly selector?: string;
  readonly limits: Limits;
  /** The platforms that the user asked for; all when absent. */
  readonly platforms?: readonly Platform[] | undefined;
  close(): void;
}

/** One image in manifest.json. */
interface ManifestEntry {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/**
 * The images that `docker save`, podman, skopeo or kaniko wrote: manifest.json names their configurations and layers.
 * Engines that keep several platforms of an image write one entry for each, all with the same tags.
 * Throws PortsideError: incomplete when it is damaged, usage when it has several images and none is selected, or none for
 * a requested platform.
 * Source: moby image/tarexport, "manifest.json".
 */
export function dockerArchive(request: DockerArchiveRequest): ImageSet {
  const { files, name, limits, platforms } = request;
  const manifest = readSmallFile(files, 'manifest.json', name, limits);
  if (!manifest) throw damaged(name, 'it has no manifest.json', 'Check that it is an image.');
  const entries = list(parseImageJson(manifest, `manifest.json of ${name}`, limits)).map(readEntry);
  const candidates = choose(entries, request).map((entry) => readConfiguration(entry, request));
  const images = selectPlatforms(candidates, { where: name, platforms }).map(
    ({ digest, content, tags, layers }) =>
      layeredImage({
        name,
        source: request.source,
        digest,
        config: content,
        tags,
        layers: layers.map((path) => layerContent(files, path)),
        limits,
      }),
  );
  return { images, gaps: [], close: async () => request.close() };
}

function layerContent(files: FileTable, path: string): LayerContent {
  const source = files.file(path);
  // The name of a layer is not used as its digest: only newer archives name layers by digest.
  return source
    ? { blob: storedBlob(source), size: source.size }
    : { size: 0, missing: `${path} is not in the archive` };
}

/** The parsed configuration of an entry, which also names its platform. */
function readConfiguration(
  entry: ManifestEntry,
  { files, name, limits }: DockerArchiveRequest,
): ManifestEntry & PlatformCandidate & { readonly content: unknown } {
  const config = readSmallFile(files, entry.config, name, limits);
  if (!config) throw damaged(name, `its configuration ${entry.config} is missing`);
  const digest = sha256Digest(config);
  const namedDigest = `sha256:${entry.config.replace(/^.*\//, '').replace(/\.json$/, '')}`;
  if (isDigest(namedDigest))
    requireDigest(digest.slice('sha256:'.length), namedDigest, `the configuration of ${name}`);
  const content = parseImageJson(config, `configuration of ${name}`, limits);
  const platforms = [configPlatform(readConfig(content)) ?? []].flat();
  return { ...entry, digest, content, names: entry.tags, platforms };
}

function readEntry(value: unknown): ManifestEntry {
  const entry = object(value);
  return {
    config: nonEmptyText(entry.Config) ?? '',
    tags: texts(entry.RepoTags),
    layers: texts(entry.Layers),
  };
}

/** The selected image, or all with its tags: one for each platform. */
function choose(
  entries: readonly ManifestEntry[],
  request: DockerArchiveRequest,
): readonly ManifestEntry[] {
  const { name, selector } = request;
  const [first] = entries;
  if (!first) throw damaged(name, 'its manifest.json lists no image');
  if (selector === undefined) {
    const tags = first.tags.join('\n');
    if (entries.every((entry) => entry === first || (tags && entry.tags.join('\n') === tags)))
      return entries;
    throw new PortsideError(
      'PSE4004',
      `Cannot choose an image: ${name} has ${entries.length} images`,
      `Name one, for example docker-archive:${name}:${first.tags[0] ?? '@0'} (it has ${names(entries)}).`,
    );
  }
  const index = /^@(\d{1,6})$/.exec(selector)?.[1];
  const found =
    index === undefined
      ? entries.filter(({ tags }) => tags.some((tag) => isSameName(tag, selector)))
      : [entries[Number(index)] ?? []].flat();
  if (found.length > 0) return found;
  throw new PortsideError(
    'PSE4002',
    `Cannot open ${selector} in ${name}: there is no such image`,
    `It has ${names(entries)}.`,
  );
}

function names(entries: readonly ManifestEntry[]): string {
  const all = entries.map(({ tags }, index) => tags[0] ?? `@${index}`);
  return all.length > 10 ? `${all.slice(0, 10).join(', ')} and more` : all.join(', ');
}

/** `app` is the same as `app:latest`, and a long name of Docker Hub the same as its short form. */
function isSameName(tag: string, selector: string): boolean {
  const canonical = (name: string) => {
    const tagged = /:[^/]+$/.test(name) ? name : `${name}:latest`;
    return tagged.replace(/^docker\.io\//, '').replace(/^library\//, '');
  };
  return canonical(tag) === canonical(selector);
}
