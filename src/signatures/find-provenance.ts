import { PortsideError, reason } from '../lib/errors.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import { attestationCandidates } from './attestation-candidates.js';
import type { SignatureCandidate } from './candidate.js';
import { checkCondition } from './condition.js';
import { findSignature } from './find-signature.js';
import { firstVerified } from './first-verified.js';
import { attestationManifests, imageManifests, readStatements } from './formats/buildkit.js';
import type { ProvenanceOptions } from './options.js';
import { assessBuilder, type BuilderAssessment, GITHUB_ISSUER } from './provenance/builders.js';
import { compareFacts } from './provenance/expectations.js';
import { readSlsa1, SLSA_1 } from './provenance/slsa-1.js';
import { readSlsa02, SLSA_02 } from './provenance/slsa-02.js';
import type { Signer } from './signer-policy.js';
import { hasSubject, readStatement, type Statement } from './statement.js';
import type { RejectedSignature, UnreadableSignature, VerifiedSignature } from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifySigner } from './verify-signer.js';

/** Provenance that meets the expectations, and how far its builder can be trusted. */
interface VerifiedProvenance {
  readonly attestation: VerifiedSignature;
  readonly builder: BuilderAssessment;
}

interface ProvenanceSearch {
  readonly verified?: VerifiedProvenance;
  readonly rejected: readonly RejectedSignature[];
  readonly unreadable: readonly UnreadableSignature[];
}

/**
 * Looks for provenance of any of the digests that meets the expectations: signed attestations first, then BuildKit's
 * own, if the manifest that holds it is signed. Throws PortsideError when the source cannot be read.
 */
export async function findProvenance(
  source: ArtifactSource,
  digests: readonly [string, ...string[]],
  options: ProvenanceOptions,
): Promise<ProvenanceSearch> {
  const rejected: RejectedSignature[] = [];
  const unreadable: UnreadableSignature[] = [];
  for await (const { place, verify } of attempts(source, digests, options)) {
    try {
      const verified = await verify();
      if (verified) return { verified, rejected, unreadable };
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      if (error instanceof VerificationError) rejected.push({ place, error });
      else unreadable.push({ place, reason: reason(error) });
    }
  }
  return { rejected, unreadable };
}

interface Attempt {
  readonly place: string;
  /** Undefined when there is no provenance at this place. */
  verify(): Promise<VerifiedProvenance | undefined>;
}

async function* attempts(
  source: ArtifactSource,
  digests: readonly [string, ...string[]],
  options: ProvenanceOptions,
): AsyncGenerator<Attempt> {
  for await (const candidate of attestationCandidates(source, digests, options.github))
    yield { place: candidate.place, verify: () => verifyCandidate(candidate, options) };
  const place = 'the attestation manifests of the index';
  yield { place, verify: () => verifyBuildKit(source, digests, options) };
}

/** Verifies a signed attestation; undefined when it is not provenance. Throws VerificationError. */
async function verifyCandidate(
  { digest, place, load }: SignatureCandidate,
  options: ProvenanceOptions,
): Promise<VerifiedProvenance | undefined> {
  return firstVerified(await load(), async (signature) => {
    if (signature.content.kind !== 'envelope') return undefined;
    const statement = readStatement(signature.content);
    const { predicateType } = statement;
    if (!isProvenance(predicateType)) return undefined;
    const signer = await verifySigner(signature, withSigners(options));
    return {
      attestation: { digest, place, signer, predicateType },
      builder: assessStatement(statement, digest, signer, options),
    };
  });
}

/**
 * Verifies BuildKit's own provenance. Its statements are not signed, so the manifest that holds them must be.
 * Every image of an index needs provenance, or only the one for the requested platform. Throws VerificationError.
 */
async function verifyBuildKit(
  source: ArtifactSource,
  [digest, platform]: readonly [string, ...string[]],
  options: ProvenanceOptions,
): Promise<VerifiedProvenance | undefined> {
  const index = await source.manifest(digest);
  if (!index?.manifests) return undefined;
  const attestations = attestationManifests(index);
  if (attestations.length === 0) return undefined;
  let lowest: VerifiedProvenance | undefined;
  for (const image of imageManifests(index)) {
    if (platform !== undefined && image.digest !== platform) continue;
    const manifest = attestations.find((one) => one.image === image.digest);
    if (!manifest) throw new VerificationError('unsigned', `${image.digest} has no provenance`);
    const verified = await verifyManifest(source, manifest.digest, image.digest, options);
    if (!lowest || verified.builder.level < lowest.builder.level) lowest = verified;
  }
  return (
    lowest && { ...lowest, attestation: { ...lowest.attestation, digest: platform ?? digest } }
  );
}

async function verifyManifest(
  source: ArtifactSource,
  manifest: string,
  image: string,
  options: ProvenanceOptions,
): Promise<VerifiedProvenance> {
  // The manifest has no name of its own that its signature could repeat.
  const { signedIdentity: _, ...own } = withSigners(options);
  const search = await findSignature(source, [manifest], own);
  const { verified, rejected, unreadable } = search;
  if (!verified) {
    const [first] = unreadable;
    if (first)
      throw new PortsideError(
        'PSE7505',
        `Cannot read the signature of the attestation manifest ${manifest}: ${first.place}: ${first.reason}`,
      );
    throw (
      rejected[0]?.error ?? new VerificationError('unsigned', 'BuildKit’s provenance is not signed')
    );
  }
  const [statement] = await readStatements(source, { digest: manifest, image }, isProvenance);
  if (!statement) throw new VerificationError('invalid', `${manifest} has no provenance`);
  return {
    attestation: { ...verified, predicateType: statement.predicateType },
    builder: assessStatement(statement, image, verified.signer, options),
  };
}

/** Without a signer policy, any workflow may have signed: assessBuilder decides whether it is a trusted builder. */
function withSigners(options: ProvenanceOptions): ProvenanceOptions {
  return options.signedBy.length > 0 ? options : { ...options, signedBy: ANY_WORKFLOW };
}

const ANY_WORKFLOW = [
  { kind: 'identity', subject: 'https://github.com/**', issuer: GITHUB_ISSUER },
] as const;

/** Whether statements with a predicate type are SLSA provenance of a version that is read. */
export function isProvenance(predicateType: string): boolean {
  return predicateType === SLSA_02 || predicateType === SLSA_1;
}

/** Checks provenance by a verified signer: its subject, its builder and its content. Throws VerificationError. */
function assessStatement(
  statement: Statement,
  digest: string,
  signer: Signer,
  options: ProvenanceOptions,
): BuilderAssessment {
  if (!hasSubject(statement, digest))
    throw new VerificationError('invalid', 'its subject is another image', signer);
  const { predicateType, predicate } = statement;
  // The annotation of a layer can name another predicate type than the statement in it.
  if (!isProvenance(predicateType))
    throw new VerificationError(
      'invalid',
      `its predicate type ${predicateType.slice(0, 80)} is not provenance`,
      signer,
    );
  const facts = predicateType === SLSA_1 ? readSlsa1(predicate) : readSlsa02(predicate);
  const { provenance, denySelfHosted, signedBy } = options;
  const assessment = assessBuilder(signer, facts, provenance.builder, signedBy.length > 0);
  compareFacts(facts, signer, provenance);
  const { level, limit } = assessment;
  const required = provenance.level ?? 0;
  if (level < required)
    throw new VerificationError(
      'mismatch',
      `SLSA build level is ${level}, expected ${required}: ${limit}`,
      signer,
    );
  const runner = signer.claims?.runner;
  if (denySelfHosted && runner !== 'github-hosted')
    throw new VerificationError(
      'mismatch',
      `the build ran on a runner of kind ${runner ?? 'unknown'}, expected github-hosted`,
      signer,
    );
  checkCondition(options.condition, { predicate, signer, build: { facts, assessment } });
  return assessment;
}
