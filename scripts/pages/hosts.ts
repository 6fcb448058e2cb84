import { hardenedImage } from '../../src/base-images/hardened.js';
import { NPMJS } from '../../src/builds/package-provenance/npm-locks.js';
import { PYPI } from '../../src/builds/package-provenance/python-locks.js';
import { DOCKER_HUB, readReference } from '../../src/core/reference.js';
import { registryUrl } from '../../src/registry/connection.js';
import { OFFICIAL_TAGS } from '../../src/releases/official-tags.js';
import { UNOFFICIAL_TAGS } from '../../src/releases/unofficial-tags.js';
import { SIGSTORE_MIRRORS } from '../../src/signatures/sigstore/refresh.js';
import { OFFICIAL_FEEDS } from '../../src/vulnerabilities/feeds.js';
import { INDEX_FORMATS } from '../../src/vulnerabilities/package-indexes/indexes.js';
import { OSV_API, OSV_ECOSYSTEMS } from '../../src/vulnerabilities/sources/api.js';
import type { VendorFeed } from '../../src/vulnerabilities/vendor-feeds/feed.js';
import { VENDOR_FEEDS } from '../../src/vulnerabilities/vendor-feeds/registry.js';

/** What Portside connects to for one purpose. */
interface HostRow {
  /** As the code that opens the connections names them; none if the user or the server of the run does. */
  readonly hosts: readonly string[];
  /** Whom to ask if the hosts are named elsewhere. */
  readonly named?: string;
  readonly purpose: string;
  readonly instead: string;
}

/** The releases of a feed differ from day to day, its hosts do not. */
const ANY_DAY = new Date('2026-12-01');

const hostsOf = (addresses: readonly string[]) => [
  ...new Set(addresses.map((address) => new URL(address).host)),
];

/** The hosts of feeds. */
function feedHosts(size: VendorFeed['size']): readonly string[] {
  const feeds = VENDOR_FEEDS.filter((feed) => feed.size === size);
  const files = feeds.flatMap((feed) =>
    (feed.releases?.(ANY_DAY) ?? [undefined]).flatMap((release) => feed.files(release)),
  );
  return hostsOf(files.flatMap(({ addresses }) => addresses));
}

/** The package repositories of distributions, for any image of them. */
function repositoryHosts(): readonly string[] {
  const systems = [
    {
      id: 'alpine',
      version: '3.22',
      sources: ['https://dl-cdn.alpinelinux.org/alpine/v3.22/main'],
    },
    {
      ...{ id: 'debian', version: '13', codename: 'trixie' },
      sources: [
        'http://deb.debian.org/debian trixie main',
        'http://deb.debian.org/debian-security trixie-security main',
      ],
    },
    {
      ...{ id: 'ubuntu', version: '24.04', codename: 'noble' },
      sources: [
        'http://archive.ubuntu.com/ubuntu noble main',
        'http://ports.ubuntu.com/ubuntu-ports noble main',
      ],
    },
    { id: 'fedora', version: '43', sources: ['https://mirrors.fedoraproject.org/'] },
    { id: 'almalinux', version: '10', sources: ['https://mirrors.almalinux.org/'] },
    { id: 'rocky', version: '10', sources: ['https://mirrors.rockylinux.org/'] },
  ];
  return hostsOf(
    systems.flatMap(({ sources, ...distribution }) =>
      INDEX_FORMATS.flatMap((format) =>
        format.repositories({ distribution, arch: 'x86_64', sources }),
      ).map(({ address }) => address),
    ),
  );
}

/** The registries of images that are advised instead of base images: their sizes and vulnerabilities are compared. */
function advisedRegistries(): readonly string[] {
  const names = [...OFFICIAL_TAGS.keys(), ...UNOFFICIAL_TAGS.keys()];
  const images = names.flatMap((name) =>
    [name, hardenedImage(name, '1', '')?.reference ?? []].flat(),
  );
  const registries = images.map((image) => readReference(image)?.registry ?? DOCKER_HUB);
  return [...new Set(registries.map((registry) => registryUrl(registry, []).host))];
}

/** All hosts that the code names, and who else names one. */
export const HOST_ROWS: readonly HostRow[] = [
  {
    hosts: hostsOf([OSV_API, OSV_ECOSYSTEMS]),
    purpose: 'vulnerabilities',
    instead: '[your own advisories](#a-mirror-of-the-advisories)',
  },
  {
    hosts: feedHosts('small'),
    purpose:
      '[vendor feeds](vulnerabilities.md#vendor-feeds), each only for packages of its system',
    instead: 'files in the folder `vendor-feeds` of the advisories',
  },
  {
    hosts: feedHosts('large'),
    purpose: 'large vendor feeds, only in `portside db build --feed`',
    instead: 'files in a folder, or no such feed',
  },
  {
    hosts: repositoryHosts(),
    purpose:
      'whether the package repository of a base image has a fix, each only for images of its system',
    instead: '`--offline`, or your own advisories: the plan then says that it is not proved',
  },
  {
    hosts: hostsOf(Object.values(OFFICIAL_FEEDS)),
    purpose: 'which vulnerabilities are exploited',
    instead: '`--kev FILE`, `--epss FILE`, or the files in the folder of the advisories',
  },
  {
    hosts: hostsOf([SIGSTORE_MIRRORS.public]),
    purpose: "Sigstore's current keys, for signatures",
    instead: 'the embedded ones; `trusted-root` in the policy',
  },
  {
    hosts: hostsOf([SIGSTORE_MIRRORS.github]),
    purpose: "the current keys of GitHub's Sigstore, for attestations of private repositories",
    instead: 'the embedded ones; `trusted-root` in the policy',
  },
  {
    hosts: hostsOf([NPMJS, PYPI]),
    named: 'and the indexes that lock files and `.npmrc` name',
    purpose: 'attestations of packages whose version a change moves, in a comparison',
    instead: '`--offline`',
  },
  {
    hosts: advisedRegistries(),
    purpose:
      'images that are advised instead of a base image: their digest, size and vulnerabilities',
    instead: '`--offline`; `registries` in the policy allows only yours',
  },
  {
    hosts: [],
    named:
      'the registries of your images and base images, and the token servers and stores that they name',
    purpose: 'images, signatures, newer tags',
    instead: 'archives, with `--offline`',
  },
  {
    hosts: [],
    named: 'the GitHub or GitLab server of the job',
    purpose: 'results, baseline, attestations',
    instead: '–',
  },
];

/** The table of docs/enterprise.md. */
function hostsTable(): string {
  const rows = HOST_ROWS.map(({ hosts, named, purpose, instead }) => {
    const all = [hosts.map((host) => `\`${host}\``).join(', '), named ?? ''];
    return `| ${all.filter((part) => part !== '').join(', ')} | ${purpose} | ${instead} |`;
  });
  return ['| host | for | instead |', '|---|---|---|', ...rows, ''].join('\n');
}

const [BEGIN, END] = ['<!-- hosts: npm run docs -->', '<!-- end of hosts -->'] as const;

/** The page with the current table. */
export function withHosts(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('No markers for hosts');
  return `${before}${BEGIN}\n${hostsTable()}${END}${after}`;
}
