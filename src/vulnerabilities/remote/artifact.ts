import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatReference,
  parseReference,
  type Reference,
  repositoryName,
} from '../../core/reference.js';
import { reportChunks } from '../../lib/chunks.js';
import { PortsideError } from '../../lib/errors.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import { openRegistry } from '../../registry/client.js';
import {
  type Descriptor,
  MAX_MANIFEST_BYTES,
  type OciManifest,
  parseManifest,
} from '../../registry/manifest.js';
import { MANIFEST_FILE } from '../database/format.js';
import { openDatabase } from '../database/open.js';
import { cacheDownload, folderFor, MAX_DOWNLOAD_BYTES } from '../download-cache.js';
import { openDump } from '../records/dump.js';
import type { AdvisorySource } from '../records/source.js';
import type { RemoteOptions } from './remote-options.js';

const MAX_FILES = 500;
/** The annotation with the file name of a layer: `portside-advisories.json`, `npm/all.zip`. */
const TITLE = 'org.opencontainers.image.title';
const OCI_MANIFEST = 'oci-manifest.json';

/**
 * Advisories in an OCI registry, pushed as an artifact: a built database, of which only the needed ecosystems are
 * downloaded, or zips of records. Everything is verified by the manifest's digest and cached by it. Throws
 * PortsideError: usage for an invalid reference, incomplete for a failed download.
 */
export async function openAdvisoryArtifact(
  name: string,
  options: RemoteOptions,
): Promise<AdvisorySource> {
  const reference = parseReference(name);
  const { offline, host, now } = options;
  const registry = offline
    ? undefined
    : openRegistry(reference, await options.registry(formatReference(reference)));
  const manifest = await readManifest(reference, registry, options, name);
  const folder = await folderFor(options.folder, manifest.digest, now);
  if (reference.digest === undefined) host.info(`advisories: ${name} is ${manifest.digest}`);
  const files = filesOf(manifest, name);
  const download = async (title: string) => {
    const descriptor = files.get(title);
    if (!descriptor) throw new Error(`${name} has no file ${title}`);
    const message = `downloading ${title} from ${reference.registry}`;
    const getBlob =
      registry &&
      (() =>
        reportChunks(registry.blob(descriptor), descriptor.size, (amount) =>
          host.progress(message, amount),
        ));
    await cacheDownload(join(folder, title), descriptor, getBlob, `${title} of ${name}`);
  };
  const fullName = `${repositoryName(reference)}@${manifest.digest}`;
  if (files.has(MANIFEST_FILE)) {
    await download(MANIFEST_FILE);
    return { ...(await openDatabase(folder, now, ({ file }) => download(file))), name: fullName };
  }
  for (const title of files.keys()) await download(title);
  return { ...(await openDump(folder, now)), name: fullName };
}

/** The artifact's manifest, from the registry; for a reference with a digest from the cache, if it has it. */
async function readManifest(
  { digest, tag }: Reference,
  registry: ArtifactSource | undefined,
  { folder, now }: RemoteOptions,
  name: string,
): Promise<OciManifest> {
  const tagged = digest === undefined ? await registry?.manifest(tag ?? 'latest') : undefined;
  const wanted = digest ?? tagged?.digest;
  if (wanted === undefined) {
    if (registry) throw notFound(name);
    throw new PortsideError(
      'PSE6505',
      `Cannot read the advisories ${name}: offline, and the tag may have moved`,
      'Pass the reference with its digest',
    );
  }
  const path = join(await folderFor(folder, wanted, now), OCI_MANIFEST);
  const getManifest = registry && (() => manifestBytes(registry, wanted, name));
  await cacheDownload(path, { digest: wanted }, getManifest, `the manifest of ${name}`);
  const [algorithm] = wanted.split(':');
  return parseManifest(await readFile(path), name, undefined, algorithm);
}

async function* manifestBytes(
  registry: ArtifactSource,
  digest: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  const found = await registry.manifest(digest);
  if (!found || found.bytes.length > MAX_MANIFEST_BYTES) throw notFound(name);
  yield found.bytes;
}

function notFound(name: string): PortsideError {
  return new PortsideError(
    'PSE6504',
    `Cannot read the advisories ${name}: the registry does not have them`,
    'Check the name, tag and digest',
  );
}

/** The layers by file name: `<Ecosystem>/all.zip`, or the files of a database. Layers with other names are ignored. */
function filesOf(manifest: OciManifest, name: string): ReadonlyMap<string, Descriptor> {
  const files = new Map<string, Descriptor>();
  let size = 0;
  for (const layer of manifest.layers.slice(0, MAX_FILES)) {
    const title = layer.annotations.get(TITLE) ?? '';
    const isZip = /^(?:[A-Za-z0-9][A-Za-z0-9 ._-]*\/)?[A-Za-z0-9][A-Za-z0-9 ._-]*\.zip$/.test(
      title,
    );
    const isDatabaseFile =
      title === MANIFEST_FILE || /^[A-Za-z0-9][A-Za-z0-9._-]*\.advisories$/.test(title);
    if (!isZip && !isDatabaseFile) continue;
    files.set(title, layer);
    size += layer.size;
  }
  if (files.size === 0) throw unusable(name, 'it contains neither a database nor zips of records');
  if (size > MAX_DOWNLOAD_BYTES) throw unusable(name, 'it is larger than 2 GB');
  return files;
}

function unusable(name: string, why: string): PortsideError {
  return new PortsideError(
    'PSE6508',
    `Cannot read the advisories ${name}: ${why}`,
    'Push a database with portside db push',
  );
}
