import { affectedPackages } from '../../core/affected-packages.js';
import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { advisoryRating, NO_FIX, WILL_NOT_FIX } from '../finding.js';

/**
 * Merges our findings with those of other scanners: the same id on the same package becomes one finding that names both
 * sources. It stays ours and gains only what it lacks: a fixed version, a rating.
 */
export function mergeExternalFindings(
  ours: readonly Finding[],
  external: readonly Finding[],
): readonly Finding[] {
  if (external.length === 0) return ours;
  const merged = [...ours];
  const indexByKey = new Map<string, number>();
  const addKeys = (finding: Finding, index: number) => {
    for (const key of keysOf(finding)) if (!indexByKey.has(key)) indexByKey.set(key, index);
  };
  merged.forEach(addKeys);
  for (const finding of external) {
    const index = keysOf(finding)
      .map((key) => indexByKey.get(key))
      .find((one) => one !== undefined);
    const existing = index === undefined ? undefined : merged[index];
    if (index === undefined || !existing) {
      merged.push(finding);
      addKeys(finding, merged.length - 1);
      continue;
    }
    const combined = combine(existing, finding);
    merged[index] = combined;
    addKeys(combined, index);
  }
  return merged;
}

/** Every id with the name and version of each package. Scanners write epochs and separators of names differently. */
function keysOf(finding: Finding): readonly string[] {
  const packages = affectedPackages(finding).map(({ name, installed }) => {
    const version = installed.replace(/^(?:[0-9]+:|v(?=[0-9]))/, '');
    return `${name.toLowerCase().replace('/', ':')}\n${version}`;
  });
  return [finding.rule, ...finding.aliases].flatMap((id) => packages.map((one) => `${id}\n${one}`));
}

function combine(ours: Finding, theirs: Finding): Finding {
  const [own, other] = [vulnerabilityDetails(ours), vulnerabilityDetails(theirs)];
  if (!own || !other || (ours.check !== 'vulnerability' && ours.check !== 'malware')) return ours;
  // The rating of an advisory is not the vulnerability's own.
  const isUnrated =
    (own.rating === 'unknown' || own.ratedBy === 'advisory') && other.rating !== 'unknown';
  const { rating, ratedBy, ratedIn } = isUnrated ? other : own;
  const fixed = own.fixed ?? other.fixed;
  const state = fixed === null ? (own.state ?? other.state) : undefined;
  const message = isUnrated ? ours.message.replace(advisoryRating(own), '') : ours.message;
  const aliases = [...new Set([...ours.aliases, theirs.rule, ...theirs.aliases])].filter(
    (id) => id !== ours.rule,
  );
  return {
    ...ours,
    aliases,
    message: state ? message.replace(`; ${NO_FIX}`, `; ${WILL_NOT_FIX}`) : message,
    severity: isUnrated ? theirs.severity : ours.severity,
    details: {
      ...own,
      aliases: [ours.rule, ...aliases],
      fixed,
      state,
      cvss: own.cvss ?? other.cvss,
      epss: own.epss ?? other.epss,
      exploited: own.exploited || other.exploited,
      rating,
      ratedBy,
      ratedIn,
      sources: [...new Set([...own.sources, ...other.sources])],
    },
  };
}
