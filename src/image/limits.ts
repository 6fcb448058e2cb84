import { PortsideError } from '../lib/errors.js';

/** What one image may cost. Passing a limit ends in an *incomplete* error that names it; nothing is cut in suppress. */
export interface Limits {
  /** Bytes that all compressed layers of an image may inflate to. */
  readonly inflatedBytes: number;
  /** Inflated over stored bytes of one layer, once it is past `ratioFrom` inflated bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Members of all layers together, and of an archive around them; files and folders that they name. */
  readonly entries: number;
  /** Layers of one image. */
  readonly layers: number;
  /** Bytes of a path or link target. Linux itself stops at 4,096. */
  readonly pathBytes: number;
  /** Characters of all distinct names, link targets and sparse maps together: what memory may grow by. */
  readonly nameCharacters: number;
  /** Bytes of a PAX header or GNU long name. */
  readonly extensionBytes: number;
  /** Bytes of one file's body handed to a reader. */
  readonly fileBytes: number;
  /** Bytes of a manifest, index or configuration. */
  readonly jsonBytes: number;
  /** Levels of nesting in one. */
  readonly jsonDepth: number;
  /** Manifests looked at while resolving an index, and how deep indexes may nest. */
  readonly manifests: number;
  readonly indexDepth: number;
  /** Bytes of a temporary file for bodies that wait for a lower layer, or are too large for memory. */
  readonly spillBytes: number;
  /** Bodies of compressed layers are read in parts from that file when they are larger than this. */
  readonly memoryBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  inflatedBytes: 64 * 2 ** 30,
  ratio: 300,
  ratioFrom: 2 ** 30,
  entries: 5_000_000,
  layers: 1_000,
  pathBytes: 16_384,
  nameCharacters: 256 * 2 ** 20,
  extensionBytes: 2 ** 20,
  fileBytes: 512 * 2 ** 20,
  jsonBytes: 16 * 2 ** 20,
  jsonDepth: 200,
  manifests: 1_000,
  indexDepth: 8,
  spillBytes: 4 * 2 ** 30,
  memoryBytes: 16 * 2 ** 20,
};

/** The error for outside data that is damaged or over a limit; `where` names the archive, layer or blob. */
export function damaged(
  where: string,
  why: string,
  advice?: string,
  cause?: unknown,
): PortsideError {
  return new PortsideError('PSE4500', `Cannot read ${where}: ${why}`, advice, cause);
}
