/** What a provenance says about a build, whatever its version. */
export interface BuildFacts {
  readonly buildType: string;
  /** The builder's own name for itself; believe the certificate's where there is one. */
  readonly builder: string;
  /** `https://github.com/acme/app` */
  readonly source?: string;
  /** `refs/heads/main`, `refs/tags/v1.2.3` */
  readonly ref?: string;
  /** The branch that was built, or that the tag built was made from where the event tells: `refs/heads/main`. */
  readonly branch?: string;
  readonly commit?: string;
  /** Of a `workflow_dispatch`; absent for every other event. */
  readonly inputs?: ReadonlyMap<string, string>;
}
