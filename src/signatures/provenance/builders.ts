import type { Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';

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
  readonly source: string;
}

const ISOLATED_BUILDERS: readonly IsolatedBuilder[] = [
  {
    workflow:
      'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml',
    hasOwnBuilderId: true,
    source: 'github.com/slsa-framework/slsa-github-generator, "Container"',
  },
  ...['build.yml', 'bake.yml'].map((file) => ({
    workflow: `https://github.com/docker/github-builder/.github/workflows/${file}`,
    hasOwnBuilderId: false,
    source: 'github.com/docker/github-builder, README',
  })),
];

/** The build type and builder id that GitHub's attestation action writes. */
const GITHUB_BUILD_TYPE = 'https://actions.github.io/buildtypes/workflow/v1';
const GITHUB_RUNNER = 'https://github.com/actions/runner/';

/**
 * Decides whether the builder is trusted, and the build level that it supports. A builder is trusted when the user names
 * it, when it is a released version of an isolated builder, or when a workflow of the source repository used GitHub's
 * attestation action. Throws VerificationError: wrong-signer for other builders, mismatch when the provenance has
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
    if (!isRelease(ref))
      throw new VerificationError(
        'wrong-signer',
        `builder ${name} is not a released version`,
        signer,
      );
    if (isolated.hasOwnBuilderId && facts.builder !== name)
      throw new VerificationError(
        'mismatch',
        `provenance builder id is ${facts.builder.slice(0, 200)}, expected ${name}`,
        signer,
      );
    return withRunner(signer, { builder: name, level: 3 });
  }
  if (wanted !== undefined || hasSignerPolicy || isOwnWorkflow(signer, facts))
    return withRunner(signer, {
      builder: name,
      level: 2,
      limit: 'the build is not isolated from the signing, no reusable builder workflow made it',
    });
  throw new VerificationError('wrong-signer', `builder ${name} is not trusted`, signer);
}

/** Whether the builder is the wanted one: `workflow`, `workflow@v1.2.3` or `workflow@refs/tags/v1.2.3`. */
export function isBuilder(name: string, wanted: string): boolean {
  const [actual, expected] = [splitBuilder(name), splitBuilder(wanted)];
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

/** `refs/tags/v1.2.3`: a branch or a floating tag can later point to other code. */
function isRelease(ref: string | undefined): boolean {
  return ref !== undefined && /^refs\/tags\/v\d+\.\d+\.\d+$/.test(ref);
}
