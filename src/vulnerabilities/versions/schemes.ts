import { apk } from './apk.js';
import { bitnami } from './bitnami.js';
import { cran } from './cran.js';
import { deb } from './deb.js';
import { go } from './go.js';
import { hackage } from './hackage.js';
import { maven } from './maven.js';
import { nuget } from './nuget.js';
import { packagist } from './packagist.js';
import { pep440 } from './pep440.js';
import { pub } from './pub.js';
import { rpm } from './rpm.js';
import { rubygems } from './rubygems.js';
import type { VersionScheme } from './scheme.js';
import { semver } from './semver.js';

/** The order of versions of an OSV ecosystem, without its release; undefined when it is unknown. */
export function schemeOf(ecosystem: string): VersionScheme | undefined {
  return SCHEMES.get(ecosystem);
}

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map([
  ...['Debian', 'Ubuntu', 'Echo', 'Docker Hardened Images', 'opam'].map((e) => [e, deb] as const),
  ...['Alpine', 'Wolfi', 'Chainguard', 'MinimOS', 'Alpaquita', 'BellSoft Hardened Containers'].map(
    (e) => [e, apk] as const,
  ),
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
  ].map((e) => [e, rpm] as const),
  ...['npm', 'crates.io', 'Hex', 'Julia', 'SwiftURL', 'GitHub Actions'].map(
    (e) => [e, semver] as const,
  ),
  ['Go', go],
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
