/** How much one image may cost. Exceeding a limit is an *incomplete* error that names it: nothing is cut silently. */
export interface Limits {
  /** Bytes that all compressed layers of an image may inflate to. */
  readonly inflatedBytes: number;
  /** Inflated bytes per stored byte of one layer, checked once it has inflated to more than `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Members of all layers together, and members of an archive around them; also the files and folders that they name. */
  readonly entries: number;
  /** Layers of one image. */
  readonly layers: number;
  /** Bytes of a path or link target. Linux allows 4,096. */
  readonly pathBytes: number;
  /** Characters of all distinct names, link targets and sparse maps together, because they stay in memory. */
  readonly nameCharacters: number;
  /** Bytes of a PAX header or GNU long name. */
  readonly extensionBytes: number;
  /** Bytes of one file that a reader gets in full. */
  readonly fileBytes: number;
  /** Bytes of a manifest, index or configuration, and levels of nesting in it. */
  readonly jsonBytes: number;
  readonly jsonDepth: number;
  /** Manifests that are read to resolve an index, and levels of nested indexes. */
  readonly manifests: number;
  readonly indexDepth: number;
  /** Bytes of the temporary file for files that wait for a lower layer, or are too large for memory. */
  readonly overflowBytes: number;
  /** A file of a compressed layer that is larger than this is read in parts from the temporary file. */
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
  overflowBytes: 4 * 2 ** 30,
  memoryBytes: 16 * 2 ** 20,
};
