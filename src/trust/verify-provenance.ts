import { PortsideError, reason } from '../findings/errors.js';
import type { Target } from '../findings/report.js';
import { proveSigner } from './check-signature.js';
import type { Candidate } from './layouts/candidate.js';
import { cosignAttestations } from './layouts/cosign-attestations.js';
import { referrerCandidates } from './layouts/referrers.js';
import type { ImageTarget, ProvenanceOptions } from './options.js';
import {
  type Evidence,
  incomplete,
  listRefused,
  type Refused,
  refusedBy,
  trustFinding,
  type Unread,
  type Verification,
  verified,
} from './outcome.js';
import { type Assessment, assessBuilder, GITHUB_ISSUER } from './provenance/builders.js';
import { checkExpectations, compareFacts } from './provenance/expectations.js';
import { isProvenance, readFacts } from './provenance/facts.js';
import { Refusal } from './refusal.js';
import { resolveImage } from './resolve.js';
import { badSignature, noProvenance, provenanceMismatch, untrustedBuilder } from './rules.js';
import type { Signed } from './signed.js';
import { isAbout, readStatement } from './statement.js';

/**
 * Verifies that a trusted builder made the image from the expected source: resolve, find attestations, and of each
 * provenance prove the signer, that it is about this image, who the builder is, and what it says it built.
 * No provenance, or none that holds, is a finding; what could not be read is *incomplete*.
 * Throws PortsideError (usage) for expectations that cannot be met, or that would let anybody's provenance pass.
 */
export async function verifyProvenance(
  target: ImageTarget,
  options: ProvenanceOptions,
): Promise<Verification> {
  checkOptions(options);
  const image = { kind: 'image', name: target.name } as const;
  try {
    const digests = await resolveImage(target);
    return await conclude(target, { ...image, digest: digests[0] }, digests, options);
  } catch (error) {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return incomplete(image, reason(error));
  }
}

function checkOptions({ provenance, signedBy }: ProvenanceOptions): void {
  checkExpectations(provenance);
  if (provenance.source === undefined && signedBy.length === 0)
    throw new PortsideError(
      'usage',
      'Provenance from any source at all proves nothing: everybody can have some made',
      'Say which source is expected, or who must have signed',
    );
}

async function conclude(
  target: ImageTarget,
  image: Target,
  digests: readonly string[],
  options: ProvenanceOptions,
): Promise<Verification> {
  const refused: Refused[] = [];
  const unread: Unread[] = [];
  for await (const candidate of findAttestations(target, digests)) {
    const { place } = candidate;
    try {
      const found = await check(candidate, options);
      if (found) return withLevel(verified(image, found.evidence), image, found.assessment);
    } catch (error) {
      if (error instanceof PortsideError && error.kind === 'usage') throw error;
      if (error instanceof Refusal) refused.push({ place, refusal: error });
      else unread.push({ place, reason: reason(error) });
    }
  }
  const [first] = unread;
  return first
    ? incomplete(image, `${first.place}: ${first.reason}`)
    : refusedBy(image, provenanceFinding(image, refused));
}

async function* findAttestations(
  { source }: ImageTarget,
  digests: readonly string[],
): AsyncGenerator<Candidate> {
  for (const digest of digests) yield* await cosignAttestations(source, digest);
  for (const digest of digests) yield* referrerCandidates(source, digest);
}

interface Proven {
  readonly evidence: Evidence;
  readonly assessment: Assessment;
}

async function check(
  { digest, place, load }: Candidate,
  options: ProvenanceOptions,
): Promise<Proven | undefined> {
  for (const signed of await load()) {
    const proven = await checkProvenance(signed, digest, place, options);
    if (proven) return proven;
  }
  return undefined;
}

/** What one attestation proves; nothing when it is no provenance. Throws Refusal. */
async function checkProvenance(
  signed: Signed,
  digest: string,
  place: string,
  options: ProvenanceOptions,
): Promise<Proven | undefined> {
  if (signed.content.kind !== 'envelope') return undefined;
  const statement = readStatement(signed.content);
  const { predicateType } = statement;
  if (!isProvenance(predicateType)) return undefined;
  const named = options.signedBy.length > 0;
  const signer = await proveSigner(
    signed,
    named ? options : { ...options, signedBy: ANY_WORKFLOW },
  );
  if (!isAbout(statement, digest)) throw new Refusal('bad', 'it is about another image', signer);
  const facts = readFacts(statement);
  const assessment = assessBuilder(signer, facts, options.provenance.builder, named);
  compareFacts(facts, signer, options.provenance);
  checkLevel(assessment, options);
  if (options.denySelfHosted && signer.claims?.runner !== 'github-hosted')
    throw new Refusal(
      'claims',
      `its build ran on a runner that is ${signer.claims?.runner ?? 'unknown'}`,
      signer,
    );
  return { evidence: { digest, place, signer, predicateType }, assessment };
}

/** Whoever it is: the builder is looked at next. */
const ANY_WORKFLOW = [
  { kind: 'identity', subject: 'https://github.com/**', issuer: GITHUB_ISSUER },
] as const;

function checkLevel({ level, limit }: Assessment, { provenance }: ProvenanceOptions): void {
  const wanted = provenance.level ?? 0;
  if (level < wanted)
    throw new Refusal('claims', `it supports SLSA build level ${level}, not ${wanted}: ${limit}`);
}

function withLevel(
  verification: Verification,
  image: Target,
  assessment: Assessment,
): Verification {
  const { builder, level, limit } = assessment;
  const why = limit === undefined ? '' : `, not higher because ${limit}`;
  const message = `${image.name} was built by ${builder}: SLSA build level ${level}${why}.`;
  return {
    ...verification,
    notes: [...verification.notes, { check: 'trust', target: image.name, message }],
  };
}

function provenanceFinding(image: Target, refused: readonly Refused[]) {
  const [kind, rule] = (
    [
      ['claims', provenanceMismatch],
      ['signer', untrustedBuilder],
      ['bad', badSignature],
    ] as const
  ).find(([one]) => refused.some(({ refusal }) => refusal.kind === one)) ?? [
    undefined,
    noProvenance,
  ];
  const telling = refused.find(({ refusal }) => refusal.kind === kind);
  const message = telling
    ? `The provenance of ${image.name} does not count: ${telling.refusal.message} (${telling.place}).`
    : `${image.name} has no signed provenance.`;
  return trustFinding(image, rule, message, { refused: listRefused(refused) });
}
