import { existsSync, statSync } from 'node:fs';
import { PortsideError, reason } from '../../lib/errors.js';
import { openArchive } from '../archive.js';
import { type FileSource, openFile, readBytes } from '../bytes.js';
import type { Image } from '../image.js';
import { sniff } from '../layers/compression.js';
import { storedBlob } from '../layers/layer-blob.js';
import { spool } from '../layers/overflow-file.js';
import { tarStream } from '../layers/tar-stream.js';
import { damaged, type Limits } from '../limits.js';
import { dockerArchive } from './docker-archive.js';
import { ociLayout } from './oci-layout.js';
import type { OpenRequest } from './source.js';
import { splitFile } from './split-file.js';

/**
 * An image in one file, `FILE[:TAG]`. Which kind of archive it is, the archive itself says: manifest.json is Docker's,
 * index.json is OCI's; one with both (Docker since 25) is what the scheme says. Throws PortsideError.
 */
export async function archiveFile(
  request: OpenRequest,
  scheme: 'docker-archive' | 'oci-archive',
): Promise<Image> {
  const { path, wanted } = splitFile(request.reference);
  const { limits } = request;
  const file = await uncompressed(openReadable(path), path, limits);
  const close = () => file.close();
  try {
    const files = await openArchive(file, path, limits);
    const common = { ...request, files, name: path, close, ...(wanted ? { wanted } : {}) };
    const docker = files.file('manifest.json') !== undefined;
    const oci = files.file('index.json') !== undefined;
    if (oci && (scheme === 'oci-archive' || !docker))
      return await ociLayout({ ...common, source: 'oci-archive' });
    if (docker) return dockerArchive({ ...common, source: 'docker-archive' });
    throw damaged(
      path,
      'it has neither manifest.json nor index.json',
      'Write an image with `docker save -o FILE NAME` or `skopeo copy … oci-archive:FILE`.',
    );
  } catch (error) {
    close();
    throw error;
  }
}

/** The image in the file of that name, if there is such a file. */
export async function findArchiveFile(request: OpenRequest): Promise<Image | undefined> {
  const { path } = splitFile(request.reference);
  if (!existsSync(path) || statSync(path).isDirectory()) return undefined;
  return archiveFile(request, 'docker-archive');
}

function openReadable(path: string): FileSource {
  try {
    return openFile(path);
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError('PSE4000', `Cannot open the image ${path}: ${reason(error)}`);
  }
}

/** A whole archive that was compressed (`docker save | gzip`) is inflated to a temporary file, once. */
async function uncompressed(file: FileSource, path: string, limits: Limits): Promise<FileSource> {
  try {
    if (sniff(readBytes(file, 0, 6)) === 'none') return file;
    const budget = { left: limits.inflatedBytes };
    const inflated = await spool(
      tarStream(storedBlob(file), { where: path, limits, budget }),
      path,
      limits,
    );
    file.close();
    return inflated;
  } catch (error) {
    file.close();
    throw error;
  }
}
