import { InvalidFeed } from '../vendor-feeds/feed.js';
import { readRepomd } from '../vendor-feeds/repository.js';
import { readXml } from '../vendor-feeds/xml.js';
import {
  type IndexedPackage,
  type IndexFormat,
  isPathWord,
  type PackageRepository,
} from './package-index.js';

/** The folders of the repositories of a release for an architecture, by the ID of the distribution in os-release. */
const FOLDERS: ReadonlyMap<string, (release: string, arch: string) => readonly string[]> = new Map([
  [
    'fedora',
    (release, arch) => [
      `https://dl.fedoraproject.org/pub/fedora/linux/updates/${release}/Everything/${arch}/`,
    ],
  ],
  [
    'almalinux',
    (release, arch) =>
      ['BaseOS', 'AppStream'].map(
        (name) => `https://repo.almalinux.org/almalinux/${release}/${name}/${arch}/os/`,
      ),
  ],
  [
    'rocky',
    (release, arch) =>
      ['BaseOS', 'AppStream'].map(
        (name) => `https://dl.rockylinux.org/pub/rocky/${release}/${name}/${arch}/os/`,
      ),
  ],
]);

/**
 * The repositories that images of Fedora, AlmaLinux and Rocky Linux use. Their configuration names lists of mirrors, which have the
 * packages of the official host. `repomd.xml` names the digest of the list of packages; what is trusted is the host, over HTTPS.
 * Source: createrepo_c(8).
 */
export const rpmIndex: IndexFormat = {
  type: 'rpm',
  repositories({ distribution, arch, sources }) {
    const release = distribution?.version?.split('.')[0];
    const folders = FOLDERS.get(distribution?.id ?? '');
    if (!folders || !isPathWord(arch) || !/^\d{1,3}$/.test(release ?? '')) return [];
    if (!sources.some(isOfficial)) return [];
    return folders(release ?? '', arch).map(
      (folder, index): PackageRepository => ({
        id: `${distribution?.id}-${release}-${index}-${arch}`,
        address: `${folder}repodata/repomd.xml`,
      }),
    );
  },
  async locate(first, { address }) {
    const { url, expected } = await readRepomd(first, new URL(address), 'primary');
    const { digest, size } = expected;
    if (digest === undefined) throw new InvalidFeed('it names no digest of the list of packages');
    return { url, digest, size };
  },
  packages: (content) => readXml<IndexedPackage>(content, primaryHandler),
};

const HOSTS = ['mirrors.fedoraproject.org', 'mirrors.almalinux.org', 'mirrors.rockylinux.org'];

function isOfficial(source: string): boolean {
  return URL.canParse(source) && HOSTS.includes(new URL(source).host);
}

const MODULAR = /\.module[+_]/;

/** `<package><name/><version epoch= ver= rel=/></package>`. Source: createrepo_c, primary.xml. */
function primaryHandler(emit: (item: IndexedPackage) => void) {
  let name = '';
  let version = '';
  return {
    open(element: string, { epoch = '0', ver = '', rel = '' }: Readonly<Record<string, string>>) {
      if (element === 'package') [name, version] = ['', ''];
      else if (element === 'version') version = `${epoch === '0' ? '' : `${epoch}:`}${ver}-${rel}`;
    },
    close(element: string, content: string) {
      if (element === 'name' && name === '') name = content.trim();
      // Which stream of a module the image has is not known.
      else if (element === 'package' && name !== '' && version !== '' && !MODULAR.test(version))
        emit({ name, version, sourceVersion: version });
    },
  };
}
