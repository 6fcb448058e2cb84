import type { UpgradedSystem } from '../../core/package-indexes.js';
import { InvalidFeed } from '../vendor-feeds/feed.js';
import {
  type IndexedPackage,
  type IndexFormat,
  isPathWord,
  type NamedFile,
  type PackageRepository,
} from './package-index.js';
import { readStanzas } from './read-stanzas.js';

/** An archive: its address, and the hosts that have the same packages. */
interface Archive {
  readonly address: string;
  readonly hosts: readonly string[];
  readonly path: string;
}

const DEBIAN = ['deb.debian.org', 'cdn-fastly.deb.debian.org', 'security.debian.org'];
const UBUNTU = ['archive.ubuntu.com', 'security.ubuntu.com'];

const ARCHIVES: ReadonlyMap<string, readonly Archive[]> = new Map([
  [
    'debian',
    [
      { address: 'https://deb.debian.org/debian', hosts: DEBIAN, path: '/debian' },
      {
        address: 'https://security.debian.org/debian-security',
        hosts: DEBIAN,
        path: '/debian-security',
      },
    ],
  ],
  [
    'ubuntu',
    [
      { address: 'https://archive.ubuntu.com/ubuntu', hosts: UBUNTU, path: '/ubuntu' },
      {
        address: 'https://ports.ubuntu.com/ubuntu-ports',
        hosts: ['ports.ubuntu.com'],
        path: '/ubuntu-ports',
      },
    ],
  ],
]);

/**
 * The archives of Debian and Ubuntu. InRelease names the digests of the lists of packages, and until when it is valid. Its
 * signature is not verified: what is trusted is the host, over HTTPS.
 * Source: wiki.debian.org, "DebianRepository/Format"; sources.list(5).
 */
export const debIndex: IndexFormat = {
  type: 'deb',
  repositories({ distribution, arch, sources }) {
    const codename = distribution?.codename;
    if (!isPathWord(codename) || !isPathWord(arch)) return [];
    const archives = ARCHIVES.get(distribution?.id ?? '') ?? [];
    return archives.flatMap((archive) => inArchive(archive, { codename, arch, sources }));
  },
  locate: async (first, repository, now) => packagesFile(first, repository, now),
  packages,
};

/** `bookworm`, `bookworm-updates`, `bookworm-security`: other suites are not upgraded to by themselves. */
function inArchive(
  { address, hosts, path }: Archive,
  {
    codename,
    arch,
    sources,
  }: Pick<UpgradedSystem, 'arch' | 'sources'> & { readonly codename: string },
): PackageRepository[] {
  const suites = ['-security', '-updates', ''].map((ending) => `${codename}${ending}`);
  const components = new Map<string, Set<string>>();
  for (const source of sources) {
    const [uri = '', suite = '', ...names] = source.split(' ');
    const url = URL.canParse(uri) ? new URL(uri) : undefined;
    if (!url || !hosts.includes(url.host) || url.pathname.replace(/\/+$/, '') !== path) continue;
    const known = components.get(suite) ?? new Set<string>();
    components.set(suite, known);
    for (const name of names) if (isPathWord(name)) known.add(name);
  }
  return suites.flatMap((suite) =>
    [...(components.get(suite) ?? [])].map((name) => ({
      id: `${path.slice(1)}-${suite}-${name}-${arch}`,
      address: `${address}/dists/${suite}/InRelease`,
      suite,
      component: `${name}/binary-${arch}`,
    })),
  );
}

/** Compressions that are read, the one that is asked for first. */
const ENDINGS = ['.gz', '.xz', ''];

function packagesFile(
  inRelease: string,
  { address, suite, component }: PackageRepository,
  now: Date,
): NamedFile {
  const lines = inRelease.split(/\r?\n/);
  const fieldOf = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  if (fieldOf('Suite') !== suite && fieldOf('Codename') !== suite)
    throw new InvalidFeed(`it is not the index of ${suite}`);
  const until = fieldOf('Valid-Until');
  if (until !== undefined && !(Date.parse(until) >= now.getTime()))
    throw new InvalidFeed(`it is not valid since ${until.slice(0, 40)}`);
  const files = filesOf(lines);
  const names = ENDINGS.map((ending) => `${component}/Packages${ending}`);
  const name = names.find((one) => files.has(one)) ?? '';
  const file = files.get(name);
  if (!file) throw new InvalidFeed(`it names no list of packages of ${component}`);
  const isByHash = fieldOf('Acquire-By-Hash') === 'yes';
  const path = isByHash ? `${component}/by-hash/SHA256/${file.digest}` : name;
  return {
    url: new URL(path, address),
    digest: `sha256:${file.digest}`,
    size: file.size,
  };
}

/** The files with their SHA-256. Of the same name, only the first counts. */
function filesOf(
  lines: readonly string[],
): ReadonlyMap<string, { readonly digest: string; readonly size: number }> {
  const start = lines.indexOf('SHA256:');
  const files = new Map<string, { readonly digest: string; readonly size: number }>();
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    const [, digest, size, name] = /^ ([0-9a-f]{64}) +(\d{1,10}) (\S+)$/.exec(line) ?? [];
    if (digest === undefined || name === undefined) break;
    if (!files.has(name)) files.set(name, { digest, size: Number(size) });
  }
  return files;
}

async function* packages(content: AsyncIterable<Uint8Array>): AsyncGenerator<IndexedPackage> {
  for await (const stanza of readStanzas(content)) {
    const [name, version] = [stanza.get('Package'), stanza.get('Version')];
    if (name === undefined || version === undefined) continue;
    // `gcc-12 (12.2.0-14)`: the version stands there only if it differs.
    const [, sourceVersion = version] = /\(([^)]+)\)$/.exec(stanza.get('Source') ?? '') ?? [];
    yield { name, version, sourceVersion };
  }
}
