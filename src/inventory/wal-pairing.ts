import type { LayerFile } from '../image/image.js';

/**
 * Databases and their journals as the layers bring them, in either order: what is installed is told by the two
 * together (a write-ahead log that was never merged), so each is kept until the other's last version has come.
 */
export interface WalPairing {
  /** Takes a database; the journal that lies beside it, if one has come. */
  database(file: LayerFile): LayerFile | undefined;
  /** Takes a journal of the database at `path`; that database, if it has come. */
  journal(file: LayerFile, path: string): LayerFile | undefined;
}

/** A larger database is not kept for a journal that may come. */
const LIMIT = 64 * 1024 * 1024;

export function createWalPairing(): WalPairing {
  const databases = new Map<string, LayerFile>();
  const journals = new Map<string, LayerFile>();
  return {
    database(file) {
      if (file.bytes.length <= LIMIT) databases.set(file.path, copyOf(file));
      return journals.get(file.path);
    },
    journal(file, path) {
      if (file.bytes.length <= LIMIT) journals.set(path, copyOf(file));
      return databases.get(path);
    },
  };
}

/** Bytes are lent for the time of a read only. */
function copyOf(file: LayerFile): LayerFile {
  return { ...file, bytes: Buffer.from(file.bytes) };
}
