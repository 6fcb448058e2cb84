import { FREE_EXTENSION, releaseOf } from '../base-images/data/releases.js';
import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import type { Distribution } from '../core/package.js';
import type { Severity } from '../core/severity.js';
import { dayOf } from '../lib/dates.js';

/** The rule of findings about distributions that get no more updates. */
const END_OF_LIFE_RULE = 'end-of-life';

/** How a release is looked after on a day. */
export interface ReleaseSupport {
  /** `debian 10`. */
  readonly release: string;
  readonly state: 'supported' | 'extended' | 'ended';
  /** The last day of free updates, ISO 8601. */
  readonly until: string;
  /** The last day of longer support, free for Debian, paid for the others. */
  readonly extendedUntil: string | undefined;
}

/** Undefined for a distribution or release that the table does not know. */
export function supportOf(distribution: Distribution, now: Date): ReleaseSupport | undefined {
  const id =
    distribution.id === 'centos' && isStream(distribution) ? 'centos-stream' : distribution.id;
  const wanted = distribution.version ?? distribution.codename?.toLowerCase();
  const found = wanted === undefined ? undefined : releaseOf(id, wanted);
  if (!found) return undefined;
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

/** The release of a code name: `bookworm` is 12. */
export function releaseOfCodename(id: string, codename: string): string | undefined {
  const found = releaseOf(id, codename);
  return found?.codename === codename ? found.release : undefined;
}

function isStream(distribution: Distribution): boolean {
  return /stream/i.test(distribution.name ?? '');
}

/** A finding for a distribution past its end: no advisories must not look like no vulnerabilities. */
export function endOfLifeFinding(
  distribution: Distribution | undefined,
  now: Date,
  image: string | undefined,
): Finding | undefined {
  if (!distribution) return undefined;
  const support = supportOf(distribution, now);
  if (!support || support.state === 'supported') return undefined;
  const free = FREE_EXTENSION.has(distribution.id);
  if (support.state === 'extended' && free) return undefined;
  const severity: Severity = support.state === 'ended' ? 'high' : 'medium';
  const paid =
    support.state === 'extended'
      ? `; only paid support until ${support.extendedUntil} still brings updates`
      : '; vulnerabilities found since then are not fixed, and may not be reported';
  const ended = free ? (support.extendedUntil ?? support.until) : support.until;
  return {
    rule: END_OF_LIFE_RULE,
    aliases: [],
    check: 'vulnerability',
    severity,
    confidence: 'high',
    tags: ['practice:image-security'],
    message: `${support.release} has had no free updates since ${ended}${paid}. Build on a supported release.`,
    subject: { ...(image !== undefined && { image }) },
    fingerprint: fingerprint(
      END_OF_LIFE_RULE,
      support.release,
      image === undefined ? undefined : imageName(image),
    ),
    status: 'new',
    details: {
      distribution: support.release,
      endOfLife: support.until,
      extendedUntil: support.extendedUntil ?? null,
    },
  };
}
