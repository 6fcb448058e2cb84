import { sha256 } from '../lib/hash.js';
import {
  familiarName,
  isImagePath,
  qualify,
  splitReference,
  withoutPathSource,
  withoutSource,
} from './reference.js';

/**
 * 32 hex digits that identify a finding over time: made from its rule, package, image name and path, never from digests,
 * tags, versions or line numbers, so that an alert in code scanning survives a rebuild. Equal parts give equal
 * fingerprints; `disambiguateFingerprints` makes repeated ones distinct.
 */
export function fingerprint(...parts: readonly (string | undefined)[]): string {
  // The length before each part keeps different lists of parts apart.
  const text = parts.map((part) => (part === undefined ? '-' : `${part.length}:${part}`)).join('');
  return sha256(text).slice(0, 32);
}

/**
 * The image's repository without tag and digest, the same in any spelling and from any source: `docker.io/library/debian:12`
 * gives `debian`, `registry:5000/app:1@sha256:…` gives `registry:5000/app`. For a file or folder, its path: `oci-archive:./image.tar` gives `image.tar`.
 */
export function imageName(reference: string): string {
  if (!isImagePath(reference)) {
    const parts = splitReference(withoutSource(reference));
    return parts.name.includes('$') ? parts.name : familiarName(qualify(parts));
  }
  const path = withoutPathSource(withoutSource(reference)).replace(/^(?:\.\/+)+/, '');
  return splitReference(path).name;
}

/** The findings, with a counter in each repeated fingerprint, in order of appearance. */
export function disambiguateFingerprints<F extends { readonly fingerprint: string }>(
  findings: readonly F[],
): F[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const n = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, n);
    return n === 1
      ? finding
      : { ...finding, fingerprint: fingerprint(finding.fingerprint, String(n)) };
  });
}
