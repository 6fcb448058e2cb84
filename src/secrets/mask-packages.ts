import type { Package } from '../core/package.js';
import { isObject, replaceTexts } from '../lib/json.js';
import { createRecent } from '../lib/remember.js';
import { decodePercent } from '../lib/text.js';
import { HIDDEN, maskText } from './mask-text.js';
import { searchText } from './search.js';

/** Packages without secrets, and each of their texts that had one with what replaces it. */
export interface MaskedPackages {
  readonly packages: readonly Package[];
  readonly replaced: ReadonlyMap<string, string>;
}

/**
 * Masks the secrets in all texts of packages: names, versions, licenses and addresses are what a package says about itself,
 * and a build may have written a login into them. The same text gets the same mask, so that package URLs still refer to each
 * other.
 */
export function maskPackages(packages: readonly Package[]): MaskedPackages {
  const texts = new Set<string>();
  for (const one of packages) collectTexts(one, texts);
  const replaced = new Map<string, string>();
  for (const text of suspects(texts)) {
    const masked = text.startsWith('pkg:') ? maskPurl(text) : maskText(text);
    if (masked !== text) {
      replaced.set(text, masked);
      texts.delete(text);
    }
  }
  for (const text of texts) clean.set(text, true);
  return { packages: packages.map((one) => replaceTexts(one, replaced)), replaced };
}

/** Texts without secrets: the images of a scan have mostly the same packages. */
const clean = createRecent<true>(16_384);

/** Characters of texts that are searched at once: a search of each text alone takes much longer. */
const BATCH = 65_536;

/** The texts that may contain a secret. */
function suspects(texts: ReadonlySet<string>): string[] {
  const found: string[] = [];
  let batch: string[] = [];
  let length = 0;
  const searchBatch = () => {
    const plain = batch.map(decodePercent);
    const { secrets, complete } = searchText(plain.join('\n'));
    const all = !complete || secrets.length > 0;
    found.push(...batch.filter((_, i) => all || SUSPICIOUS.test(plain[i] ?? '')));
    batch = [];
    length = 0;
  };
  for (const text of texts) {
    batch.push(text);
    length += text.length;
    if (length > BATCH) searchBatch();
  }
  searchBatch();
  return found;
}

/** No format of a token is shorter, nor is an address with a login: `ftp://a:b@c`. */
const SHORTEST = 10;

/** A login in a URL, or a word that names of secrets have. */
const SUSPICIOUS =
  /:\/\/[^\s/]{1,512}@|pass|pword|pwd|psw|secret|token|key|auth|cred|(?<![a-z])pat(?![a-z])|connection_?string|webhook|identified by/i;

/** A package URL stays one: what a login hides behind percent-encoding is masked too. */
function maskPurl(purl: string): string {
  return maskText(purl)
    .replaceAll(HIDDEN, encodeURIComponent(HIDDEN))
    .replace(COMPONENT, (part) => {
      const decoded = decodePercent(part);
      const masked = decoded === part ? part : maskText(decoded);
      return masked === decoded ? part : encodeURIComponent(masked);
    });
}

const COMPONENT = /[^/?#&=@]+/g;

function collectTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST && !clean.get(value)) texts.add(value);
  } else if (Array.isArray(value)) for (const one of value) collectTexts(one, texts);
  else if (isObject(value)) for (const key in value) collectTexts(value[key], texts);
}
