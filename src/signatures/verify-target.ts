import type { Host } from '../core/host.js';
import type { Inspection } from '../core/report.js';
import { isLocal, openArtifact } from '../image/artifacts/open.js';
import { PortsideError } from '../lib/errors.js';
import type { Options } from '../options/options.js';
import { type AskedByRegistry, optionsForReference } from '../registry/registry-options.js';
import { type AskedByAuthorities, githubStore, readInputFile, trustedRoot } from './authorities.js';
import { DAMAGED_KEY, type PublicKey, parsePublicKey } from './keys.js';
import type { BlobTarget, ImageTarget, VerifyOptions } from './options.js';
import { type IdentitySignerPolicy, repositoryClaim, type SignerPolicy } from './signer-policy.js';

/** What opening an image to verify asks of the options. */
export type AskedByVerification = AskedByAuthorities | AskedByRegistry | 'platforms';

/** Verifies a target by the options of `verify`. Throws PortsideError (usage). */
export async function verifyTarget(
  target: string,
  settings: Pick<Options, AskedByVerification | 'trust'>,
  host: Host,
): Promise<Inspection> {
  const { bundle, provenance, annotations, denySelfHosted, log, signedIdentity } = settings.trust;
  const { attestationType: predicateType } = settings.trust;
  const signedBy = await authorities(settings);
  const root = await trustedRoot(settings.trust.trustedRoot, settings, host);
  const options: VerifyOptions = {
    signedBy,
    annotations,
    log,
    ...(signedIdentity === undefined ? {} : { signedIdentity }),
    ...root,
  };
  if (bundle !== undefined) {
    const { verifyBlob } = await import('./verify.js');
    return verifyBlob(blobTarget(target), await readInputFile(bundle, 'bundle'), {
      ...options,
      predicateType,
    });
  }
  const image = await openTarget(target, settings, host);
  if (predicateType !== undefined) {
    const { verifyAttestation } = await import('./verify.js');
    const store = githubStore(settings, undefined);
    return verifyAttestation(image, { ...options, ...store, predicateType });
  }
  if (!provenance) {
    const { verifyImage } = await import('./verify.js');
    return verifyImage(image, options);
  }
  const { verifyProvenance } = await import('./verify.js');
  const store = githubStore(settings, provenance.source);
  return verifyProvenance(image, { ...options, ...store, provenance, denySelfHosted });
}

/** Opens an image to verify. Throws PortsideError (incomplete) for a registry with --offline. */
export async function openTarget(
  target: string,
  options: Pick<Options, AskedByVerification>,
  host: Host,
): Promise<ImageTarget> {
  if (options.offline && !isLocal(target))
    throw new PortsideError(
      'PSE2504',
      `Cannot verify ${target}: its signatures are in a registry, and --offline is given`,
      'Verify a saved OCI layout (oci:FOLDER), or run without --offline',
    );
  const opened = await openArtifact(target, await optionsForReference(options, host, target));
  const [platform, ...others] = options.platforms;
  return { ...opened, ...(platform && others.length === 0 ? { platform } : {}) };
}

function blobTarget(target: string): BlobTarget {
  return /^sha(256|384|512):[0-9a-f]+$/.test(target)
    ? { kind: 'digest', digest: target }
    : { kind: 'file', path: target };
}

/**
 * The key in a PEM text. A damaged key is a usage error, except for a bundle: the conformance suite of Sigstore expects that
 * the bundle is rejected.
 */
function publicKey(pem: string, { bundle }: Options['trust']): PublicKey {
  try {
    return parsePublicKey(pem);
  } catch (error) {
    const isDamaged = error instanceof PortsideError && error.code === 'PSE7009';
    if (isDamaged && bundle !== undefined) return DAMAGED_KEY;
    throw error;
  }
}

/** The claims that the certificate of an identity must have. */
function requiredClaims(trust: Options['trust']): NonNullable<IdentitySignerPolicy['claims']> {
  const { workflowRepository, workflowRef: ref, workflowTrigger: event, denySelfHosted } = trust;
  return {
    ...(workflowRepository === undefined
      ? {}
      : { repository: repositoryClaim(workflowRepository) }),
    ...(ref === undefined ? {} : { ref }),
    ...(event === undefined ? {} : { event }),
    // With provenance, the build is compared, which may be by another signer.
    ...(denySelfHosted && !trust.provenance ? { runner: 'github-hosted' } : {}),
  };
}

/** The required signers. With provenance there may be none: then only trusted builders are accepted. */
async function authorities(
  options: Pick<Options, AskedByAuthorities | 'trust'>,
): Promise<SignerPolicy[]> {
  const { trust } = options;
  const { key, certificateIdentity: subject, certificateOidcIssuer: issuer } = trust;
  if (key !== undefined) {
    const { readKey } = await import('./key-source.js');
    return [{ kind: 'key', key: publicKey(await readKey(key, options), trust) }];
  }
  if (subject !== undefined && issuer !== undefined)
    return [{ kind: 'identity', subject, issuer, claims: requiredClaims(trust) }];
  if (trust.provenance && subject === undefined && issuer === undefined) return [];
  throw new PortsideError(
    'PSE2006',
    'portside verify needs a required signer',
    'Use --key FILE, --certificate-identity with --certificate-oidc-issuer, or --policy FILE',
  );
}
