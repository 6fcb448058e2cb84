import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortsideError, reason } from '../findings/errors.js';
import { type Inspection, join as joinInspections, NOTHING } from '../findings/report.js';
import type { Host } from '../host.js';
import { type OpenedArtifact, openArtifact } from '../images/registry/open.js';
import type { TrustRequirement } from '../policy/policy.js';
import { insideRepository } from '../policy-file.js';
import type { Settings } from '../settings/settings.js';
import type { Authority } from '../trust/authority.js';
import { parsePublicKey } from '../trust/keys.js';
import type { BlobTarget, ImageTarget, VerifyOptions } from '../trust/options.js';
import { verifyImage } from '../trust/verify.js';
import { verifyBlob } from '../trust/verify-blob.js';
import { verifyProvenance } from '../trust/verify-provenance.js';
import { registryOptions } from './registry.js';

/** Verifies what the user named, as the options of `verify` say. Throws PortsideError (usage). */
export async function verifyTarget(
  target: string,
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const { bundle, provenance, annotations, denySelfHosted } = settings.trust;
  const signedBy = await authorities(settings);
  const root = await trustedRoot(signedBy, settings, host);
  const options: VerifyOptions = {
    signedBy,
    annotations,
    ...(root === undefined ? {} : { trustedRoot: root }),
  };
  if (bundle !== undefined)
    return verifyBlob(blobTarget(target), await readNamed(bundle, 'bundle'), options);
  const image = await openTarget(target, settings, host);
  if (!provenance) return verifyImage(image, options);
  return verifyProvenance(image, { ...options, provenance, denySelfHosted });
}

/** Milliseconds to wait for today's trusted root; then the embedded one does. */
const PATIENCE = 5_000;

/**
 * The trusted root that the user named; else today's, where certificates have to be judged and the network may be
 * asked; else undefined, for the embedded one.
 */
async function trustedRoot(
  signedBy: readonly Authority[],
  settings: Settings,
  host: Host,
): Promise<string | undefined> {
  const named = settings.trust.trustedRoot;
  if (named !== undefined) return (await readNamed(named, 'trusted root')).toString();
  const { cacheFolder } = settings.environment;
  const keysOnly = signedBy.length > 0 && signedBy.every(({ kind }) => kind === 'key');
  if (settings.offline || keysOnly || cacheFolder === undefined) return undefined;
  const { refreshTrustedRoot } = await import('../trust/sigstore/refresh.js');
  const cache = join(cacheFolder, 'sigstore');
  const { root, stale } = await refreshTrustedRoot({ cache, timeout: PATIENCE });
  if (stale !== undefined) host.info(`Sigstore's trusted root is the embedded one: ${stale}`);
  return root;
}

/** Verifies an image against what a policy requires of it: each requirement must hold. */
export async function verifyRequired(
  root: string,
  image: string,
  required: readonly TrustRequirement[],
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const target = await openTarget(image, settings, host);
  const verified: Inspection[] = [];
  for (const requirement of required)
    verified.push(await verifyImage(target, { signedBy: [await authorityOf(root, requirement)] }));
  return joinInspections(verified);
}

/** The signature check of an image that could not be made, and why. */
export function notChecked(image: string, why: string): Inspection {
  return { ...NOTHING, incomplete: [{ check: 'trust', target: image, reason: why }] };
}

async function openTarget(target: string, settings: Settings, host: Host): Promise<ImageTarget> {
  const local = target.startsWith('oci:');
  if (settings.offline && !local)
    throw new PortsideError(
      'incomplete',
      `Cannot verify ${target}: signatures are in its registry, and --offline opens no connection`,
      'Verify a saved layout, oci:FOLDER, or leave --offline out',
    );
  const opened: OpenedArtifact = await openArtifact(
    target,
    await registryOptions(settings, host, target),
  );
  return { ...opened, ...(settings.platform ? { platform: settings.platform } : {}) };
}

function blobTarget(target: string): BlobTarget {
  return /^sha(256|384|512):[0-9a-f]+$/.test(target)
    ? { kind: 'digest', digest: target }
    : { kind: 'file', path: target };
}

/** Who must have signed. Provenance may leave it open: then only trusted builders count. */
async function authorities({ trust }: Settings): Promise<Authority[]> {
  const { key, certificateIdentity: subject, certificateOidcIssuer: issuer } = trust;
  if (key !== undefined) return [await keyAuthority(key)];
  if (subject !== undefined && issuer !== undefined) return [{ kind: 'identity', subject, issuer }];
  if (trust.provenance && subject === undefined && issuer === undefined) return [];
  throw new PortsideError(
    'usage',
    'portside verify needs to know who must have signed',
    'Give --key FILE, or --certificate-identity and --certificate-oidc-issuer',
  );
}

async function authorityOf(root: string, requirement: TrustRequirement): Promise<Authority> {
  if (requirement.key !== undefined)
    return keyAuthority(insideRepository(root, requirement.key, 'a key'));
  return { kind: 'identity', subject: requirement.subject ?? '', issuer: requirement.issuer ?? '' };
}

async function keyAuthority(file: string): Promise<Authority> {
  return { kind: 'key', key: parsePublicKey((await readNamed(file, 'key')).toString()) };
}

async function readNamed(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new PortsideError(
      'usage',
      `Cannot read the ${what} ${file}: ${reason(error)}`,
      'Check the path',
      error,
    );
  }
}
