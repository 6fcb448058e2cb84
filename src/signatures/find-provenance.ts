import type { ArtifactSource } from '../image/artifacts.js';
import { PortsideError, reason } from '../lib/errors.js';
import { attestationCandidates } from './attestation-candidates.js';
import { proveSigner } from './check-signature.js';
import { findSignature } from './find-signature.js';
import { attestationManifests, imagesOf, readStatements } from './formats/buildkit.js';
import type { Candidate } from './formats/candidate.js';
import type { ProvenanceOptions } from './options.js';
import type { Evidence, Rejected, Unreadable } from './outcome.js';
import { type Assessment, assessBuilder, GITHUB_ISSUER } from './provenance/builders.js';
import { compareFacts } from './provenance/expectations.js';
import { isProvenance, readFacts } from './provenance/facts.js';
import type { Signer } from './signer-policy.js';
import { isAbout, readStatement, type Statement } from './statement.js';
import { VerificationError } from './verification-error.js';

/** Provenance that holds, and what its builder is worth. */
interface Proven {
  readonly evidence: Evidence;
  readonly assessment: Assessment;
}

interface ProvenanceOutcome {
  readonly proven?: Proven;
  readonly refused: readonly Rejected[];
  readonly unread: readonly Unreadable[];
}

/**
 * Looks for provenance of any of the digests that holds and says what is expected: cosign's attestations, bundles
 * among the referrers, then BuildKit's, where what holds it is signed.
 * Throws PortsideError when the source cannot be read.
 */
export async function findProvenance(
  source: ArtifactSource,
  digests: readonly [string, ...string[]],
  options: ProvenanceOptions,
): Promise<ProvenanceOutcome> {
  const refused: Rejected[] = [];
  const unread: Unreadable[] = [];
  for await (const { place, check } of attempts(source, digests, options)) {
    try {
      const proven = await check();
      if (proven) return { proven, refused, unread };
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      if (error instanceof VerificationError) refused.push({ place, refusal: error });
      else unread.push({ place, reason: reason(error) });
    }
  }
  return { refused, unread };
}

interface Attempt {
  readonly place: string;
  check(): Promise<Proven | undefined>;
}

async function* attempts(
  source: ArtifactSource,
  digests: readonly [string, ...string[]],
  options: ProvenanceOptions,
): AsyncGenerator<Attempt> {
  for await (const candidate of attestationCandidates(source, digests, options.github))
    yield { place: candidate.place, check: () => checkCandidate(candidate, options) };
  const place = 'the attestation manifests of the index';
  yield { place, check: () => checkBuildKit(source, digests, options) };
}

/** What a signed attestation proves; nothing when it is no provenance. Throws Refusal. */
async function checkCandidate(
  { digest, place, load }: Candidate,
  options: ProvenanceOptions,
): Promise<Proven | undefined> {
  for (const signed of await load()) {
    if (signed.content.kind !== 'envelope') continue;
    const statement = readStatement(signed.content);
    if (!isProvenance(statement.predicateType)) continue;
    const signer = await proveSigner(signed, withSigners(options));
    return {
      evidence: { digest, place, signer, predicateType: statement.predicateType },
      assessment: assess(statement, digest, signer, options),
    };
  }
  return undefined;
}

/**
 * What BuildKit's own provenance proves: the statements are not signed, so the manifest that holds them must be.
 * Of an index every image needs it, or the one of the platform that is asked for. Throws Refusal.
 */
async function checkBuildKit(
  source: ArtifactSource,
  [digest, platform]: readonly [string, ...string[]],
  options: ProvenanceOptions,
): Promise<Proven | undefined> {
  const index = await source.manifest(digest);
  if (!index?.manifests) return undefined;
  const said = attestationManifests(index);
  if (said.length === 0) return undefined;
  let lowest: Proven | undefined;
  for (const image of imagesOf(index)) {
    if (platform !== undefined && image.digest !== platform) continue;
    const manifest = said.find((one) => one.image === image.digest);
    if (!manifest) throw new VerificationError('unsigned', `there is none for ${image.digest}`);
    const proven = await checkManifest(source, manifest.digest, image.digest, options);
    if (!lowest || proven.assessment.level < lowest.assessment.level) lowest = proven;
  }
  return lowest && { ...lowest, evidence: { ...lowest.evidence, digest: platform ?? digest } };
}

async function checkManifest(
  source: ArtifactSource,
  manifest: string,
  image: string,
  options: ProvenanceOptions,
): Promise<Proven> {
  const { good, refused, unread } = await findSignature(source, [manifest], withSigners(options));
  if (!good) {
    if (unread[0]) throw new PortsideError('PSE7500', `${unread[0].place}: ${unread[0].reason}`);
    throw (
      refused[0]?.refusal ??
      new VerificationError('unsigned', 'BuildKit’s own is not signed, so it proves nothing')
    );
  }
  const [statement] = await readStatements(source, { digest: manifest, image }, isProvenance);
  if (!statement) throw new VerificationError('bad', `${manifest} holds no provenance`);
  const { signer } = good;
  const assessment = assess(statement, image, signer, options);
  return { evidence: { ...good, predicateType: statement.predicateType }, assessment };
}

/** Where nobody is named, any workflow may have signed: the builder is looked at next. */
function withSigners(options: ProvenanceOptions): ProvenanceOptions {
  return options.signedBy.length > 0 ? options : { ...options, signedBy: ANY_WORKFLOW };
}

const ANY_WORKFLOW = [
  { kind: 'identity', subject: 'https://github.com/**', issuer: GITHUB_ISSUER },
] as const;

/** What a proven signer's statement is worth: is it about this image, who built it, what does it say. Throws Refusal. */
function assess(
  statement: Statement,
  digest: string,
  signer: Signer,
  options: ProvenanceOptions,
): Assessment {
  if (!isAbout(statement, digest))
    throw new VerificationError('bad', 'it is about another image', signer);
  const facts = readFacts(statement);
  const { provenance, denySelfHosted, signedBy } = options;
  const assessment = assessBuilder(signer, facts, provenance.builder, signedBy.length > 0);
  compareFacts(facts, signer, provenance);
  const { level, limit } = assessment;
  const wanted = provenance.level ?? 0;
  if (level < wanted)
    throw new VerificationError(
      'claims',
      `it supports SLSA build level ${level}, not ${wanted}: ${limit}`,
      signer,
    );
  const runner = signer.claims?.runner;
  if (denySelfHosted && runner !== 'github-hosted')
    throw new VerificationError(
      'claims',
      `its build ran on a runner that is ${runner ?? 'unknown'}`,
      signer,
    );
  return assessment;
}
