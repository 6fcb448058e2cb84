import { apk } from './apk.js';
import { bitnami } from './bitnami.js';
import { cran } from './cran.js';
import { deb } from './deb.js';
import { go } from './go.js';
import { hackage } from './hackage.js';
import { homebrew } from './homebrew.js';
import { maven } from './maven.js';
import { nuget } from './nuget.js';
import { packagist } from './packagist.js';
import { pacman } from './pacman.js';
import { pep440 } from './pep440.js';
import { pub } from './pub.js';
import { rpm } from './rpm.js';
import { rubygems } from './rubygems.js';
import type { VersionScheme } from './scheme.js';
import { semver } from './semver.js';

/** The order of versions of an OSV ecosystem; undefined when it is unknown. */
export function schemeOf(ecosystem: string, release?: string): VersionScheme | undefined {
  const byLineage = LINEAGES.get(ecosystem);
  if (!byLineage) return SCHEMES.get(ecosystem);
  const [lineage = ''] = release?.split(':') ?? [];
  const named = TUXCARE_NAMES.get(lineage) ?? lineage;
  return (LINEAGES.has(named) ? undefined : SCHEMES.get(named)) ?? byLineage;
}

/**
 * Vendors that rebuild the packages of others. Their releases begin with the ecosystem whose order applies (`Debian:13`,
 * `npm`), or the order of all others applies. Source: github.com/google/osv.dev, osv/ecosystems.
 */
const LINEAGES: ReadonlyMap<string, VersionScheme> = new Map([
  ['Docker Hardened Images', semver],
  ['Root', deb],
  ['TuxCare', rpm],
  ['Echo', deb],
]);

/** TuxCare's names of distributions that OSV has another name for, or none. */
const TUXCARE_NAMES: ReadonlyMap<string, string> = new Map([
  ['RHEL', 'Red Hat'],
  ['CentOS', 'Red Hat'],
  ['CentOS-Stream', 'Red Hat'],
  ['OracleLinux', 'Oracle Linux'],
]);

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map([
  ...['Debian', 'Ubuntu', 'opam'].map((e) => [e, deb] as const),
  ...[
    'Alpine',
    'Wolfi',
    'Chainguard',
    'MinimOS',
    'Alpaquita',
    'BellSoft Hardened Containers',
    'CleanStart',
  ].map((e) => [e, apk] as const),
  ...[
    'AlmaLinux',
    'Rocky Linux',
    'Red Hat',
    'openSUSE',
    'SUSE',
    'Mageia',
    'openEuler',
    'Photon OS',
    'Azure Linux',
    'Amazon Linux',
    'Oracle Linux',
    'Fedora',
    'Bottlerocket',
  ].map((e) => [e, rpm] as const),
  ...['npm', 'crates.io', 'Hex', 'Julia', 'SwiftURL', 'GitHub Actions'].map(
    (e) => [e, semver] as const,
  ),
  ['Arch Linux', pacman],
  ['Go', go],
  ['Homebrew', homebrew],
  ['Bitnami', bitnami],
  ['PyPI', pep440],
  ['Maven', maven],
  ['RubyGems', rubygems],
  ['Packagist', packagist],
  ['NuGet', nuget],
  ['Pub', pub],
  ['CRAN', cran],
  ['Hackage', hackage],
  ['GHC', hackage],
]);
