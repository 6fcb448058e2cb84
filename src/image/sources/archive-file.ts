import { existsSync, statSync } from 'node:fs';
import { PortsideError, reason } from '../../lib/errors.js';
import { type FileSource, openFile, readBytes } from '../bytes.js';
import { damaged } from '../errors.js';
import type { ImageSet } from '../image.js';
import { detectCompression } from '../layers/compression.js';
import { storedBlob } from '../layers/layer-blob.js';
import { tarStream } from '../layers/tar-stream.js';
import type { Limits } from '../limits.js';
import { spoolToFile } from '../overflow-file.js';
import { openArchive } from '../tar/archive.js';
import { BLOCK, readTarHeader } from '../tar/header.js';
import { dockerArchive } from './docker-archive.js';
import { ociLayout } from './oci-layout.js';
import type { OpenRequest } from './source.js';
import { splitFile } from './split-file.js';

/**
 * An image in one file, `FILE[:TAG]`. The archive shows its own format: Docker's has manifest.json, OCI's has
 * index.json. Docker since 25 writes both; then the prefix decides. Throws PortsideError.
 */
export async function archiveFile(
  request: OpenRequest,
  scheme: 'docker-archive' | 'oci-archive',
): Promise<ImageSet> {
  const { path, selector } = splitFile(request.reference);
  const { limits } = request;
  const file = await uncompressed(openReadable(path), path, limits);
  const close = () => file.close();
  try {
    requireTar(file, path);
    const files = await openArchive(file, path, limits);
    const common = { ...request, files, name: path, close, selector };
    const isDocker = files.file('manifest.json') !== undefined;
    const isOci = files.file('index.json') !== undefined;
    if (isOci && (scheme === 'oci-archive' || !isDocker))
      return await ociLayout({ ...common, source: 'oci-archive' });
    if (isDocker) return dockerArchive({ ...common, source: 'docker-archive' });
    throw damaged(
      path,
      'it is not an image archive (no manifest.json, no index.json)',
      'Write an image with `docker save -o FILE NAME` or `skopeo copy … oci-archive:FILE`.',
    );
  } catch (error) {
    close();
    throw error;
  }
}

/** The image in the file with that name, if there is one. */
export async function findArchiveFile(request: OpenRequest): Promise<ImageSet | undefined> {
  const { path } = splitFile(request.reference);
  if (!existsSync(path) || statSync(path).isDirectory()) return undefined;
  return archiveFile(request, 'docker-archive');
}

/**
 * Throws PortsideError for a file that does not begin with a tar header: usage for text and for one of another known kind,
 * incomplete for others, which may be what is left of an archive.
 */
function requireTar(file: FileSource, path: string): void {
  const start = Buffer.from(readBytes(file, 0, 4096));
  if (beginsWithHeader(start)) return;
  const text = start.toString('utf8').trimStart();
  const kind = knownKind(text);
  if (kind !== undefined)
    throw new PortsideError('PSE4006', `Cannot read ${path} as an image: ${kind}`, use(text));
  if (text !== '' && isText(text))
    throw new PortsideError(
      'PSE4006',
      `${path} is not an image archive: it is text`,
      `${use(text)}; for a folder use dir:FOLDER, for a Dockerfile portside lint`,
    );
  throw damaged(path, text === '' ? 'the file is empty' : 'it is no tar archive', `${use(text)}.`);
}

/**
 * Whether there are lines, and no character that text does not have. What is left of an archive has such characters, or is the
 * beginning of a name, without a line break.
 */
function isText(text: string): boolean {
  return text.includes('\n') && !NO_TEXT.test(text.slice(0, -3));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to look for
const NO_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/;

function beginsWithHeader(start: Buffer): boolean {
  // A damaged header is reported as such.
  if (start.toString('latin1', 257, 262) === 'ustar') return true;
  if (start.length < BLOCK) return false;
  try {
    readTarHeader(start.subarray(0, BLOCK));
    return true;
  } catch {
    return false;
  }
}

function knownKind(text: string): string | undefined {
  if (isReport(text)) return 'it is a JSON report of Portside';
  const format = SBOM_FORMATS.find(([, pattern]) => pattern.test(text))?.[0];
  if (format !== undefined) return `it is an SBOM as ${format}, which is not supported`;
  return /^(?:[[{]|null\b)/.test(text) ? 'it is JSON, but not a CycloneDX or SPDX SBOM' : undefined;
}

/** SBOMs that Portside does not read, by their beginning. Sources: CycloneDX 1.7, XML; SPDX 2.3, tag-value; SPDX 3.0.1. */
const SBOM_FORMATS: readonly (readonly [string, RegExp])[] = [
  ['CycloneDX XML', /^\ufeff?<.*\bcyclonedx\.org\/schema\/bom\b/s],
  ['SPDX XML or RDF', /^\ufeff?<.*\bspdx\.org\/rdf\b/s],
  ['SPDX tag-value', /^SPDXVersion:/m],
  ['SPDX 3', /^\ufeff?\{.*(?:spdx\.org\/rdf\/3|"specVersion"\s*:\s*"3\.)/s],
];

function use(text: string): string {
  return isReport(text)
    ? 'Use it with portside merge, or with --baseline to compare an image with it'
    : 'Pass the output of docker save, an OCI layout in a tar file, or an SBOM as CycloneDX or SPDX 2 in JSON';
}

function isReport(text: string): boolean {
  return text.startsWith('{') && /"schema"\s*:\s*"portside-report\//.test(text);
}

function openReadable(path: string): FileSource {
  try {
    return openFile(path);
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError('PSE4006', `Cannot open the image ${path}: ${reason(error)}`);
  }
}

/** Inflates a compressed archive (`docker save | gzip`) to a temporary file, so that it has random access. */
async function uncompressed(file: FileSource, path: string, limits: Limits): Promise<FileSource> {
  try {
    if (detectCompression(readBytes(file, 0, 6)) === 'none') return file;
    const budget = { left: limits.inflatedBytes };
    const inflated = await spoolToFile(
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
