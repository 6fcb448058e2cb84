import type { Finding } from '../core/finding.js';
import type { Report, Target } from '../core/report.js';
import { pluralize } from '../lib/text.js';

/** Where in its image a finding is, besides its line; empty for most findings. Not escaped. */
export type FindingPlaces = (finding: Finding) => string;

/**
 * ` (3 places, linux/arm64)`: the places of a package that is in several, and the platforms unless the finding holds on all
 * that were inspected.
 */
export function findingPlaces(report: Report): FindingPlaces {
  const counts = new Map(report.targets.map(({ name, platforms }) => [name, platforms?.length]));
  return ({ subject }) => {
    const { image, paths = [], platforms = [] } = subject ?? {};
    const inspected = image === undefined ? undefined : counts.get(image);
    const parts = [
      ...(paths.length > 1 ? [pluralize(paths.length, 'place')] : []),
      ...(inspected !== undefined && platforms.length < inspected ? platforms : []),
    ];
    return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  };
}

/** ` (linux/amd64, linux/arm64)` of an image; empty if its platform is not known. Not escaped. */
export function platformsOf({ platform, platforms }: Target): string {
  const names = platforms ? platforms.map((one) => one.platform) : [platform ?? []].flat();
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}
