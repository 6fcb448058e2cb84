import { collectChunks } from '../../lib/chunks.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import type { Descriptor, OciManifest } from '../../registry/manifest.js';
import { IN_TOTO, parseStatement, type Statement } from '../statement.js';
import { VerificationError } from '../verification-error.js';

/** A manifest in an image's index with BuildKit's attestations of one of its images. */
export interface AttestationManifest {
  readonly digest: string;
  /** The digest of the image that the attestations are about. */
  readonly image: string;
}

/**
 * The attestation manifests of an index. The attestations are not signed; some builders sign the manifest.
 * Source: BuildKit, docs/attestations/attestation-storage.md.
 */
export function attestationManifests(index: OciManifest): readonly AttestationManifest[] {
  return (index.manifests ?? []).flatMap((child) => {
    const image = child.annotations.get('vnd.docker.reference.digest');
    return isAttestationManifest(child) && image !== undefined
      ? [{ digest: child.digest, image }]
      : [];
  });
}

/** The image manifests of an index, without its attestation manifests. */
export function imageManifests(index: OciManifest): readonly Descriptor[] {
  return (index.manifests ?? []).filter((child) => !isAttestationManifest(child));
}

/**
 * The statements in an attestation manifest whose predicate type is wanted.
 * Throws VerificationError (invalid), PortsideError (incomplete).
 */
export async function readStatements(
  source: ArtifactSource,
  manifest: AttestationManifest,
  isWanted: (predicateType: string) => boolean,
): Promise<readonly Statement[]> {
  return (await storedStatements(source, manifest, isWanted)).map(parseStatement);
}

/** The same statements, as they are stored. */
export async function storedStatements(
  source: ArtifactSource,
  { digest }: AttestationManifest,
  isWanted: (predicateType: string) => boolean,
): Promise<readonly Uint8Array[]> {
  const manifest = await source.manifest(digest);
  const layers = (manifest?.layers ?? []).filter(
    (layer) => layer.mediaType === IN_TOTO && isWanted(layer.annotations.get(PREDICATE_TYPE) ?? ''),
  );
  const statements: Uint8Array[] = [];
  for (const layer of layers.slice(0, MAX_STATEMENTS)) {
    if (layer.size > MAX_STATEMENT_SIZE)
      throw new VerificationError(
        'invalid',
        `its statement has ${layer.size} bytes, the limit is ${MAX_STATEMENT_SIZE}`,
      );
    const name = `the statement ${layer.digest}`;
    statements.push(await collectChunks(source.blob(layer), MAX_STATEMENT_SIZE, name));
  }
  return statements;
}

const PREDICATE_TYPE = 'in-toto.io/predicate-type';
const MAX_STATEMENT_SIZE = 32 << 20;
const MAX_STATEMENTS = 16;

function isAttestationManifest(child: Descriptor): boolean {
  return child.annotations.get('vnd.docker.reference.type') === 'attestation-manifest';
}
