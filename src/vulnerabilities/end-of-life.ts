import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import type { Distribution } from '../core/package.js';
import type { Severity } from '../core/severity.js';
import { dayOf } from '../lib/dates.js';
import { FREE_EXTENSION, releaseOf } from '../releases/releases.js';

/** The rule of findings about distributions that get no more updates. */
const END_OF_LIFE_RULE = 'end-of-life';

/** The support of a distribution's release on a given day. */
export interface ReleaseSupport {
  /** `debian 10` */
  readonly release: string;
  readonly state: 'supported' | 'extended' | 'ended';
  /** The last day of free updates, ISO 8601. */
  readonly until: string;
  /** The last day of extended support: free for Debian, paid for the others. */
  readonly extendedUntil: string | undefined;
}

/** Undefined for a distribution or release that is not in the table. */
export function supportOf(distribution: Distribution, now: Date): ReleaseSupport | undefined {
  const id =
    distribution.id === 'centos' && isStream(distribution) ? 'centos-stream' : distribution.id;
  const version = distribution.version ?? distribution.codename?.toLowerCase();
  const found = version === undefined ? undefined : releaseOf(id, version);
  if (found?.until === undefined) return undefined;
  const { release, until, extendedUntil } = found;
  const today = dayOf(now);
  const over = today > until;
  const extended = over && extendedUntil !== undefined && today <= extendedUntil;
  return {
    release: `${distribution.id} ${release}`,
    state: !over ? 'supported' : extended ? 'extended' : 'ended',
    until,
    extendedUntil,
  };
}

function isStream(distribution: Distribution): boolean {
  return /stream/i.test(distribution.name ?? '');
}

/**
 * A finding for a distribution that has reached its end of life. Advisories no longer cover it, and an image without
 * advisories must not look like one without vulnerabilities.
 */
export function endOfLifeFinding(
  distribution: Distribution | undefined,
  now: Date,
  image: string | undefined,
): Finding | undefined {
  if (!distribution) return undefined;
  const support = supportOf(distribution, now);
  if (!support || support.state === 'supported') return undefined;
  const { release, state, until, extendedUntil } = support;
  const free = FREE_EXTENSION.has(distribution.id);
  if (state === 'extended' && free) return undefined;
  const severity: Severity = state === 'ended' ? 'high' : 'medium';
  const ended = free ? (extendedUntil ?? until) : until;
  const consequence =
    state === 'extended'
      ? `only paid support until ${extendedUntil} provides updates`
      : 'new vulnerabilities are not fixed and may not be reported';
  return {
    rule: END_OF_LIFE_RULE,
    aliases: [],
    check: 'vulnerability',
    severity,
    confidence: 'high',
    tags: ['practice:image-security'],
    message: `${release} reached end of life on ${ended}; ${consequence}. Use a supported release.`,
    subject: { image },
    fingerprint: fingerprint(
      END_OF_LIFE_RULE,
      // Another release in the same state is the same problem.
      `${distribution.id} ${state}`,
      image === undefined ? undefined : imageName(image),
    ),
    status: 'new',
    details: {
      distribution: release,
      endOfLife: until,
      extendedUntil: extendedUntil ?? null,
    },
  };
}
