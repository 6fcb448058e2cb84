import { affectedPackages, affectedPurls } from '../../core/affected-packages.js';
import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { type PackageUrl, parsePackageUrl } from '../../core/package-url.js';
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
  const byKey = new Map<string, Set<number>>();
  const addKeys = (finding: Finding, index: number) => {
    for (const key of keysOf(finding)) byKey.set(key, (byKey.get(key) ?? new Set()).add(index));
  };
  merged.forEach(addKeys);
  for (const finding of external) {
    const index = keysOf(finding)
      .flatMap((key) => [...(byKey.get(key) ?? [])])
      .find((one) => isSamePackage(merged[one], finding));
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

/** Whether a package of one may be one of the other: a name and version are those of packages of several ecosystems. */
function isSamePackage(ours: Finding | undefined, theirs: Finding): boolean {
  const [own, other] = [ours ? affectedPurls(ours) : [], affectedPurls(theirs)];
  if (own.length === 0 || other.length === 0) return true;
  return other.some((purl) =>
    own.some((one) => agree(parsePackageUrl(one), parsePackageUrl(purl))),
  );
}

/** Scanners have other namespaces for distributions, and write programs without a package as `generic`. */
function agree(one: PackageUrl | undefined, other: PackageUrl | undefined): boolean {
  if (!one || !other || one.type === 'generic' || other.type === 'generic') return true;
  if (one.type !== other.type) return false;
  const [arch, otherArch] = [one.qualifiers.get('arch'), other.qualifiers.get('arch')];
  return arch === undefined || otherArch === undefined || arch === otherArch;
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
