import { pythonName } from '../core/python-name.js';
/** An OSV ecosystem string, split at its first colon: `Ubuntu:Pro:22.04:LTS` is `Ubuntu`, `Pro:22.04:LTS`. */
export interface Ecosystem {
  readonly base: string;
  readonly release: string | undefined;
}

/** Source: ossf.github.io/osv-schema, "affected[].package field". */
export function splitEcosystem(text: string): Ecosystem {
  const colon = text.indexOf(':');
  return colon < 0
    ? { base: text, release: undefined }
    : { base: text.slice(0, colon), release: text.slice(colon + 1) };
}

/** The form in which two names of the same package are equal. */
export function normalizeName(base: string, name: string): string {
  switch (base) {
    case 'PyPI':
      return pythonName(name);
    case 'Packagist':
    case 'NuGet':
    case 'Hex':
    case 'GitHub Actions':
    // Package URLs have Go module paths in lower case.
    case 'Go':
      return name.toLowerCase();
    default:
      return name;
  }
}

/** Whether a row of an advisory applies to a release. */
export type ReleaseMatch =
  | 'no'
  | 'yes'
  /** The row applies to the packages of Ubuntu Pro. */
  | 'pro';

/** Whether a row for the release `row` applies to packages of `release`. An undefined release matches every release. */
export function matchRelease(
  base: string,
  row: string | undefined,
  release: string | undefined,
): ReleaseMatch {
  if (row === undefined || release === undefined) return 'yes';
  switch (base) {
    case 'Debian':
      return same(debianRelease(row), debianRelease(release));
    case 'Ubuntu':
      return matchUbuntu(row, release);
    case 'Red Hat':
      return same(/^enterprise_linux:([0-9]+)(?:\.[0-9]+)?(?::|$)/.exec(row)?.[1], release);
    case 'openEuler':
      return same(row.replace('-LTS', ''), release.replace('-LTS', ''));
    case 'SUSE':
      return same(suseProduct(row), release);
    default:
      return same(row, release);
  }
}

/** `12` for 12.5; before Debian 7, a release has two numbers. */
export function debianRelease(version: string): string {
  const [major = '', minor] = version.split('.');
  return /^[1-6]$/.test(major) && minor !== undefined && minor !== '0'
    ? `${major}.${minor}`
    : major;
}

/** A row with more parts than `Pro` and `LTS` is about another archive: FIPS, real-time, vendors. */
function matchUbuntu(row: string, release: string): ReleaseMatch {
  const parts = row.split(':').filter((part) => part !== 'LTS');
  const wanted = release
    .split(':')
    .filter((part) => part !== 'LTS')
    .join(':');
  if (parts[0] === 'Pro') return parts.slice(1).join(':') === wanted ? 'pro' : 'no';
  return same(parts.join(':'), wanted);
}

/**
 * The release of a product of SUSE: `15 SP3` of Linux Enterprise Server 15 SP3-LTSS, `16.0` of Linux Enterprise Server 16.0,
 * `Micro 5.5` of Linux Enterprise Micro 5.5 and Linux Micro 6.0. Undefined for a product without a release.
 */
function suseProduct(row: string): string | undefined {
  const [, micro, release] =
    /(?:^|\s)(?:Linux (?:Enterprise )?(Micro) )?([0-9]+(?:\.[0-9]+)?(?: SP[0-9]+)?)(?:-[A-Z]\S*)?$/.exec(
      row,
    ) ?? [];
  return micro && release ? `${micro} ${release}` : release;
}

function same(a: string | undefined, b: string | undefined): ReleaseMatch {
  return a !== undefined && a === b ? 'yes' : 'no';
}
