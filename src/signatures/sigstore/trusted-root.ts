import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { PortsideError, reason } from '../../lib/errors.js';
import { PUBLIC_GOOD_ROOT } from './public-good-root.js';

/**
 * What certificates, log entries and timestamps are checked against: a trusted root's JSON, several of them one a line
 * (as `gh attestation trusted-root` prints them), or Sigstore's public instance. Each is a world of its own: a
 * signature must hold in one of them. An authority or log without the date from which it is to be trusted is left
 * out: an absent date would mean "always". Throws PortsideError (usage) when the text is no trusted root.
 * Source: sigstore/protobuf-specs sigstore_trustroot.proto, "valid_for … start MUST be set".
 */
export function loadTrustedRoots(text: string = PUBLIC_GOOD_ROOT): readonly TrustMaterial[] {
  const known = loaded.get(text);
  if (known) return known;
  if (text.length > LARGEST_ROOT) throw unusable(`it is over ${LARGEST_ROOT} bytes`);
  const materials = documents(text).map(parse);
  loaded.set(text, materials);
  return materials;
}

const LARGEST_ROOT = 4 << 20;
/** A run knows a handful of roots at most. */
const loaded = new Map<string, readonly TrustMaterial[]>();

/** The JSON documents in the text: one, or one a line. */
function documents(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 &&
    lines.every((line) => line.startsWith('{') && line.trimEnd().endsWith('}'))
    ? lines
    : [text];
}

function parse(text: string): TrustMaterial {
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
  return new PortsideError('PSE7000', `Cannot use the trusted root: ${why}`);
}
