import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDigest } from '../../core/digest.js';
import { formatReference, parseReference, withoutSource } from '../../core/reference.js';
import { PortsideError } from '../../lib/errors.js';
import { isExistingFolder } from '../../lib/paths.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import { openRegistry } from '../../registry/client.js';
import type { RegistryOptions } from '../../registry/connection.js';
import { splitFile } from '../sources/split-file.js';

/** An image's manifest, and the source of its signatures and attestations. */
export interface OpenedArtifact {
  /** As the user wrote it, without a prefix. */
  readonly name: string;
  readonly source: ArtifactSource;
  /** Tag or digest in the source. */
  readonly reference: string;
}

/**
 * Opens a layout (`oci:FOLDER[:TAG][@DIGEST]`, `oci-archive:FILE`, or the path of either) or else a registry
 * reference. A registry gets no request yet. Throws PortsideError: usage for an invalid reference, incomplete for a
 * layout that cannot be read and for a target without a manifest, which cannot have signatures.
 */
export async function openArtifact(
  target: string,
  options: RegistryOptions,
): Promise<OpenedArtifact> {
  const local = localPath(target);
  if (local !== undefined) return openLocal(local, /^oci(-archive)?:/.test(target));
  const parsed = parseReference(withoutSource(target));
  return {
    name: formatReference(parsed),
    source: openRegistry(parsed, options),
    // The digest wins when the reference has both.
    reference: parsed.digest ?? parsed.tag ?? 'latest',
  };
}

/** Whether the target is a layout or an archive on this machine, which needs no network. */
export function isLocal(target: string): boolean {
  return localPath(target) !== undefined;
}

const SCHEME = /^(docker-archive|oci-archive|oci|dir|docker(?!:\/\/)):/;

function localPath(target: string): string | undefined {
  const scheme = SCHEME.exec(target)?.[1];
  if (scheme === 'docker' || scheme === 'dir') throw withoutManifest(target);
  if (scheme !== undefined) return target.slice(scheme.length + 1);
  const { path } = splitFile(target);
  return existsSync(isExistingFolder(path) ? join(path, 'index.json') : path) ? target : undefined;
}

async function openLocal(target: string, isLayout: boolean): Promise<OpenedArtifact> {
  const { path, reference } = splitLayout(target);
  const { archiveFiles, folderFiles, layoutSource } = await import('./layout.js');
  const files =
    existsSync(path) && !isExistingFolder(path) ? await archiveFiles(path) : folderFiles(path);
  // An archive in both formats could hold one image for the Docker format and another, signed one for OCI.
  if (files.file('manifest.json') && !isLayout) throw withoutManifest(target);
  return { name: target, source: layoutSource(files, path), reference };
}

function splitLayout(target: string): { path: string; reference: string } {
  const { path, selector = '' } = splitFile(target);
  const at = selector.indexOf('@');
  const digest = selector.slice(at + 1);
  if (at >= 0 && isDigest(digest)) return { path, reference: digest };
  return { path, reference: selector === '' ? 'latest' : selector };
}

/** Docker engines and `docker save` do not keep the manifest that is pushed, and signatures sign that manifest. */
function withoutManifest(target: string): PortsideError {
  return new PortsideError(
    'PSE4512',
    `Cannot verify ${target}: Docker archives, engines and folders carry no manifest that could be signed`,
    'Verify the image that was pushed, or an OCI archive or layout of it',
  );
}
