import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import { suppressed } from '../core/suppression.js';
import { lineStarts, rangeOf } from '../lib/lines.js';
import { secretFinding } from './finding.js';
import { isPackageFile } from './paths.js';
import { type SearchBudget, type Secret, searchText } from './search.js';

export interface FileSecrets {
  readonly findings: readonly Finding[];
  /** Findings that a comment on their line allows. */
  readonly suppressed: readonly Finding[];
  /** Whether the complete file was searched. */
  readonly complete: boolean;
  /** Those of the secrets: equal for equal values. They are not reported. */
  readonly digests: readonly string[];
}

/** Searches a file of the repository. `copiedBy` is the instruction that copies it into the image. */
export function fileSecrets(
  path: string,
  text: string,
  budget: SearchBudget,
  copiedBy?: { readonly location: Location; readonly message: string },
): FileSecrets {
  const options = { path, highConfidenceOnly: isPackageFile(path), budget };
  const { secrets, allowed, complete } = searchText(text, options);
  const starts = lineStarts(text);
  const place = copiedBy ? `${path}, which is copied into the image` : path;
  const findingOf = (secret: Secret): Finding => ({
    ...secretFinding(secret, place),
    location: { path, ...rangeOf(starts, secret.start, secret.end) },
    related: copiedBy && [copiedBy],
    fingerprint: fingerprint(secret.detector.id, path, secret.mark),
    subjectId: fingerprint(secret.detector.id, secret.mark),
  });
  return {
    findings: disambiguateFingerprints(secrets.map(findingOf)),
    suppressed: allowed.map((secret) => {
      const { endLine: line } = rangeOf(starts, secret.start, secret.end);
      return suppressed(findingOf(secret), { path, line, rule: secret.allowedBy ?? '' });
    }),
    complete,
    digests: [...secrets, ...allowed].map(({ digest }) => digest),
  };
}

/** Why a file was not searched completely. */
export const PARTLY_SEARCHED =
  'Only a part of it was searched, because it has too many candidates for secrets. Split the file';
