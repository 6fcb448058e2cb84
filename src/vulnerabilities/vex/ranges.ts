import type { PackageUrl } from '../../core/package-url.js';
import { schemeOf } from '../versions/schemes.js';

/**
 * Whether a range such as `vers:npm/>=1.0.0|<2.0.0` has the version of the package. Undefined if that cannot be said: the
 * text is no range, the range is one of another ecosystem, or a version is none of the ecosystem.
 * Source: package-url/vers-spec, "Checking if a version is contained within a range".
 */
export function isInRange(range: string, pkg: PackageUrl): boolean | undefined {
  const [, written = '', list = ''] = /^\s*vers:([a-z0-9.+-]+)\/(.+?)\s*$/is.exec(range) ?? [];
  const type = TYPES.get(written.toLowerCase()) ?? written.toLowerCase();
  if (type !== pkg.type) return undefined;
  if (list === '*') return true;
  const ecosystem = ECOSYSTEMS.get(type);
  const scheme = ecosystem === undefined ? undefined : schemeOf(ecosystem);
  const version = fullVersion(pkg);
  if (!scheme || version === undefined || !scheme.isValid(version)) return undefined;
  const constraints = list.split('|', MAX_CONSTRAINTS + 1).map(readConstraint);
  const known = constraints.flatMap((one) => (one && scheme.isValid(one.version) ? one : []));
  if (known.length < constraints.length || known.length > MAX_CONSTRAINTS) return undefined;
  const isSorted = known.every(
    (one, at) => at === 0 || scheme.compare(known[at - 1]?.version ?? '', one.version) < 0,
  );
  if (!isSorted) return undefined;
  return contains(known.map((one) => ({ ...one, order: scheme.compare(version, one.version) })));
}

/** Names of schemes that are not those of the package URL. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['alpine', 'apk'],
  ['arch', 'alpm'],
  ['debian', 'deb'],
  ['go', 'golang'],
  ['python', 'pypi'],
  ['rubygems', 'gem'],
]);

const ECOSYSTEMS: ReadonlyMap<string, string> = new Map([
  ['alpm', 'Arch Linux'],
  ['apk', 'Alpine'],
  ['cargo', 'crates.io'],
  ['composer', 'Packagist'],
  ['cran', 'CRAN'],
  ['deb', 'Debian'],
  ['gem', 'RubyGems'],
  ['golang', 'Go'],
  ['hackage', 'Hackage'],
  ['hex', 'Hex'],
  ['maven', 'Maven'],
  ['npm', 'npm'],
  ['nuget', 'NuGet'],
  ['pub', 'Pub'],
  ['pypi', 'PyPI'],
  ['rpm', 'Red Hat'],
]);

const MAX_CONSTRAINTS = 1_000;

type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';

interface Constraint {
  readonly comparator: Comparator;
  readonly version: string;
}

interface Compared extends Constraint {
  /** Negative if the version of the package is older than that of the constraint. */
  readonly order: number;
}

function readConstraint(text: string): Constraint | undefined {
  const [, comparator = '=', version = ''] = /^\s*(!=|<=|>=|<|>|=)?\s*(\S+)\s*$/.exec(text) ?? [];
  try {
    const decoded = decodeURIComponent(version);
    return /^$|\*|(?:^|\.)x(?:\.|$)/i.test(decoded)
      ? undefined
      : { comparator: comparator as Comparator, version: decoded };
  } catch {
    return undefined;
  }
}

/** The epoch of an RPM may be a qualifier. */
function fullVersion({ version, qualifiers }: PackageUrl): string | undefined {
  const epoch = qualifiers.get('epoch');
  return epoch === undefined || version === undefined || version.includes(':')
    ? version
    : `${epoch}:${version}`;
}

/** The constraints are sorted by their versions, and a version is in one of them only. */
function contains(constraints: readonly Compared[]): boolean | undefined {
  for (const { comparator, order } of constraints)
    if (order === 0) return comparator !== '!=' && comparator !== '<' && comparator !== '>';
  const bounds = constraints.filter(({ comparator }) => /[<>]/.test(comparator));
  // Everything but some versions is a range that tools read in different ways.
  if (constraints.every(({ comparator }) => comparator === '!=')) return undefined;
  const [first] = bounds;
  const last = bounds.at(-1);
  if (!first || !last) return false;
  if (first.comparator.startsWith('<') && first.order < 0) return true;
  if (last.comparator.startsWith('>') && last.order > 0) return true;
  return bounds.some(({ comparator, order }, at) => {
    const next = bounds[at + 1];
    const isOpen = comparator.startsWith('>') && next?.comparator.startsWith('<');
    return isOpen === true && order > 0 && (next?.order ?? 0) < 0;
  });
}
