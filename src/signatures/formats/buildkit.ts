import {
  type ArtifactSource,
  type Descriptor,
  type Manifest,
  readAll,
} from '../../image/artifacts.js';
import { IN_TOTO, parseStatement, type Statement } from '../statement.js';
import { VerificationError } from '../verification-error.js';

/** The manifest in an image's own index that holds what BuildKit says about one of its images. */
export interface AttestationManifest {
  readonly digest: string;
  /** The image that it is about. */
  readonly image: string;
}

/**
 * The attestation manifests of an index. They are not signed by themselves; some builders sign the manifest.
 * Source: BuildKit, docs/attestations/attestation-storage.md.
 */
export function attestationManifests(index: Manifest): readonly AttestationManifest[] {
  return (index.manifests ?? []).flatMap((child) => {
    const image = child.annotations.get('vnd.docker.reference.digest');
    return isAttestation(child) && image !== undefined ? [{ digest: child.digest, image }] : [];
  });
}

/** The images of an index, without what is only said about them. */
export function imagesOf(index: Manifest): readonly Descriptor[] {
  return (index.manifests ?? []).filter((child) => !isAttestation(child));
}

/** The statements of one predicate type in an attestation manifest. Throws Refusal (bad), PortsideError (incomplete). */
export async function readStatements(
  source: ArtifactSource,
  { digest }: AttestationManifest,
  wanted: (predicateType: string) => boolean,
): Promise<readonly Statement[]> {
  const manifest = await source.manifest(digest);
  const layers = (manifest?.layers ?? []).filter(
    (layer) => layer.mediaType === IN_TOTO && wanted(layer.annotations.get(PREDICATE_TYPE) ?? ''),
  );
  const statements: Statement[] = [];
  for (const layer of layers.slice(0, MOST_STATEMENTS)) {
    if (layer.size > LARGEST_STATEMENT)
      throw new VerificationError(
        'bad',
        `its statement of ${layer.size} bytes is over ${LARGEST_STATEMENT}`,
      );
    const where = `the statement ${layer.digest}`;
    statements.push(parseStatement(await readAll(source.blob(layer), LARGEST_STATEMENT, where)));
  }
  return statements;
}

const PREDICATE_TYPE = 'in-toto.io/predicate-type';
const LARGEST_STATEMENT = 32 << 20;
const MOST_STATEMENTS = 16;

function isAttestation(child: Descriptor): boolean {
  return child.annotations.get('vnd.docker.reference.type') === 'attestation-manifest';
}
