/** A format of files that build or start containers, and that no rule reads. */
export type FileFormat = FormatFacts & (ByData | ByText);

interface FormatFacts {
  /** The standard term for such a file: `Amazon ECS task definition`. It is the target of the row in the coverage. */
  readonly kind: string;
  /** The page that defines the format. */
  readonly source: string;
  /** Which files are opened. The name alone says nothing. */
  readonly path: RegExp;
  /**
   * All of them are in the beginning of each such file, or one of each list, so that no other file is parsed.
   */
  readonly words: readonly (string | readonly string[])[];
  /** The name of a file that is in the same folder or in one above: it makes a folder of code a project. */
  readonly project?: string;
  /** Such files are about other things too: that a change touches one says little about containers. */
  readonly otherPurposes?: true;
  /** Files that are read as a manifest count as well: they have `apiVersion` and `kind`, and no rule is about them. */
  readonly inManifests?: true;
}

/** A format of JSON or YAML, recognized by its keys. */
interface ByData {
  /** Whether a document of the file starts a container. */
  readonly data: (document: unknown) => boolean;
  /** A file that cannot be parsed, because it is a template or too large, counts by its words and this name. */
  readonly usualName: RegExp;
}

/** Another format, recognized by its statements. The pattern takes linear time. */
interface ByText {
  readonly text: RegExp;
}

/** Files of JSON and YAML. */
export const DATA_FILE = /\.(?:jsonc?|ya?ml)$/i;

/** Files of YAML. */
export const YAML_FILE = /\.ya?ml$/i;
