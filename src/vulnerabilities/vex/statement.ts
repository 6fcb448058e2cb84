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

/** A product by package URL, image digest or name; with `components`, only those components of it. */
export interface VexProduct {
  readonly identifiers: readonly string[];
  readonly components: readonly string[];
}
