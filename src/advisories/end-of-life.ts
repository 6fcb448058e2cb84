import type { Finding } from '../findings/finding.js';
import { fingerprint, imageName } from '../findings/fingerprint.js';
import type { Distribution } from '../findings/package.js';
import type { Severity } from '../findings/severity.js';
import { END_OF_LIFE } from './end-of-life-dates.js';

/** The rule of findings about distributions that get no more updates. */
const END_OF_LIFE_RULE = 'end-of-life';

/** How a release is looked after on a day. */
export interface Support {
  /** `debian 10`. */
  readonly release: string;
  readonly state: 'supported' | 'extended' | 'ended';
  /** The last day of free updates, ISO 8601. */
  readonly until: string;
  /** The last day of longer support, free for Debian, paid for the others. */
  readonly extendedUntil: string | undefined;
}

/** Undefined for a distribution or release that the table does not know. */
export function supportOf(distribution: Distribution, now: Date): Support | undefined {
  const id =
    distribution.id === 'centos' && isStream(distribution) ? 'centos-stream' : distribution.id;
  const found = releaseDates(id, distribution.version, distribution.codename);
  if (!found) return undefined;
  const { release, until, extendedUntil } = found;
  const today = now.toISOString().slice(0, 10);
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
  const releases = END_OF_LIFE[id] ?? {};
  return Object.keys(releases).find((release) => releases[release]?.endsWith(` ${codename}`));
}

function isStream(distribution: Distribution): boolean {
  return /stream/i.test(distribution.name ?? '');
}

interface Dates {
  readonly release: string;
  readonly until: string;
  readonly extendedUntil: string | undefined;
}

/** The longest release number of the table that the version begins with: 3.20 for 3.20.3, 12 for 12.5. */
function releaseDates(
  id: string,
  version: string | undefined,
  codename: string | undefined,
): Dates | undefined {
  const releases = Object.hasOwn(END_OF_LIFE, id) ? END_OF_LIFE[id] : undefined;
  if (!releases) return undefined;
  const wanted = version ?? (codename && releaseOfCodename(id, codename.toLowerCase()));
  if (!wanted) return undefined;
  const numbers = wanted.split('.').slice(0, 8);
  for (let count = numbers.length; count > 0; count--) {
    const release = numbers.slice(0, count).join('.');
    const [until, extendedUntil] = Object.hasOwn(releases, release)
      ? (releases[release]?.split(' ') ?? [])
      : [];
    if (until) return { release, until, extendedUntil: extendedUntil || undefined };
  }
  return undefined;
}

/** What is longer support and what it means, by distribution; elsewhere it is bought. */
const FREE_EXTENSION: ReadonlySet<string> = new Set(['debian']);

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
      : '; weaknesses found since then are not mended, and may not be reported';
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
