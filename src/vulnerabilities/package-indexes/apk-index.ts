import { DEFAULT_LIMITS } from '../../image/limits.js';
import { walkStream } from '../../image/tar/walk.js';
import { InvalidFeed } from '../vendor-feeds/feed.js';
import type { IndexedPackage, IndexFormat, PackageRepository } from './package-index.js';
import { isPathWord } from './package-index.js';
import { readStanzas } from './read-stanzas.js';

const HOST = 'https://dl-cdn.alpinelinux.org';
const REPOSITORIES = ['main', 'community'];
/** The index of community has 2 MB, and 8 MB when it is decompressed. */
const MAX_INDEX_BYTES = 64 << 20;

/**
 * The repositories of Alpine: the newest versions of a release. Their index names no digest and no day; its signature is not
 * verified, since the keys are those of an image.
 * Source: wiki.alpinelinux.org, "Apk spec", "APKINDEX".
 */
export const apkIndex: IndexFormat = {
  type: 'apk',
  repositories({ distribution, arch, sources }) {
    const branch = branchOf(distribution?.version);
    if (distribution?.id !== 'alpine' || branch === undefined || !isPathWord(arch)) return [];
    return REPOSITORIES.filter((repository) =>
      sources.some((source) => isSource(source, `/alpine/${branch}/${repository}`)),
    ).map(
      (repository): PackageRepository => ({
        id: `alpine-${branch}-${repository}-${arch}`,
        address: `${HOST}/alpine/${branch}/${repository}/${arch}/APKINDEX.tar.gz`,
      }),
    );
  },
  packages,
};

/** `3.22.1` is of the branch v3.22; a version of edge is that of the next release with a date. */
function branchOf(version = ''): string | undefined {
  if (/^3\.\d{1,3}_alpha\d+$/.test(version)) return 'edge';
  const [branch] = /^3\.\d{1,3}(?=\.|$)/.exec(version) ?? [];
  return branch && `v${branch}`;
}

/** `http://dl-cdn.alpinelinux.org/alpine/v3.22/main`: with or without TLS, it has the same packages. */
function isSource(source: string, path: string): boolean {
  const url = URL.canParse(source) ? new URL(source) : undefined;
  return url?.host === new URL(HOST).host && url.pathname.replace(/\/+$/, '') === path;
}

async function* packages(content: AsyncIterable<Uint8Array>): AsyncGenerator<IndexedPackage> {
  let index: Buffer | undefined;
  let isIndex = false;
  const visitor = {
    member({ name, size }: { readonly name: string; readonly size: number }) {
      isIndex = name === 'APKINDEX';
      if (isIndex && size > MAX_INDEX_BYTES)
        throw new InvalidFeed(`it is larger than ${MAX_INDEX_BYTES >> 20} MB`);
      return isIndex ? size : 0;
    },
    body(bytes: Buffer) {
      if (isIndex) index = Buffer.from(bytes);
    },
  };
  const isWhole = await walkStream(content, visitor, DEFAULT_LIMITS);
  if (!isWhole || !index) throw new InvalidFeed('it is cut short, or has no APKINDEX');
  for await (const stanza of readStanzas([index])) {
    const [name, version] = [stanza.get('P'), stanza.get('V')];
    if (name !== undefined && version !== undefined)
      yield { name, version, sourceVersion: version };
  }
}
