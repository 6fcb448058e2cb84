/** A file of a release of a package, as a lock file names it. */
export interface PackageRelease {
  readonly name: string;
  readonly version: string;
  /** The name of the file, where a release has several. */
  readonly file?: string | undefined;
  /** `sha512:<hex>` or `sha256:<hex>` of the file. */
  readonly digest: string;
}

/** Who built a release, from the certificate that signed its provenance. */
export interface ReleasePublisher {
  /** `https://github.com/acme/app` */
  readonly repository: string;
  /** The workflow without its Git ref: a release has a tag of its own. */
  readonly workflow: string;
  readonly issuer: string;
}

/** What a registry has about a release: provenance that is verified, provenance that proves nothing, or none. */
export type ReleaseProvenance =
  | { readonly kind: 'verified'; readonly publisher: ReleasePublisher }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'none' };
