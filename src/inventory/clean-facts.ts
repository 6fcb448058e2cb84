import type { AcceptedRange, PackageFacts, PackageHash } from '../core/package.js';
import { MAX_REQUIREMENTS } from './dependencies.js';
import { cleanString } from './file-content.js';

const MAX_PERSON_LENGTH = 500;
const MAX_NAME_LENGTH = 300;

/** What a package's metadata says about it, before it is checked. */
interface StatedFacts {
  readonly maintainer?: unknown;
  readonly homepage?: unknown;
  readonly hashes?: readonly PackageHash[] | undefined;
  readonly ranges?: readonly AcceptedRange[] | undefined;
}

/** The facts that are usable; undefined without any. */
export function packageFactsOf({
  maintainer,
  homepage,
  hashes,
  ranges,
}: StatedFacts): PackageFacts | undefined {
  const facts = {
    maintainer: person(maintainer),
    homepage: webAddress(homepage),
    hashes: hashes && hashes.length > 0 ? hashes : undefined,
    ranges: ranges && ranges.length > 0 ? ranges : undefined,
  };
  return Object.values(facts).some((fact) => fact !== undefined) ? facts : undefined;
}

/** A person or a team; several in one text are kept as they are. */
function person(value: unknown): string | undefined {
  const text = cleanString(
    typeof value === 'string' ? value.replace(/\s+/g, ' ').replace(/^ ?"([^"]*)" ?$/, '$1') : value,
    MAX_PERSON_LENGTH,
  );
  return text && !/^(?:unknown|none|n\/a|-)$/i.test(text) ? text : undefined;
}

/** An http or https address without white space, user and password. */
export function webAddress(value: unknown): string | undefined {
  const text = cleanString(value, 1_000);
  if (!text || !/^https?:\/\/[^\s"<>\\^`{|}]+$/i.test(text)) return undefined;
  try {
    const { username, password, href } = new URL(text);
    return username || password ? undefined : href;
  } catch {
    return undefined;
  }
}

/** The names of what a package requires or provides, each once; undefined without any. */
export function requirementNames(
  names: Iterable<string | undefined>,
): readonly string[] | undefined {
  const found = new Set<string>();
  for (const name of names) {
    if (found.size >= MAX_REQUIREMENTS) break;
    const clean = cleanString(name, MAX_NAME_LENGTH);
    if (clean) found.add(clean);
  }
  return found.size > 0 ? [...found] : undefined;
}

const HEX_LENGTHS: ReadonlyMap<number, PackageHash['algorithm']> = new Map([
  [32, 'MD5'],
  [40, 'SHA-1'],
  [64, 'SHA-256'],
  [96, 'SHA-384'],
  [128, 'SHA-512'],
]);

/** A hash in hexadecimal digits, whose length shows the algorithm; undefined for anything else. */
export function hexHash(value: unknown): PackageHash | undefined {
  if (typeof value !== 'string' || !/^[0-9a-f]+$/i.test(value)) return undefined;
  const algorithm = HEX_LENGTHS.get(value.length);
  return algorithm && { algorithm, value: value.toLowerCase() };
}

/** The hashes of an SBOM whose algorithms Portside knows: BLAKE2b-256 and SHA3-256 are as long as SHA-256. */
export function namedHashes(
  stated: readonly { readonly algorithm: unknown; readonly value: unknown }[],
): PackageHash[] {
  return stated.flatMap(({ algorithm, value }) => {
    const hash = hexHash(value);
    const named = typeof algorithm === 'string' ? algorithm.replace('-', '').toUpperCase() : '';
    return hash?.algorithm.replace('-', '') === named ? [hash] : [];
  });
}

/** A hash in base64. */
function base64Hash(value: unknown): PackageHash | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]{20,88}={0,2}$/.test(value)) return undefined;
  return hexHash(Buffer.from(value, 'base64').toString('hex'));
}

/** A hash as npm writes it: `sha512-…`, the digest in base64. */
export function integrityHash(value: unknown): PackageHash | undefined {
  const [, digest] =
    typeof value === 'string' ? (/^sha(?:1|256|384|512)-(\S+)$/.exec(value) ?? []) : [];
  return base64Hash(digest);
}
