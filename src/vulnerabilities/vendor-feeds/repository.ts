import { isLoopback } from '../../lib/http.js';
import { redactUrl } from '../../lib/redact-url.js';
import type { ExpectedContent } from '../download-cache.js';
import { readXml } from './xml.js';

/** Digests in `repomd.xml` by their names; SHA-1 is not used. Source: createrepo_c(8), --checksum. */
const ALGORITHMS: ReadonlyMap<string, { readonly name: string; readonly digits: number }> = new Map(
  [
    ['sha256', { name: 'sha256', digits: 64 }],
    ['sha512', { name: 'sha512', digits: 128 }],
  ],
);

/**
 * The address of the repository in a list of mirrors: its first line, with a slash at its end. Throws Error unless it is on
 * the host of the list.
 */
export function readMirrorList(text: string, address: URL): URL {
  const [first = ''] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const line = first.slice(0, 1000);
  if (!URL.canParse(line)) throw new Error(`${address} has no list of mirrors`);
  const mirror = new URL(line.endsWith('/') ? line : `${line}/`);
  if (mirror.protocol !== address.protocol || mirror.host !== address.host)
    throw new Error(`${address} names another host: ${redactUrl(mirror).slice(0, 200)}`);
  return mirror;
}

/** A file of an rpm repository. */
interface RepositoryFile {
  readonly href: string;
  readonly digest: string | undefined;
  readonly size: number | undefined;
}

/**
 * The updateinfo of an rpm repository, or another of its files, with its size and digest, from the repository's `repomd.xml`
 * at `address`. Throws Error when it names none, or one outside of the repository.
 * Source: createrepo_c; the elements are those of yum's repodata.
 */
export async function readRepomd(
  text: string,
  address: URL,
  type: 'updateinfo' | 'primary' = 'updateinfo',
): Promise<{ readonly url: URL; readonly expected: ExpectedContent }> {
  const file = await fileOf(text, type);
  if (!file) throw new Error(`${address} names no ${type}`);
  const base = new URL('..', address);
  const url = URL.canParse(file.href, base.href) ? new URL(file.href, base) : undefined;
  const isInside =
    url?.href.startsWith(base.href) && (url.protocol === 'https:' || isLoopback(url));
  if (!url || !isInside) throw new Error(`${address} names a file outside of its repository`);
  const { digest, size } = file;
  return {
    url,
    expected: { ...(digest !== undefined && { digest }), ...(size !== undefined && { size }) },
  };
}

async function fileOf(text: string, type: string): Promise<RepositoryFile | undefined> {
  async function* chunks() {
    yield Buffer.from(text);
  }
  for await (const file of readXml<RepositoryFile>(chunks(), (emit) => repomdHandler(emit, type)))
    return file;
  return undefined;
}

function repomdHandler(emit: (file: RepositoryFile) => void, type: string) {
  let isWanted = false;
  let algorithm = '';
  let file: { href: string; digest?: string; size?: number } = { href: '' };
  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'data') {
        isWanted = attributes.type === type;
        file = { href: '' };
      } else if (name === 'location') file.href = attributes.href ?? '';
      else if (name === 'checksum') algorithm = attributes.type ?? '';
    },
    close(name: string, content: string) {
      const value = content.trim();
      if (name === 'checksum') {
        const known = ALGORITHMS.get(algorithm);
        if (known && value.length === known.digits && /^[0-9a-f]+$/.test(value))
          file.digest = `${known.name}:${value}`;
      } else if (name === 'size' && /^[0-9]{1,10}$/.test(value)) file.size = Number(value);
      else if (name === 'data' && isWanted)
        emit({ href: file.href, digest: file.digest, size: file.size });
    },
  };
}
