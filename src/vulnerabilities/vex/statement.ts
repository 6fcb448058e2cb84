/** The statements of a VEX document, independent of its format. */
export interface VexDocument {
  /** The file name or another name, for messages. */
  readonly name: string;
  readonly statements: readonly VexStatement[];
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

/** Something that identifies the product, but not for us: a list of versions, a value of the wrong type. */
export const UNREADABLE: VexIdentifier = { kind: 'unreadable', value: '' };
