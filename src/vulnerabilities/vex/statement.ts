import type { JsonPath } from '../../lib/json-line.js';
import { plainText } from '../../lib/text.js';

/** The statements of a VEX document, independent of its format. */
export interface VexDocument {
  /** The file name or another name, for messages. */
  readonly name: string;
  readonly statements: readonly VexStatement[];
  /** The statements that have no effect because they are not valid, with their places. */
  readonly problems: readonly string[];
}

/** What is read of the JSON of a document. */
export interface ReadStatements {
  readonly statements: readonly VexStatement[];
  readonly problems: readonly InvalidStatement[];
}

export interface InvalidStatement {
  /** Where it is in the document: `['statements', 3]`. */
  readonly path: JsonPath;
  /** Follows the place of the statement, and has no period. */
  readonly message: string;
}

export interface VexStatement {
  /** Every id of the vulnerability. */
  readonly ids: readonly string[];
  readonly status: VexStatus;
  /** The format's own justification, such as `vulnerable_code_not_in_execute_path`, and the supplier's explanation. */
  readonly justification: string | undefined;
  readonly products: readonly VexProduct[];
  /** ISO 8601; of two statements about the same thing the later one counts. */
  readonly timestamp: string;
}

/** `not_affected` and `fixed` suppress a finding. A later statement with another status revokes them. */
export type VexStatus = 'not_affected' | 'fixed' | 'affected' | 'under_investigation';

/** The statuses that suppress. */
export const SUPPRESSING: ReadonlySet<VexStatus> = new Set(['not_affected', 'fixed']);

/** A product by all that identifies it; with `components`, only those components of it. */
export interface VexProduct {
  readonly identifiers: VexIdentifiers;
  readonly components: readonly VexIdentifiers[];
}

/** What together identifies one product or component. */
export type VexIdentifiers = readonly VexIdentifier[];

/** Names, package URLs and hashes name a product. The other kinds only narrow it down. */
export interface VexIdentifier {
  /** A name may be a package URL or a digest. A label is text for people, which may have a version. */
  readonly kind:
    | 'name'
    | 'purl'
    | 'hash'
    | 'label'
    | 'cpe'
    | 'version'
    /** A range of versions: `vers:npm/>=1.0.0|<2.0.0`. */
    | 'range'
    /** The product has every version but this one, or but those of this range. */
    | 'not-version'
    | 'not-range'
    | 'architecture'
    | 'unreadable';
  /** Of a hash, `sha256:` and the digits. */
  readonly value: string;
  /** Package URLs that name the same product, with other qualifiers. */
  readonly others?: readonly string[];
}

/** A hash as digests of images are written: `sha256:` and lower-case digits. */
export function hashIdentifier(algorithm: unknown, digits: unknown): VexIdentifier {
  if (typeof algorithm !== 'string' || typeof digits !== 'string') return UNREADABLE;
  const name = algorithm.toLowerCase().replace(/^sha-(?=\d)/, 'sha');
  return { kind: 'hash', value: `${name}:${digits.toLowerCase()}` };
}

/** Something that identifies the product, but not for us: a value of the wrong type. */
export const UNREADABLE: VexIdentifier = { kind: 'unreadable', value: '' };

/** A statement that says `not_affected` and no reason. Source: OpenVEX 0.2.0; CSAF 2.0, 4.5. */
export function withoutReason(ids: readonly string[], path: JsonPath): InvalidStatement {
  const [id = ''] = ids;
  return { path, message: `${plainText(id, 40)} is not_affected without a justification` };
}

/** A status that the format does not have. */
export function unknownStatus(word: string, path: JsonPath): InvalidStatement {
  return { path, message: `"${plainText(word, 40)}" is not a status` };
}

/** The justification and the explanation in one text; undefined if both are missing or blank. */
export function joinReasons(reasons: readonly (string | undefined)[]): string | undefined {
  const parts = reasons.filter((one) => one !== undefined && one.trim() !== '');
  return parts.length === 0 ? undefined : plainText(parts.join(': '), 500);
}
