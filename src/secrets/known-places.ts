import type { Finding } from '../core/finding.js';
import { type Location, overlaps } from '../core/location.js';
import { addTo } from '../lib/group-by.js';

/** A test of whether a finding is about text that one of the others, about a secret, is about. */
export function isAboutKnownSecret(others: readonly Finding[]): (finding: Finding) => boolean {
  const places = new Map<string, Location[]>();
  for (const { location, tags } of others)
    if (location && tags.includes('practice:secrets')) {
      const { path } = location;
      addTo(places, path, location);
    }
  return ({ location }) =>
    location !== undefined && !!places.get(location.path)?.some((one) => overlaps(one, location));
}
