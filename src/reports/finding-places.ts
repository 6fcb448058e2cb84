import { affectedPackages } from '../core/affected-packages.js';
import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import type { Report, Target } from '../core/report.js';
import { pluralize } from '../lib/text.js';
import { shorten } from './escape.js';
import { originName } from './origin-groups.js';

/** Other origins that a finding names. */
const MAX_ORIGINS = 3;

/** Where in its image a finding is, besides its line; empty for most findings. Not escaped. */
export type FindingPlaces = (finding: Finding) => string;

/**
 * ` (3 places, linux/arm64)` or ` (also libssl3, openssl)`: the places of a package that is in several, the other packages
 * of the same source, the SBOM that alone lists it, the advisory that rates it with others, and the platforms unless the finding holds on all that were
 * inspected. ` (also from node:24)`: the other origins of a finding about several packages.
 */
export function findingPlaces(report: Report): FindingPlaces {
  const counts = new Map(report.targets.map(({ name, platforms }) => [name, platforms?.length]));
  return (finding) => {
    const { image, path, paths = [], platforms = [] } = finding.subject ?? {};
    const inspected = image === undefined ? undefined : counts.get(image);
    const details = vulnerabilityDetails(finding);
    const names = new Set(affectedPackages(finding).map(({ name }) => name));
    const parts = [
      ...(typeof details?.ratedIn === 'string'
        ? [`${finding.severity} in advisory ${details.ratedIn}`]
        : []),
      ...(details?.claimed === true ? [`only listed in ${shorten(path ?? 'an SBOM', 80)}`] : []),
      ...(names.size > 1 ? [otherNames([...names].slice(1))] : []),
      ...(names.size <= 1 && paths.length > 1 ? [pluralize(paths.length, 'place')] : []),
      ...(inspected !== undefined && platforms.length < inspected ? platforms : []),
      ...(finding.origin?.also ?? [])
        .slice(0, MAX_ORIGINS)
        .map((one) => `also from ${originName(one, 'your lines', (name) => shorten(name, 80))}`),
    ];
    return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  };
}

/** Packages that a row names besides the main one. */
const MOST_NAMED = 2;

function otherNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `also ${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** ` (linux/amd64, linux/arm64, built by ko)` of an image; empty if nothing of it is known. Not escaped. */
export function platformsOf({ platform, platforms, builder }: Target): string {
  const names = [
    ...(platforms ? platforms.map((one) => one.platform) : [platform ?? []].flat()),
    ...(builder === undefined ? [] : [`built by ${builder}`]),
  ];
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}
