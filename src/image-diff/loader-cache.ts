/**
 * The libraries in the cache of glibc's loader that are outside of the default folders, as text; empty if there are none.
 * Undefined for bytes of another form. The loader takes a library from where its cache says, so a library of another
 * folder may replace one of the system. Source: glibc, sysdeps/generic/dl-cache.h.
 */
export function unusualLibraries(bytes: Uint8Array): Uint8Array | undefined {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = newHeaderAt(whole);
  if (start === undefined) return undefined;
  const cache = whole.subarray(start);
  if (cache.length < HEADER || cache.toString('latin1', 0, MAGIC.length) !== MAGIC)
    return undefined;
  const count = cache.readUInt32LE(MAGIC.length);
  if (count > MAX_LIBRARIES || HEADER + count * ENTRY > cache.length) return undefined;
  const unusual = new Set<string>();
  for (let at = HEADER; at < HEADER + count * ENTRY; at += ENTRY) {
    const name = stringAt(cache, cache.readUInt32LE(at + 4));
    const path = stringAt(cache, cache.readUInt32LE(at + 8));
    if (name === undefined || path === undefined) return undefined;
    if (!DEFAULT_FOLDER.test(path)) unusual.add(`${name}\0${path}\n`);
  }
  return Buffer.from([...unusual].sort().join(''), 'latin1');
}

const MAGIC = 'glibc-ld.so.cache1.1';
const HEADER = 48;
const ENTRY = 24;
const MAX_LIBRARIES = 100_000;
const MAX_PATH = 4_096;

/** The default folders of distributions, and their folders for platforms and kinds of processors. */
const DEFAULT_FOLDER =
  /^\/(?:usr\/(?:local\/)?)?lib(?:32|64|x32)?\/(?:[a-z0-9_]+-linux-[a-z0-9]+\/)?(?:glibc-hwcaps\/[a-z0-9_-]+\/)?[^/]+$/;

/** Before glibc 2.32, the entries of the old form come first: a header of 16 bytes, and 12 for each. */
function newHeaderAt(cache: Buffer): number | undefined {
  if (cache.toString('latin1', 0, OLD_MAGIC.length) !== OLD_MAGIC) return 0;
  if (cache.length < 16) return undefined;
  const end = 16 + cache.readUInt32LE(12) * 12;
  return Math.ceil(end / 8) * 8;
}

const OLD_MAGIC = 'ld.so-1.7.0';

function stringAt(cache: Buffer, at: number): string | undefined {
  const rest = cache.subarray(at, at + MAX_PATH);
  const end = rest.indexOf(0);
  return end < 0 ? undefined : rest.toString('latin1', 0, end);
}
