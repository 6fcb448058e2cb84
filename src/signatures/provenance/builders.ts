import type { Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import { withScheme } from './fields.js';

/** The issuer of the identities of GitHub's workflows. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** SLSA build level, 0 to 3. */
export type BuildLevel = 0 | 1 | 2 | 3;

/** The builder, and the SLSA build level that its identity supports. */
export interface BuilderAssessment {
  readonly builder: string;
  readonly level: BuildLevel;
  /** Why the level is not 3. */
  readonly limit?: string;
}

/** A reusable workflow whose caller cannot influence the build, or at least not the attestation. */
interface IsolatedBuilder {
  readonly workflow: string;
  /** Its provenance has the builder id that is in the certificate. */
  readonly hasOwnBuilderId: boolean;
  /** The Git refs of its released versions. */
  readonly released: RegExp;
  /** The user may name another ref or a commit: the builder is then accepted at exactly this one. */
  readonly acceptsNamedRef: boolean;
  readonly source: string;
}

const ISOLATED_BUILDERS: readonly IsolatedBuilder[] = [
  {
    workflow:
      'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml',
    hasOwnBuilderId: true,
    released: /^refs\/tags\/v\d+\.\d+\.\d+$/,
    acceptsNamedRef: false,
    source: 'github.com/slsa-framework/slsa-github-generator, "Referencing SLSA builders"',
  },
  ...['build.yml', 'bake.yml'].map((file) => ({
    workflow: `https://github.com/docker/github-builder/.github/workflows/${file}`,
    hasOwnBuilderId: false,
    // The README uses v1 throughout, a tag that Docker moves with each release.
    released: /^refs\/tags\/v\d+(?:\.\d+\.\d+)?$/,
    acceptsNamedRef: true,
    source: 'github.com/docker/github-builder, README',
  })),
];

/** The build type and builder id that GitHub's attestation action writes. */
const GITHUB_BUILD_TYPE = 'https://actions.github.io/buildtypes/workflow/v1';
const GITHUB_RUNNER = 'https://github.com/actions/runner/';

/**
 * Decides whether the builder is trusted, and the build level that it supports. A builder is trusted when the user names
 * it, when it is a released version of an isolated builder, or when a workflow of the source repository used GitHub's
 * attestation action. A signer that is not a build platform has level 1 at most. Throws VerificationError: wrong-signer for other builders, mismatch when the provenance has
 * another builder id than its certificate.
 * Source: slsa.dev/spec/v1.0/levels, and verifying-artifacts, step 1.
 */
export function assessBuilder(
  signer: Signer,
  facts: BuildFacts,
  wanted: string | undefined,
  hasSignerPolicy: boolean,
): BuilderAssessment {
  if (signer.issuer === undefined) return assessKeySigner(facts, wanted);
  const { name } = signer;
  if (wanted !== undefined && !isBuilder(name, wanted))
    throw new VerificationError('wrong-signer', `builder is ${name}, expected ${wanted}`, signer);
  const { workflow, ref } = splitBuilder(name);
  const isolated = ISOLATED_BUILDERS.find(
    (one) => one.workflow === workflow && signer.issuer === GITHUB_ISSUER,
  );
  if (isolated) {
    if (!isAcceptedRef(isolated, ref, wanted)) throw unreleased(isolated, signer);
    if (isolated.hasOwnBuilderId && facts.builder !== name)
      throw new VerificationError(
        'mismatch',
        `provenance builder id is ${facts.builder.slice(0, 200)}, expected ${name}`,
        signer,
      );
    return withRunner(signer, { builder: name, level: 3 });
  }
  if (wanted !== undefined || hasSignerPolicy || isOwnWorkflow(signer, facts))
    return isBuildPlatform(signer)
      ? withRunner(signer, {
          builder: name,
          level: 2,
          limit: 'the build is not isolated from the signing, no reusable builder workflow made it',
        })
      : { builder: name, level: 1, limit: `${name} signed it, which is not a build platform` };
  throw new VerificationError('wrong-signer', `builder ${name} is not trusted`, signer);
}

/**
 * Whether the builder is the wanted one: `workflow`, `workflow@v1.2.3`, `workflow@refs/tags/v1.2.3` or `workflow@COMMIT`,
 * with or without `https://`.
 */
export function isBuilder(name: string, wanted: string): boolean {
  const [actual, expected] = [splitBuilder(name), splitBuilder(withScheme(wanted))];
  if (actual.workflow !== expected.workflow) return false;
  const { ref } = expected;
  return ref === undefined || actual.ref === ref || actual.ref === `refs/tags/${ref}`;
}

function assessKeySigner(facts: BuildFacts, wanted: string | undefined): BuilderAssessment {
  if (wanted !== undefined && !isBuilder(facts.builder, wanted))
    throw new VerificationError(
      'mismatch',
      `provenance builder id is ${facts.builder.slice(0, 200)}, expected ${wanted}`,
    );
  return {
    builder: facts.builder,
    level: 1,
    limit: 'a key signed it, so the builder id is only a claim',
  };
}

/** Whether a workflow of the source repository used GitHub's attestation action. */
function isOwnWorkflow(signer: Signer, facts: BuildFacts): boolean {
  return (
    signer.issuer === GITHUB_ISSUER &&
    facts.buildType === GITHUB_BUILD_TYPE &&
    facts.source !== undefined &&
    signer.name.startsWith(`${facts.source}/.github/workflows/`) &&
    (facts.builder === signer.name || facts.builder.startsWith(GITHUB_RUNNER))
  );
}

/** SLSA requires a hosted build platform for level 2 and above. */
function withRunner(signer: Signer, assessment: BuilderAssessment): BuilderAssessment {
  return signer.claims?.runner === 'self-hosted'
    ? { builder: assessment.builder, level: 1, limit: 'the build ran on a self-hosted runner' }
    : assessment;
}

function splitBuilder(name: string): { workflow: string; ref?: string } {
  const at = name.lastIndexOf('@');
  return at < 0 ? { workflow: name } : { workflow: name.slice(0, at), ref: name.slice(at + 1) };
}

/** Whether the builder is at a released version, or at the ref that the user names. A branch can point to any code later. */
function isAcceptedRef(
  { released, acceptsNamedRef }: IsolatedBuilder,
  ref: string | undefined,
  wanted: string | undefined,
): boolean {
  if (ref === undefined) return false;
  // `wanted` was compared before: a ref in it is that of the certificate.
  const isNamed = wanted !== undefined && splitBuilder(wanted).ref !== undefined;
  return released.test(ref) || (acceptsNamedRef && isNamed);
}

function unreleased({ acceptsNamedRef }: IsolatedBuilder, signer: Signer): VerificationError {
  const advice = acceptsNamedRef ? '; if you trust it, name the builder with this version' : '';
  return new VerificationError(
    'wrong-signer',
    `builder ${signer.name} is not a released version${advice}`,
    signer,
  );
}

/**
 * Whether a build platform signed. Fulcio writes claims about a build only into the certificates of platforms, and not
 * into those of persons and service accounts, which have an e-mail address or a URL of their own as the subject.
 */
function isBuildPlatform({ name, claims = {} }: Signer): boolean {
  return name.startsWith('https://') && Object.keys(claims).length > 0;
}
