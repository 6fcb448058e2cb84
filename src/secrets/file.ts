import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { suppressed } from '../core/suppression.js';
import { lineStarts, rangeOf } from '../lib/lines.js';
import { secretFinding } from './finding.js';
import { isPackaged } from './paths.js';
import { type Budget, type Secret, searchText } from './search.js';

/** What a file of the repository holds. */
export interface FileSecrets {
  readonly findings: readonly Finding[];
  /** Those that a comment on their line allows. */
  readonly suppressed: readonly Finding[];
  /** Whether all of the file was searched. */
  readonly complete: boolean;
}

/**
 * The secrets in a file of the repository, each on its place; `related` tells why the file matters, `budget` what many
 * files may cost together.
 */
export function fileSecrets(
  path: string,
  text: string,
  budget: Budget,
  related?: { readonly location: Location; readonly message: string },
): FileSecrets {
  const options = { path, certainOnly: isPackaged(path), budget };
  const { secrets, allowed, complete } = searchText(text, options);
  const starts = lineStarts(text);
  const told = (secret: Secret): Finding => ({
    ...secretFinding(
      secret,
      `stands in this file${related ? ', which is copied into the image' : ''}`,
    ),
    location: { path, ...rangeOf(starts, secret.start, secret.end) },
    ...(related ? { related: [related] } : {}),
    fingerprint: fingerprint(secret.detector.id, path),
  });
  return {
    findings: disambiguateFingerprints(secrets.map(told)),
    suppressed: allowed.map((secret) => {
      const { endLine: line } = rangeOf(starts, secret.start, secret.end);
      return suppressed(told(secret), { path, line, rule: secret.allowedBy ?? '' });
    }),
    complete,
  };
}
