/** What a supplier says about vulnerabilities in a product, of any format. */
export interface VexDocument {
  /** File name or other name, for messages. */
  readonly name: string;
  readonly statements: readonly VexStatement[];
}

export interface VexStatement {
  /** Every id of the vulnerability. */
  readonly ids: readonly string[];
  /** Only these two suppress; others are kept because a later one takes an earlier one back. */
  readonly status: VexStatus;
  /** The format's own word: `vulnerable_code_not_in_execute_path`, and the supplier's sentence. */
  readonly justification: string | undefined;
  readonly products: readonly VexProduct[];
  /** ISO 8601; of two statements about one thing the later counts. */
  readonly timestamp: string;
}

export type VexStatus = 'not_affected' | 'fixed' | 'affected' | 'under_investigation';

/** A product by package URL, image digest or name; with `components` it is those parts of it. */
export interface VexProduct {
  readonly identifiers: readonly string[];
  readonly components: readonly string[];
}
