import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { PortsideError, reason } from '../../lib/errors.js';

/** A trusted root, and what its instance of Sigstore gives to every signature. */
export interface SigstoreRoot extends TrustMaterial {
  /** The instance has a transparency log, so a signature without an entry is rejected. */
  readonly hasLog: boolean;
  /** The instance has a certificate transparency log, so a certificate without its timestamp is rejected. */
  readonly hasCtLog: boolean;
}

/**
 * Loads a trusted root from JSON, or several from JSON lines (as `gh attestation trusted-root` prints them). A
 * signature must be valid under one of them alone: their authorities and logs are never combined. An authority or a log without a start date is left out, since it would be trusted for all time. A log that
 * is left out is still required, so its signatures are rejected.
 * Throws PortsideError (usage) when the text is not a trusted root.
 * Source: sigstore/protobuf-specs sigstore_trustroot.proto, "valid_for … start MUST be set".
 */
export function loadTrustedRoots(text: string): readonly SigstoreRoot[] {
  const cached = cache.get(text);
  if (cached) return cached;
  if (text.length > MAX_ROOT_SIZE) throw unusable(`it has over ${MAX_ROOT_SIZE} bytes`);
  const roots = splitDocuments(text).map(parseRoot);
  cache.set(text, roots);
  return roots;
}

/** When the newest authority or log of a trusted root started, in milliseconds. Throws PortsideError as loadTrustedRoots(). */
export function newestStart(text: string): number {
  const starts = loadTrustedRoots(text).flatMap((root) =>
    [root.tlogs, root.ctlogs, root.certificateAuthorities, root.timestampAuthorities]
      .flat()
      .map(({ validFor }) => validFor.start.getTime()),
  );
  return Math.max(...starts);
}

const MAX_ROOT_SIZE = 4 << 20;
/** Unbounded: a run uses a few trusted roots only. */
const cache = new Map<string, readonly SigstoreRoot[]>();

/** The JSON documents in the text: one, or one per line. */
function splitDocuments(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 &&
    lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'))
    ? lines
    : [text];
}

function parseRoot(text: string): SigstoreRoot {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(text));
    if (
      !/^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.\d|\.v0\.\d\+json)$/.test(
        root.mediaType,
      )
    )
      throw new Error(`its media type is "${root.mediaType}"`);
    const usable = toTrustMaterial({
      ...root,
      tlogs: root.tlogs.filter((log) => log.publicKey?.validFor?.start),
      ctlogs: root.ctlogs.filter((log) => log.publicKey?.validFor?.start),
      certificateAuthorities: root.certificateAuthorities.filter((ca) => ca.validFor?.start),
      timestampAuthorities: root.timestampAuthorities.filter((ca) => ca.validFor?.start),
    });
    return { ...usable, hasLog: root.tlogs.length > 0, hasCtLog: root.ctlogs.length > 0 };
  } catch (error) {
    throw unusable(reason(error));
  }
}

function unusable(why: string): PortsideError {
  return new PortsideError(
    'PSE7002',
    `Cannot use the trusted root: ${why}`,
    'Give a Sigstore trusted root, such as the output of gh attestation trusted-root',
  );
}
