import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { archiveFile, findArchiveFile } from './archive-file.js';
import { daemonImage, findDaemonImage } from './daemon.js';
import { directoryImage } from './directory.js';
import { findOciFolder, isFolder, ociFolder } from './oci-folder.js';
import { findRegistryImage, registryImage } from './registry.js';
import type { ImageSource } from './source.js';

/** In the order in which a reference without scheme is tried. */
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
    open: async ({ reference, limits }) => directoryImage(reference, limits),
    // A folder is a root file system when it looks like one; `app` may as well be an image's name.
    find: async ({ reference, limits }) =>
      isFolder(reference) && ROOT_MARKS.some((mark) => existsSync(join(reference, mark)))
        ? directoryImage(reference, limits)
        : undefined,
  },
  { scheme: 'docker', open: daemonImage, find: findDaemonImage },
  { scheme: 'registry', open: registryImage, find: findRegistryImage },
];

const ROOT_MARKS = ['etc/os-release', 'usr/lib/os-release', 'var/lib/dpkg', 'lib/apk', 'bin'];
