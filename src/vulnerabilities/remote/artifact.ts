import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortsideError } from '../../lib/errors.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import { openRegistry } from '../../registry/client.js';
import {
  type Descriptor,
  MAX_MANIFEST_BYTES,
  type Manifest,
  parseManifest,
} from '../../registry/manifest.js';
import { formatReference, parseReference, repositoryName } from '../../registry/reference.js';
import { MANIFEST_FILE } from '../database/format.js';
import { openDatabase } from '../database/open.js';
import { openDump } from '../sources/dump.js';
import type { AdvisorySource } from '../sources/source.js';
import { cacheDownload, folderFor, LARGEST } from './download-cache.js';
import type { RemoteOptions } from './open.js';

const MOST_FILES = 500;
/** The name that an OCI artifact's file gets: `portside-advisories.json`, `npm/all.zip`. */
const TITLE = 'org.opencontainers.image.title';
const OCI_MANIFEST = 'oci-manifest.json';

/**
 * Advisories that are an artifact in an OCI registry: a built database, of which only the ecosystems that are asked for
 * are fetched, or zips of records. Everything is checked against the manifest's digest, and kept by it. Throws
 * PortsideError: usage for what is no reference, incomplete for what cannot be had.
 */
export async function openArtifact(name: string, options: RemoteOptions): Promise<AdvisorySource> {
  const reference = parseReference(name);
  const { offline, host } = options;
  const registry = offline
    ? undefined
    : openRegistry(reference, await options.registry(formatReference(reference)));
  const manifest = await manifestOf(reference.digest, reference.tag, name, registry, options);
  const folder = await folderFor(options.folder, manifest.digest);
  if (reference.digest === undefined) host.info(`advisories: ${name} is ${manifest.digest}`);
  const files = filesOf(manifest, name);
  const fetch = async (title: string) => {
    const descriptor = files.get(title);
    if (!descriptor) throw new Error(`${name} has no ${title}`);
    const get = registry && (() => registry.blob(descriptor));
    if (get) host.progress(`fetching ${title} from ${reference.registry}`);
    await cacheDownload(join(folder, title), descriptor, get, `${title} of ${name}`);
  };
  const called = `${repositoryName(reference)}@${manifest.digest}`;
  if (files.has(MANIFEST_FILE)) {
    await fetch(MANIFEST_FILE);
    return { ...(await openDatabase(folder, ({ file }) => fetch(file))), name: called };
  }
  for (const title of files.keys()) await fetch(title);
  return { ...(await openDump(folder)), name: called };
}

/** From the registry; with a digest from what was kept before. */
async function manifestOf(
  digest: string | undefined,
  tag: string | undefined,
  name: string,
  registry: ArtifactSource | undefined,
  options: RemoteOptions,
): Promise<Manifest> {
  const fetched = digest === undefined ? await registry?.manifest(tag ?? 'latest') : undefined;
  const wanted = digest ?? fetched?.digest;
  if (wanted === undefined)
    throw new PortsideError(
      'PSE6500',
      registry
        ? `Cannot read the advisories ${name}: the registry does not have it`
        : `Cannot read the advisories ${name}: offline, and a tag may have moved`,
      registry ? 'Check the name' : 'Give its digest',
    );
  const path = join(await folderFor(options.folder, wanted), OCI_MANIFEST);
  const get = registry && (() => manifestBytes(registry, wanted, name));
  await cacheDownload(path, { digest: wanted }, get, `the manifest of ${name}`);
  const [algorithm] = wanted.split(':');
  return parseManifest(await readFile(path), name, undefined, algorithm);
}

async function* manifestBytes(
  registry: ArtifactSource,
  digest: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  const found = await registry.manifest(digest);
  if (!found || found.bytes.length > MAX_MANIFEST_BYTES)
    throw new PortsideError(
      'PSE6500',
      `Cannot read the advisories ${name}: the registry does not have it`,
      'Check the name and the digest',
    );
  yield found.bytes;
}

/** The files by the names that they are to have: `<Ecosystem>/all.zip` or those of a database, and no others. */
function filesOf(manifest: Manifest, name: string): ReadonlyMap<string, Descriptor> {
  const files = new Map<string, Descriptor>();
  let size = 0;
  for (const layer of manifest.layers.slice(0, MOST_FILES)) {
    const title = layer.annotations.get(TITLE) ?? '';
    const zip = /^(?:[A-Za-z0-9][A-Za-z0-9 ._-]*\/)?[A-Za-z0-9][A-Za-z0-9 ._-]*\.zip$/.test(title);
    const part = title === MANIFEST_FILE || /^[A-Za-z0-9][A-Za-z0-9._-]*\.advisories$/.test(title);
    if (!zip && !part) continue;
    files.set(title, layer);
    size += layer.size;
  }
  const why =
    files.size === 0
      ? 'it holds neither a database nor zips of records'
      : size > LARGEST
        ? 'it is larger than 2 GB'
        : undefined;
  if (why)
    throw new PortsideError(
      'PSE6500',
      `Cannot read the advisories ${name}: ${why}`,
      'Push one with portside db push',
    );
  return files;
}
