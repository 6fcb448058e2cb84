import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ArtifactSource } from '../image/artifacts.js';
import { formatReference, isDigest, parseReference } from '../image/reference.js';
import { splitFile } from '../image/sources/split-file.js';
import { PortsideError } from '../lib/errors.js';
import { openRegistry } from './client.js';
import type { RegistryOptions } from './connection.js';

/** Where an image's manifest and all that belongs to it can be read. */
export interface OpenedArtifact {
  /** As the user wrote it, without a scheme. */
  readonly name: string;
  readonly source: ArtifactSource;
  /** Tag or digest in the source. */
  readonly reference: string;
}

/**
 * Opens a layout (`oci:FOLDER[:TAG][@DIGEST]`, `oci-archive:FILE`, or the name of either) or else a registry reference.
 * Throws PortsideError: usage for what is no reference, incomplete for a layout that cannot be read and for what has no
 * manifests that could be signed. A registry is asked nothing yet.
 */
export async function openArtifact(
  target: string,
  options: RegistryOptions,
): Promise<OpenedArtifact> {
  const local = localPath(target);
  if (local !== undefined) return openLocal(local, /^oci(-archive)?:/.test(target));
  const parsed = parseReference(target.replace(/^(?:docker|registry):(?:\/\/)?/, ''));
  return {
    name: formatReference(parsed),
    source: openRegistry(parsed, options),
    // The digest decides where both are given, as everywhere.
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
  if (scheme === 'docker' || scheme === 'dir') throw unsigned(target);
  if (scheme !== undefined) return target.slice(scheme.length + 1);
  const { path } = splitFile(target);
  return existsSync(isFolder(path) ? join(path, 'index.json') : path) ? target : undefined;
}

async function openLocal(target: string, isLayout: boolean): Promise<OpenedArtifact> {
  const { path, reference } = splitLayout(target);
  const [{ layoutSource }, { archiveFiles, folderFiles }] = await Promise.all([
    import('./layout.js'),
    import('./layout-files.js'),
  ]);
  const files = existsSync(path) && !isFolder(path) ? await archiveFiles(path) : folderFiles(path);
  // An archive that is Docker's too could show that reader one image, and us another with its signature.
  if (files.file('manifest.json') && !isLayout) throw unsigned(target);
  return { name: target, source: layoutSource(files, path), reference };
}

function splitLayout(target: string): { path: string; reference: string } {
  const { path, wanted = '' } = splitFile(target);
  const at = wanted.indexOf('@');
  const digest = wanted.slice(at + 1);
  if (at >= 0 && isDigest(digest)) return { path, reference: digest };
  return { path, reference: wanted === '' ? 'latest' : wanted };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What an engine or `docker save` keeps is not what was or will be pushed, so that nobody can have signed it. */
function unsigned(target: string): PortsideError {
  return new PortsideError(
    'PSE4500',
    `Cannot verify ${target}: it has no manifest, which is what signatures are of`,
    'Verify the image that was pushed, or an OCI archive or layout of it',
  );
}
