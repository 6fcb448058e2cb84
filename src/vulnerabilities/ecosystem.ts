/** An OSV ecosystem string, split at its first colon: `Ubuntu:Pro:22.04:LTS` is `Ubuntu`, `Pro:22.04:LTS`. */
export interface Ecosystem {
  readonly base: string;
  readonly release: string | undefined;
}

/** Source: the OSV schema, "affected[].package field". */
export function splitEcosystem(text: string): Ecosystem {
  const colon = text.indexOf(':');
  return colon < 0
    ? { base: text, release: undefined }
    : { base: text.slice(0, colon), release: text.slice(colon + 1) };
}

/** The form under which names of one ecosystem are equal. */
export function normalizeName(base: string, name: string): string {
  switch (base) {
    case 'PyPI':
      return name.toLowerCase().replace(/[-_.]+/g, '-');
    case 'Packagist':
    case 'NuGet':
    case 'Hex':
    case 'GitHub Actions':
    // Package URLs lower-case module paths.
    case 'Go':
      return name.toLowerCase();
    default:
      return name;
  }
}

/** How a row's release relates to the release that is asked for. */
export type ReleaseMatch =
  | 'no'
  | 'yes'
  /** The row describes the packages of Ubuntu Pro. */
  | 'pro';

/** Whether rows of `row` speak of packages of `asked`. Releases that are not named on one side match every release. */
export function matchRelease(
  base: string,
  row: string | undefined,
  asked: string | undefined,
): ReleaseMatch {
  if (row === undefined || asked === undefined) return 'yes';
  switch (base) {
    case 'Debian':
      return same(debianRelease(row), debianRelease(asked));
    case 'Ubuntu':
      return matchUbuntu(row, asked);
    case 'Red Hat':
      return same(/^enterprise_linux:([0-9]+)(?:\.[0-9]+)?(?::|$)/.exec(row)?.[1], asked);
    case 'openEuler':
      return same(row.replace('-LTS', ''), asked.replace('-LTS', ''));
    case 'SUSE':
      return same(/[0-9]+(?: SP[0-9]+)?$/.exec(row)?.[0], asked);
    default:
      return same(row, asked);
  }
}

/** `12` for 12.5; before Debian 7 the second number tells releases apart. */
export function debianRelease(version: string): string {
  const [major = '', minor] = version.split('.');
  return /^[1-6]$/.test(major) && minor !== undefined && minor !== '0'
    ? `${major}.${minor}`
    : major;
}

/** FIPS, real-time and vendor rows carry more words than `Pro` and `LTS`: they are other archives. */
function matchUbuntu(row: string, asked: string): ReleaseMatch {
  const words = row.split(':').filter((word) => word !== 'LTS');
  const release = asked
    .split(':')
    .filter((word) => word !== 'LTS')
    .join(':');
  if (words[0] === 'Pro') return words.slice(1).join(':') === release ? 'pro' : 'no';
  return same(words.join(':'), release);
}

function same(a: string | undefined, b: string | undefined): ReleaseMatch {
  return a !== undefined && a === b ? 'yes' : 'no';
}
