import { type Finding, vulnerabilityDetails } from '../../core/finding.js';

/**
 * Our findings with those of other scanners: the same id on the same package is one finding that names its sources.
 * What an import knows and ours does not (a fix, a rating) is taken over; everything else stays ours.
 */
export function mergeExternalFindings(
  ours: readonly Finding[],
  imported: readonly Finding[],
): readonly Finding[] {
  if (imported.length === 0) return ours;
  const merged = [...ours];
  const places = new Map<string, number>();
  const remember = (finding: Finding, place: number) => {
    for (const key of keysOf(finding)) if (!places.has(key)) places.set(key, place);
  };
  merged.forEach(remember);
  for (const finding of imported) {
    const place = keysOf(finding)
      .map((key) => places.get(key))
      .find((known) => known !== undefined);
    const known = place === undefined ? undefined : merged[place];
    if (place === undefined || !known) {
      merged.push(finding);
      remember(finding, merged.length - 1);
      continue;
    }
    const joined = join(known, finding);
    merged[place] = joined;
    remember(joined, place);
  }
  return merged;
}

/** Every id beside the package's name and version; scanners write epochs and qualifiers differently. */
function keysOf(finding: Finding): readonly string[] {
  const details = vulnerabilityDetails(finding);
  if (!details) return [];
  const { package: name, installed: version } = details;
  const about = `${name.toLowerCase().replace('/', ':')}\n${version.replace(/^(?:[0-9]+:|v(?=[0-9]))/, '')}`;
  return [finding.rule, ...finding.aliases].map((id) => `${id}\n${about}`);
}

function join(ours: Finding, theirs: Finding): Finding {
  const [own, other] = [vulnerabilityDetails(ours), vulnerabilityDetails(theirs)];
  if (!own || !other || (ours.check !== 'vulnerability' && ours.check !== 'malware')) return ours;
  const unrated = own.rating === 'unknown' && other.rating !== 'unknown';
  const aliases = [...new Set([...ours.aliases, theirs.rule, ...theirs.aliases])].filter(
    (id) => id !== ours.rule,
  );
  return {
    ...ours,
    aliases,
    severity: unrated ? theirs.severity : ours.severity,
    details: {
      ...own,
      aliases: [ours.rule, ...aliases],
      fixed: own.fixed ?? other.fixed,
      cvss: own.cvss ?? other.cvss,
      epss: own.epss ?? other.epss,
      exploited: own.exploited || other.exploited,
      ...(unrated && { rating: other.rating, ratedBy: other.ratedBy }),
      sources: [...new Set([...own.sources, ...other.sources])],
    },
  };
}
