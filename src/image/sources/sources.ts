import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { archiveFile, findArchiveFile } from './archive-file.js';
import { daemonImage, findDaemonImage } from './daemon.js';
import { directoryImage } from './directory.js';
import { findOciFolder, isFolder, ociFolder } from './oci-folder.js';
import { findRegistryImage, registryImage } from './registry.js';
import type { ImageSource } from './source.js';

/** In the order in which they are tried for a reference without a prefix. */
export const SOURCES: readonly ImageSource[] = [
  {
    scheme: 'docker-archive',
    open: (request) => archiveFile(request, 'docker-archive'),
    find: findArchiveFile,
  },
  { scheme: 'oci-archive', open: (request) => archiveFile(request, 'oci-archive') },
  { scheme: 'oci', open: ociFolder, find: findOciFolder },
  {
    scheme: 'dir',
    open: async (request) => directoryImage(request),
    // A folder counts only when it looks like a root file system: `app` may be the name of an image in a registry.
    find: async (request) =>
      isFolder(request.reference) &&
      ROOT_MARKERS.some((marker) => existsSync(join(request.reference, marker)))
        ? directoryImage(request)
        : undefined,
  },
  { scheme: 'docker', open: daemonImage, find: findDaemonImage },
  { scheme: 'registry', open: registryImage, find: findRegistryImage },
];

/** A folder with one of these is a root file system. */
const ROOT_MARKERS = ['etc/os-release', 'usr/lib/os-release', 'var/lib/dpkg', 'lib/apk', 'bin'];
