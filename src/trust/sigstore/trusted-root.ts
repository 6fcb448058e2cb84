import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { PortsideError, reason } from '../../findings/errors.js';
import { PUBLIC_GOOD_ROOT } from './public-good-root.js';

/**
 * What certificates, log entries and timestamps are checked against: a trusted root's JSON, or Sigstore's public
 * instance. An authority or log without the date from which it is to be trusted is left out: an absent date would
 * mean "always". Throws PortsideError (usage) when the text is not a trusted root.
 * Source: sigstore/protobuf-specs sigstore_trustroot.proto, "valid_for … start MUST be set".
 */
export function loadTrustedRoot(text: string = PUBLIC_GOOD_ROOT): TrustMaterial {
  const known = loaded.get(text);
  if (known) return known;
  const material = parse(text);
  loaded.set(text, material);
  return material;
}

const LARGEST_ROOT = 4 << 20;
/** A run knows a handful of roots at most. */
const loaded = new Map<string, TrustMaterial>();

function parse(text: string): TrustMaterial {
  if (text.length > LARGEST_ROOT) throw unusable(`it is over ${LARGEST_ROOT} bytes`);
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(text));
    if (
      !/^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.\d|\.v0\.\d\+json)$/.test(
        root.mediaType,
      )
    )
      throw new Error(`its media type is "${root.mediaType}"`);
    return toTrustMaterial({
      ...root,
      tlogs: root.tlogs.filter((log) => log.publicKey?.validFor?.start),
      ctlogs: root.ctlogs.filter((log) => log.publicKey?.validFor?.start),
      certificateAuthorities: root.certificateAuthorities.filter((ca) => ca.validFor?.start),
      timestampAuthorities: root.timestampAuthorities.filter((ca) => ca.validFor?.start),
    });
  } catch (error) {
    throw unusable(reason(error));
  }
}

function unusable(why: string): PortsideError {
  return new PortsideError('usage', `Cannot use the trusted root: ${why}`);
}
