import type { Signer } from '../signer-policy.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';

/** The issuer of the identities of GitHub's workflows. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** SLSA build level, 0 to 3. */
export type BuildLevel = 0 | 1 | 2 | 3;

/** What the builder's identity allows to say. */
export interface Assessment {
  readonly builder: string;
  readonly level: BuildLevel;
  /** Why the level is not 3. */
  readonly limit?: string;
}

/** A reusable workflow that builds, or at least attests, out of reach of its caller. */
interface IsolatedBuilder {
  readonly workflow: string;
  /** Its builds name it as the certificate does. */
  readonly namesItself: boolean;
  readonly source: string;
}

const ISOLATED: readonly IsolatedBuilder[] = [
  {
    workflow:
      'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml',
    namesItself: true,
    source: 'github.com/slsa-framework/slsa-github-generator, "Container"',
  },
  ...['build.yml', 'bake.yml'].map((file) => ({
    workflow: `https://github.com/docker/github-builder/.github/workflows/${file}`,
    namesItself: false,
    source: 'github.com/docker/github-builder, README',
  })),
];

/** What GitHub's own attestation action writes. */
const GITHUB_BUILD_TYPE = 'https://actions.github.io/buildtypes/workflow/v1';
const GITHUB_RUNNER = 'https://github.com/actions/runner/';

/**
 * Who built, and how far that can be trusted. A builder is trusted when the user names it, when it is one of the
 * isolated ones at a released version, or when GitHub's attestation action ran in the source repository's own
 * workflow. Throws Refusal: signer for any other, claims when the provenance names another builder than its signer.
 * Source: slsa.dev/spec/v1.0/levels, and verifying-artifacts, step 1.
 */
export function assessBuilder(
  signer: Signer,
  facts: BuildFacts,
  wanted: string | undefined,
  namedSigner: boolean,
): Assessment {
  if (signer.issuer === undefined) return byKey(facts, wanted);
  const { name } = signer;
  if (wanted !== undefined && !isBuilder(name, wanted))
    throw new VerificationError(
      'signer',
      `it was made by the builder ${name}, not ${wanted}`,
      signer,
    );
  const { workflow, ref } = splitBuilder(name);
  const isolated = ISOLATED.find(
    (one) => one.workflow === workflow && signer.issuer === GITHUB_ISSUER,
  );
  if (isolated) {
    if (!isRelease(ref))
      throw new VerificationError(
        'signer',
        `its builder ${name} is not a released version`,
        signer,
      );
    if (isolated.namesItself && facts.builder !== name)
      throw new VerificationError(
        'claims',
        `its provenance names the builder ${facts.builder.slice(0, 200)}`,
        signer,
      );
    return withRunner(signer, { builder: name, level: 3 });
  }
  const limit = 'the build could reach what signs it: no isolated, reusable workflow made it';
  const own = isOwnWorkflow(signer, facts);
  if (wanted !== undefined || namedSigner || own)
    return withRunner(signer, { builder: name, level: 2, limit });
  throw new VerificationError('signer', `its builder ${name} is not trusted`, signer);
}

/** Whether the builder is the one wanted: `workflow`, `workflow@v1.2.3` or `workflow@refs/tags/v1.2.3`. */
export function isBuilder(name: string, wanted: string): boolean {
  const [is, want] = [splitBuilder(name), splitBuilder(wanted)];
  if (is.workflow !== want.workflow) return false;
  return want.ref === undefined || is.ref === want.ref || is.ref === `refs/tags/${want.ref}`;
}

function byKey(facts: BuildFacts, wanted: string | undefined): Assessment {
  if (wanted !== undefined && !isBuilder(facts.builder, wanted))
    throw new VerificationError(
      'claims',
      `its provenance names the builder ${facts.builder.slice(0, 200)}, not ${wanted}`,
    );
  return {
    builder: facts.builder,
    level: 1,
    limit: 'a key signed it, which anybody may hold: the builder is only claimed',
  };
}

/** A workflow of the repository that it says it built, through GitHub's action. */
function isOwnWorkflow(signer: Signer, facts: BuildFacts): boolean {
  return (
    signer.issuer === GITHUB_ISSUER &&
    facts.buildType === GITHUB_BUILD_TYPE &&
    facts.source !== undefined &&
    signer.name.startsWith(`${facts.source}/.github/workflows/`) &&
    (facts.builder === signer.name || facts.builder.startsWith(GITHUB_RUNNER))
  );
}

/** SLSA asks for a hosted platform from level 2 on. */
function withRunner(signer: Signer, assessment: Assessment): Assessment {
  return signer.claims?.runner === 'self-hosted'
    ? { builder: assessment.builder, level: 1, limit: 'it ran on a self-hosted runner' }
    : assessment;
}

function splitBuilder(name: string): { workflow: string; ref?: string } {
  const at = name.lastIndexOf('@');
  return at < 0 ? { workflow: name } : { workflow: name.slice(0, at), ref: name.slice(at + 1) };
}

/** `refs/tags/v1.2.3`: a branch or a floating tag can be moved under the builder's users. */
function isRelease(ref: string | undefined): boolean {
  return ref !== undefined && /^refs\/tags\/v\d+\.\d+\.\d+$/.test(ref);
}
