import type { Host } from '../../core/host.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { isLocal, openArtifact } from '../../image/artifacts/open.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { parsePublicKey } from '../../signatures/keys.js';
import type { BlobTarget, ImageTarget, VerifyOptions } from '../../signatures/options.js';
import type { SignerPolicy } from '../../signatures/signer-policy.js';
import { githubStore, readInputFile, trustedRoot } from './authorities.js';
import { registryOptions } from './registry-options.js';

/** Verifies what the user named, as the options of `verify` say. Throws PortsideError (usage). */
export async function verifyTarget(
  target: string,
  settings: Options,
  host: Host,
): Promise<Inspection> {
  const { bundle, provenance, annotations, denySelfHosted } = settings.trust;
  const signedBy = await authorities(settings);
  const root = await trustedRoot(settings.trust.trustedRoot, settings, host);
  const options: VerifyOptions = { signedBy, annotations, ...root };
  if (bundle !== undefined) {
    const { verifyBlob } = await import('../../signatures/verify-blob.js');
    return verifyBlob(blobTarget(target), await readInputFile(bundle, 'bundle'), options);
  }
  const image = await openTarget(target, settings, host);
  if (!provenance) {
    const { verifyImage } = await import('../../signatures/verify-image.js');
    return verifyImage(image, options);
  }
  const { verifyProvenance } = await import('../../signatures/verify-provenance.js');
  const store = githubStore(settings, provenance.source);
  return verifyProvenance(image, { ...options, ...store, provenance, denySelfHosted });
}

/** The check of a target that could not be made, and why. */
export function notChecked(target: string, why: string): Inspection {
  return { ...EMPTY_INSPECTION, incomplete: [{ check: 'trust', target, reason: why }] };
}

/** Throws PortsideError (incomplete) for a registry when no connection may be opened. */
export async function openTarget(
  target: string,
  options: Options,
  host: Host,
): Promise<ImageTarget> {
  if (options.offline && !isLocal(target))
    throw new PortsideError(
      'PSE2504',
      `Cannot verify ${target}: signatures are in its registry, and --offline opens no connection`,
      'Verify a saved layout, oci:FOLDER, or leave --offline out',
    );
  const opened = await openArtifact(target, await registryOptions(options, host, target));
  return { ...opened, ...(options.platform ? { platform: options.platform } : {}) };
}

function blobTarget(target: string): BlobTarget {
  return /^sha(256|384|512):[0-9a-f]+$/.test(target)
    ? { kind: 'digest', digest: target }
    : { kind: 'file', path: target };
}

/** Who must have signed. Provenance may leave it open: then only trusted builders count. */
async function authorities(options: Options): Promise<SignerPolicy[]> {
  const { trust } = options;
  const { key, certificateIdentity: subject, certificateOidcIssuer: issuer } = trust;
  if (key !== undefined) {
    const { readKey } = await import('./key-source.js');
    return [{ kind: 'key', key: parsePublicKey(await readKey(key, options)) }];
  }
  if (subject !== undefined && issuer !== undefined) return [{ kind: 'identity', subject, issuer }];
  if (trust.provenance && subject === undefined && issuer === undefined) return [];
  throw new PortsideError(
    'PSE2006',
    'portside verify needs to know who must have signed',
    'Give --key FILE, --certificate-identity and --certificate-oidc-issuer, or --policy FILE',
  );
}
