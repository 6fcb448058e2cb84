import type { LayerFile } from '../image/image.js';

/**
 * Pairs databases with their write-ahead logs. Layers contain them in any order, and only both together show the
 * installed packages when the log was not merged. So the last version of each is kept until the other one comes.
 */
export interface WalPairing {
  /** Takes a database; returns its log, if one has come. */
  database(file: LayerFile): LayerFile | undefined;
  /** Takes the log of the database at `path`; returns the database, if it has come. */
  journal(file: LayerFile, path: string): LayerFile | undefined;
}

/** Larger files are not kept. */
const MAX_BYTES = 64 * 1024 * 1024;

export function createWalPairing(): WalPairing {
  const databases = new Map<string, LayerFile>();
  const journals = new Map<string, LayerFile>();
  return {
    database(file) {
      if (file.bytes.length <= MAX_BYTES) databases.set(file.path, copyOf(file));
      return journals.get(file.path);
    },
    journal(file, path) {
      if (file.bytes.length <= MAX_BYTES) journals.set(path, copyOf(file));
      return databases.get(path);
    },
  };
}

/** The bytes of a file are valid only while it is read. */
function copyOf(file: LayerFile): LayerFile {
  return { ...file, bytes: Buffer.from(file.bytes) };
}
