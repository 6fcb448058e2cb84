import { reason } from '../lib/errors.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import { attestationCandidates } from './attestation-candidates.js';
import type { SignatureCandidate } from './candidate.js';
import { isProvenance } from './find-provenance.js';
import { attestationManifests, storedStatements } from './formats/buildkit.js';
import type { ImageTarget, VerifyOptions } from './options.js';
import { resolveDigests } from './resolve-digests.js';
import { hasSubject, parseStatement, readStatement, type Statement } from './statement.js';

/** Provenance of an image as it is stored. Nothing in it is verified. */
export interface StoredProvenance {
  readonly place: string;
  readonly predicateType: string;
  /** The bundle, the DSSE envelope, or BuildKit's statement. */
  readonly content: Uint8Array;
  readonly statement: Statement;
}

export interface ProvenanceCopies {
  readonly found: readonly StoredProvenance[];
  /** What could not be read, and what was left out. */
  readonly problems: readonly string[];
}

const MAX_COPIES = 50;
const MAX_BYTES = 64 << 20;

/**
 * All SLSA provenance that is stored with an image and about it: signed, and BuildKit's own. An attestation of another
 * kind is not provenance. Throws PortsideError if the image or the list of its attestations cannot be read.
 */
export async function storedProvenance(
  target: ImageTarget,
  { github }: Pick<VerifyOptions, 'github'>,
): Promise<ProvenanceCopies> {
  const found: StoredProvenance[] = [];
  const problems: string[] = [];
  const digests = await resolveDigests(target);
  const collect = async (place: string, read: () => Promise<readonly StoredProvenance[]>) => {
    const used = found.reduce((bytes, { content }) => bytes + content.length, 0);
    if (found.length >= MAX_COPIES || used > MAX_BYTES) return false;
    try {
      found.push(...(await read()));
    } catch (error) {
      problems.push(`the attestation at ${place} could not be read: ${reason(error)}`);
    }
    return true;
  };
  for await (const candidate of attestationCandidates(target.source, digests, github))
    if (!(await collect(candidate.place, () => ofCandidate(candidate)))) {
      problems.push(`more than ${MAX_COPIES} files or ${MAX_BYTES >> 20} MiB were left out`);
      return { found, problems };
    }
  const place = 'the attestation manifests of the index';
  await collect(place, () => ofBuildKit(target.source, digests));
  return { found, problems };
}

async function ofCandidate({
  place,
  digest,
  load,
}: SignatureCandidate): Promise<StoredProvenance[]> {
  const copies = (await load()).flatMap(({ content, bundle }): StoredProvenance[] => {
    if (content.kind !== 'envelope') return [];
    const stored = bundle ?? content.raw;
    const statement = readStatement(content);
    return stored ? ofStatement(place, digest, statement, stored) : [];
  });
  // An envelope with several signatures is one file.
  return copies.slice(0, 1);
}

async function ofBuildKit(
  source: ArtifactSource,
  digests: readonly [string, ...string[]],
): Promise<StoredProvenance[]> {
  const [digest, platform] = digests;
  const index = await source.manifest(digest);
  const manifests = index?.manifests ? attestationManifests(index) : [];
  const found: StoredProvenance[] = [];
  for (const manifest of manifests.slice(0, MAX_COPIES)) {
    if (platform !== undefined && manifest.image !== platform) continue;
    for (const content of await storedStatements(source, manifest, isProvenance)) {
      const place = `attestation manifest ${manifest.digest}`;
      found.push(...ofStatement(place, manifest.image, parseStatement(content), content));
    }
  }
  return found;
}

function ofStatement(
  place: string,
  digest: string,
  statement: Statement,
  content: Uint8Array,
): StoredProvenance[] {
  const { predicateType } = statement;
  if (!isProvenance(predicateType) || !hasSubject(statement, digest)) return [];
  return [{ place, predicateType, content, statement }];
}
