import { releaseOfCodename } from '../releases/releases.js';
import { debianRelease } from './ecosystem.js';

/** The distribution that a package belongs to. */
export interface System {
  /** os-release ID, or the namespace of a package URL. */
  readonly id: string;
  readonly version: string | undefined;
  readonly codename?: string | undefined;
  /** NAME of os-release. */
  readonly name?: string | undefined;
  /** Whether the image, the SBOM or the package URL names the distribution, not only its family. */
  readonly isNamed: boolean;
}

/** The advisories of a distribution in OSV's terms. */
export interface DistributionAdvisories {
  readonly ecosystem: string;
  /** Which packages the advisories name. */
  readonly names: 'source' | 'binary' | 'both';
  /** The release as the ecosystem writes it; undefined if it is not known. Without the function, there are no releases. */
  readonly release?: (system: System, version: string) => string | undefined;
  /** Without a release, the advisories of all releases apply. */
  readonly anyRelease?: boolean;
  /** What a reader should know of them; completes a note. */
  readonly limit?: string;
  /** The advisories for packages that these do not name at all; `not covered` if there are none. */
  readonly otherwise?: DistributionAdvisories | 'not covered';
}

/** The types of packages that have a distribution. */
export type DistributionType = 'deb' | 'apk' | 'rpm' | 'alpm';

/** Undefined for a distribution whose advisories are in no source that Portside reads. */
export function advisoriesOf(
  type: DistributionType,
  system: System,
): DistributionAdvisories | undefined {
  const found = DISTRIBUTIONS[type].get(ALIASES.get(system.id) ?? system.id);
  return found && isStream(system) ? { ...found, limit: STREAM_LIMIT } : found;
}

/** CentOS Stream has the os-release ID of CentOS Linux. */
export function isStream({ id, name }: System): boolean {
  return id === 'centos-stream' || (id === 'centos' && /stream/i.test(name ?? ''));
}

const STREAM_LIMIT =
  'CentOS Stream has no advisories of its own. Those of Red Hat Enterprise Linux were used, whose packages are older: a vulnerability may be fixed already';

/** The first numbers of a version: `3.20` of 3.20.1 for two. */
export function firstNumbers(version: string, count: number): string {
  return version.split('.').slice(0, count).join('.');
}

type ReleaseForm = (version: string) => string | undefined;

/** The release from VERSION_ID. */
function from(form: ReleaseForm): NonNullable<DistributionAdvisories['release']> {
  return ({ version }) => (version === undefined ? undefined : form(version));
}

const major = from((version) => firstNumbers(version, 1));
const asWritten = from((version) => version);

/** From VERSION_ID, or from the package's release, which contains the distribution's: 4.18.0-553.el8_10. */
function enterprise(system: System, version: string): string | undefined {
  const release = system.version ?? /\.(?:module[_+])?el([0-9]+)/.exec(version)?.[1];
  return release === undefined ? undefined : firstNumbers(release, 1);
}

/** Testing and unstable have no VERSION_ID, and the code name of the next release. Source: wiki.debian.org/DebianReleases. */
const NEXT_DEBIAN: ReadonlyMap<string, string> = new Map([
  ['forky', '14'],
  ['duke', '15'],
]);

function debian({ version, codename }: System): string | undefined {
  if (version !== undefined) return debianRelease(version);
  if (codename === undefined) return undefined;
  return NEXT_DEBIAN.get(codename) ?? releaseOfCodename('debian', codename);
}

/** Edge has the version of the next release: 3.24.0_alpha20260805. */
function alpine(version: string): string {
  return /alpha|edge|_/.test(version) ? 'edge' : `v${firstNumbers(version, 2)}`;
}

/** Amazon Linux 1 has years and months: 2018.03. Source: docs.aws.amazon.com/linux. */
function amazon(version: string): string {
  return /^201[0-9]\./.test(version) ? '1' : firstNumbers(version, 1);
}

/** The package's release has the service pack, which os-release lacks: 1.0-7.oe2203sp3. */
function openEuler(system: System, version: string): string | undefined {
  const [, year, month, pack] =
    /\.oe([0-9]{2})([0-9]{2})(?:sp([0-9]+))?(?:\.|$)/.exec(version) ?? [];
  if (year === undefined) return system.version?.toUpperCase();
  const support = month === '03' && Number(year) % 2 === 0 ? '-LTS' : '';
  return `${year}.${month}${support}${pack === undefined ? '' : `-SP${pack}`}`;
}

/** `15 SP5` for 15.5 and 15-sp5; `16.0` since SLES 16, which has no service packs. */
function suse(version: string): string {
  const [number = '', pack] = version.replace('-sp', '.').split('.');
  if (Number(number) >= 16) return `${number}.${pack ?? 0}`;
  return pack === undefined || pack === '0' ? number : `${number} SP${pack}`;
}

const ALPINE: DistributionAdvisories = {
  ecosystem: 'Alpine',
  names: 'source',
  release: from(alpine),
};

type Entry = readonly [ids: string, advisories: DistributionAdvisories];

/**
 * By type of package, the os-release IDs with their advisories. Sources: ossf.github.io/osv-schema, "Defined ecosystems";
 * os-release files of the images; github.com/docker-hardened-images/advisories, "integration" (ID=dhi).
 */
const ENTRIES: Readonly<Record<DistributionType, readonly Entry[]>> = {
  deb: [
    ['debian', { ecosystem: 'Debian', names: 'source', release: debian }],
    [
      'ubuntu',
      {
        ecosystem: 'Ubuntu',
        names: 'source',
        release: from((version) => firstNumbers(version, 2)),
      },
    ],
    ['echo', { ecosystem: 'Echo', names: 'source' }],
    // Docker's own packages have a mark in their versions: see rebuilds.ts.
    ['dhi', { ecosystem: 'Debian', names: 'source', release: debian }],
  ],
  apk: [
    ['alpine', ALPINE],
    ['wolfi', { ecosystem: 'Wolfi', names: 'both' }],
    ['chainguard', { ecosystem: 'Chainguard', names: 'both' }],
    ['minimos', { ecosystem: 'MinimOS', names: 'both' }],
    // The name of a package is all that says so: see distributionOfPackages().
    ['cleanstart', { ecosystem: 'CleanStart', names: 'both', otherwise: 'not covered' }],
    ['alpaquita', { ecosystem: 'Alpaquita', names: 'both', release: asWritten }],
    [
      'bellsoft-hardened-containers',
      { ecosystem: 'BellSoft Hardened Containers', names: 'both', release: asWritten },
    ],
    [
      'dhi',
      {
        ecosystem: 'Docker Hardened Images',
        names: 'both',
        release: from((version) => `Alpine:${firstNumbers(version, 2)}`),
        // Packages that users added are of Alpine.
        otherwise: ALPINE,
      },
    ],
  ],
  rpm: [
    ['rhel centos centos-stream', { ecosystem: 'Red Hat', names: 'binary', release: enterprise }],
    ['almalinux', { ecosystem: 'AlmaLinux', names: 'binary', release: enterprise }],
    ['rocky', { ecosystem: 'Rocky Linux', names: 'binary', release: enterprise }],
    ['ol', { ecosystem: 'Oracle Linux', names: 'binary', release: enterprise }],
    ['amzn', { ecosystem: 'Amazon Linux', names: 'binary', release: from(amazon) }],
    ['fedora', { ecosystem: 'Fedora', names: 'binary', release: major }],
    ['bottlerocket', { ecosystem: 'Bottlerocket', names: 'binary' }],
    [
      'opensuse-leap',
      { ecosystem: 'openSUSE', names: 'source', release: from((version) => `Leap ${version}`) },
    ],
    [
      'opensuse-tumbleweed opensuse-slowroll opensuse-microos',
      { ecosystem: 'openSUSE', names: 'source', release: () => 'Tumbleweed' },
    ],
    ['sles sled sles_sap sle_hpc', { ecosystem: 'SUSE', names: 'source', release: from(suse) }],
    [
      'sle-micro sl-micro suse-microos',
      {
        ecosystem: 'SUSE',
        names: 'source',
        release: from((version) => `Micro ${firstNumbers(version, 2)}`),
      },
    ],
    ['mageia', { ecosystem: 'Mageia', names: 'source', release: asWritten }],
    ['photon', { ecosystem: 'Photon OS', names: 'source', release: asWritten, anyRelease: true }],
    ['mariner azurelinux', { ecosystem: 'Azure Linux', names: 'source', release: major }],
    [
      'openeuler',
      { ecosystem: 'openEuler', names: 'source', release: openEuler, anyRelease: true },
    ],
  ],
  alpm: [['arch', { ecosystem: 'Arch Linux', names: 'binary' }]],
};

const DISTRIBUTIONS: Readonly<
  Record<DistributionType, ReadonlyMap<string, DistributionAdvisories>>
> = {
  deb: byId(ENTRIES.deb),
  apk: byId(ENTRIES.apk),
  rpm: byId(ENTRIES.rpm),
  alpm: byId(ENTRIES.alpm),
};

/** The ecosystems of all distributions. */
export const DISTRIBUTION_ECOSYSTEMS: readonly string[] = [
  ...new Set(
    Object.values(ENTRIES).flatMap((entries) => entries.map(([, { ecosystem }]) => ecosystem)),
  ),
];

function byId(entries: readonly Entry[]): ReadonlyMap<string, DistributionAdvisories> {
  return new Map(entries.flatMap(([ids, one]) => ids.split(' ').map((id) => [id, one] as const)));
}

/** The namespaces of package URLs and the names that scanners write, by which the os-release ID is not meant. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['redhat', 'rhel'],
  ['alma', 'almalinux'],
  ['rockylinux', 'rocky'],
  ['oracle', 'ol'],
  ['oraclelinux', 'ol'],
  ['amazon', 'amzn'],
  ['amazonlinux', 'amzn'],
  ['opensuse', 'opensuse-leap'],
  ['opensuse.leap', 'opensuse-leap'],
  ['opensuse.tumbleweed', 'opensuse-tumbleweed'],
  ['suse', 'sles'],
  ['azure-linux', 'azurelinux'],
  ['archlinux', 'arch'],
]);
