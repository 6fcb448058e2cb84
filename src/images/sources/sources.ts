import { archiveFile } from './archive-file.js';
import { directoryImage } from './directory.js';
import type { ImageSource } from './source.js';

/** In the order in which a reference without scheme is tried. */
export const SOURCES: readonly ImageSource[] = [
  { scheme: 'docker-archive', open: (request) => archiveFile(request, 'docker-archive') },
  {
    scheme: 'dir',
    open: async ({ reference, limits }) => directoryImage(reference, limits),
  },
];
