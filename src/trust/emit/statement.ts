/** An in-toto statement to be signed by somebody else: `cosign attest`, actions/attest. */
export interface UnsignedStatement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly {
    readonly name: string;
    readonly digest: Readonly<Record<string, string>>;
  }[];
  readonly predicateType: string;
  readonly predicate: Readonly<Record<string, unknown>>;
}

/** What a statement is about: a name and the digest that was checked, `sha256:…`. */
export interface StatementSubject {
  readonly name: string;
  readonly digest: string;
}

/** Who checked. */
export interface Checker {
  /** An address that names the verifier; what consumers compare. */
  readonly id: string;
  /** Portside's version. */
  readonly version: string;
}

export function unsignedStatement(
  { name, digest }: StatementSubject,
  predicateType: string,
  predicate: Readonly<Record<string, unknown>>,
): UnsignedStatement {
  const colon = digest.indexOf(':');
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { [digest.slice(0, colon)]: digest.slice(colon + 1) } }],
    predicateType,
    predicate,
  };
}
