/** The facts about a build that provenance of any SLSA version contains. */
export interface BuildFacts {
  readonly buildType: string;
  /** The builder id. It is only a claim: the identity in the certificate, if there is one, is verified. */
  readonly builder: string;
  /** `https://github.com/acme/app` */
  readonly source?: string;
  /** `refs/heads/main`, `refs/tags/v1.2.3` */
  readonly ref?: string;
  /** The branch that was built; for a tag, its base branch if the event contains it: `refs/heads/main`. */
  readonly branch?: string;
  readonly commit?: string;
  /** The inputs of a `workflow_dispatch`; absent for other events. */
  readonly inputs?: ReadonlyMap<string, string>;
}
