import type { Host } from '../core/host.js';
import { requirementGlob } from '../core/image-glob.js';
import { incompleteInspection } from '../core/incomplete-inspection.js';
import { EMPTY_INSPECTION, type Inspection, mergeInspections } from '../core/report.js';
import { openArtifact } from '../image/artifacts/open.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { Options } from '../options/options.js';
import type { CheckContext } from '../policy/check-context.js';
import type {
  PolicyCondition,
  ProvenanceRequirement,
  RequiredSigner,
  TrustRequirement,
} from '../policy/policy.js';
import { type AskedByRegistry, optionsForReference } from '../registry/registry-options.js';
import { insideRepository } from '../repository/inside-repository.js';
import {
  type AskedByAuthorities,
  githubStore,
  keySignerPolicy,
  trustedRoot,
} from './authorities.js';
import type { Condition } from './condition.js';
import type { AttestationOptions, ImageTarget, VerifyOptions } from './options.js';
import { repositoryClaim, type SignerPolicy } from './signer-policy.js';
import type { Verification } from './verification.js';
import { type AskedByVerification, openTarget } from './verify-target.js';

/** One requirement of the policy for an image, with its files read. */
export interface Requirement {
  readonly options: VerifyOptions;
  readonly provenance?: ProvenanceRequirement;
  readonly attestations: readonly AttestationOptions[];
}

/**
 * The requirements of the policy for an image name, with or without its scheme. Throws PortsideError (usage) for keys and
 * trusted roots that cannot be used, before any request to a registry.
 */
export async function requirementsOf(
  name: string,
  context: CheckContext<AskedByAuthorities>,
): Promise<readonly Requirement[]> {
  const { root, policy, options } = context;
  const required = policy.trust.filter(({ images }) => requirementGlob(images)(name));
  return Promise.all(
    required.map(async (requirement) => {
      const { provenance, attestations = [] } = requirement;
      const text = await requiredRoot(requirement, context);
      const common = {
        ...githubStore(options, provenance?.source),
        ...text,
        ...signatureOptions(requirement),
      };
      return {
        options: {
          signedBy: await requiredSigners(root, requirement.signedBy),
          requiredSigners: requirement.requiredSigners,
          ...common,
        },
        ...(provenance ? { provenance } : {}),
        attestations: await Promise.all(
          attestations.map(async ({ type: predicateType, signedBy, condition }) => ({
            ...common,
            predicateType,
            signedBy: await requiredSigners(root, signedBy),
            ...compiled(condition),
          })),
        ),
      };
    }),
  );
}

/** A condition with its compiled expression, which every policy has after it is loaded. */
function compiled(condition: PolicyCondition | undefined): { condition?: Condition } {
  if (!condition) return {};
  const { text, holds } = condition;
  if (!holds) throw new Error(`the condition ${text} was not compiled`);
  return { condition: { text, holds } };
}

/** What a requirement asks of each signature, whoever the signer is. */
export function signatureOptions({
  log,
  signedIdentity,
}: TrustRequirement): Pick<VerifyOptions, 'log' | 'signedIdentity'> {
  return {
    ...(log === undefined ? {} : { log }),
    ...(signedIdentity === undefined ? {} : { signedIdentity }),
  };
}

/** The trusted root that a requirement names, else the result of `trustedRoot`. */
export async function requiredRoot(
  { trustedRoot: file, trustedRootText: text }: TrustRequirement,
  { root, options, host }: Pick<CheckContext<AskedByAuthorities>, 'root' | 'options' | 'host'>,
): Promise<Pick<VerifyOptions, 'trustedRoot'>> {
  const inside = file === undefined ? undefined : insideRepository(root, file, 'a trusted root');
  return trustedRoot(inside, options, host, text);
}

/** The accepted signers of a requirement; none if it only requires provenance or attestations. */
export async function requiredSigners(
  root: string,
  signedBy: readonly RequiredSigner[],
): Promise<readonly SignerPolicy[]> {
  return Promise.all(
    signedBy.map((signer) =>
      'key' in signer
        ? keySignerPolicy(insideRepository(root, signer.key, 'a key'), signer.pem)
        : requiredIdentity(signer),
    ),
  );
}

function requiredIdentity({
  issuer,
  subject,
  repository,
  ref,
  trigger: event,
  runnerEnvironment: runner,
}: Exclude<RequiredSigner, { readonly key: string }>): SignerPolicy {
  const claims = {
    ...(repository === undefined ? {} : { repository: repositoryClaim(repository) }),
    ...(ref === undefined ? {} : { ref }),
    ...(event === undefined ? {} : { event }),
    ...(runner === undefined ? {} : { runner }),
  };
  return { kind: 'identity', issuer, subject, claims };
}

/** An image to verify, with the digests that were scanned. */
export interface RequiredTarget {
  readonly name: string;
  readonly reference: string;
  /** The digest that the name resolved to; it is verified even if the tag has moved since. */
  readonly root: string;
  /** The digest of the image that was selected from an index. */
  readonly image?: string | undefined;
}

/** Opens the image to verify. Throws PortsideError (incomplete). */
export async function openRequiredTarget(
  { name, reference, root, image }: RequiredTarget,
  options: Pick<Options, AskedByVerification>,
  host: Host,
): Promise<ImageTarget> {
  const target = await openTarget(reference, options, host);
  return { ...target, name, reference: root, ...(image === undefined ? {} : { image }) };
}

/** Verifies an image against each requirement; all must hold. Never throws for the content of a registry. */
export async function verifyRequired(
  target: ImageTarget,
  requirements: readonly Requirement[],
): Promise<Inspection> {
  const verified: Inspection[] = [];
  for (const requirement of requirements) {
    const { options } = requirement;
    if (options.signedBy.length > 0) {
      const { verifyImage } = await import('./verify.js');
      verified.push(await verifyImage(target, options));
    }
    verified.push(...(await verifyRequiredStatements(target, requirement)));
  }
  const all = mergeInspections(verified);
  const [first] = all.targets;
  // Each verification has the image as a target: merged into one.
  return first ? { ...all, targets: [Object.assign({ ...first }, ...all.targets)] } : all;
}

/** Verifies the provenance and the attestations of a requirement. */
export async function verifyRequiredStatements(
  target: ImageTarget,
  { options, provenance, attestations }: Requirement,
): Promise<readonly Inspection[]> {
  const verified: Inspection[] = [];
  if (provenance) verified.push(await verifyRequiredProvenance(target, options, provenance));
  for (const attestation of attestations) {
    const { verifyAttestation } = await import('./verify.js');
    verified.push(await verifyAttestation(target, attestation));
  }
  return verified;
}

/** Verifies provenance that a trusted builder signed, else provenance that the required signers of the image signed. */
async function verifyRequiredProvenance(
  target: ImageTarget,
  options: VerifyOptions,
  { condition, ...provenance }: ProvenanceRequirement,
): Promise<Verification> {
  const { verifyProvenance } = await import('./verify.js');
  const ask = (signedBy: readonly SignerPolicy[]) =>
    verifyProvenance(target, {
      ...options,
      ...compiled(condition),
      signedBy,
      requiredSigners: 1,
      provenance,
    });
  const { signedBy } = options;
  if (provenance.source === undefined) return ask(signedBy);
  const byBuilder = await ask([]);
  // One signer alone is not enough where several are required.
  const byOne = signedBy.length > 0 && (options.requiredSigners ?? 1) === 1;
  return byBuilder.verified.length > 0 || !byOne ? byBuilder : ask(signedBy);
}

/**
 * Reports a tag that no longer points to the digest that was checked. Nothing for a reference without a tag; a registry
 * that does not answer makes the check incomplete.
 */
export async function inspectDrift(
  reference: string,
  checked: string,
  { options, host }: Pick<CheckContext<AskedByRegistry>, 'options' | 'host'>,
): Promise<Inspection> {
  try {
    const opened = await openArtifact(
      reference,
      await optionsForReference(options, host, reference),
    );
    if (opened.reference.includes(':')) return EMPTY_INSPECTION;
    const { checkDrift } = await import('./verify.js');
    const finding = await checkDrift(opened.name, opened.source, opened.reference, checked);
    return { ...EMPTY_INSPECTION, findings: finding ? [finding] : [] };
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    const why = `it is not known whether its tag moved during the run: ${reason(error)}`;
    return incompleteInspection('trust', [reference], why);
  }
}
