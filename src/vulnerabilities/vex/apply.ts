import type { Finding } from '../../core/finding.js';
import { imageName } from '../../core/fingerprint.js';
import { decodePercent } from '../../lib/text.js';
import type { VexDocument, VexStatement } from './statement.js';

/** The findings after VEX, and what the documents did. */
export interface Suppression {
  /** Suppressed ones have the status `excepted`. */
  readonly findings: readonly Finding[];
  readonly counts: readonly { readonly document: string; readonly suppressed: number }[];
}

/** What statements may be about besides packages. */
export interface VexImage {
  /** Reference, as given. */
  readonly name: string | undefined;
  readonly digest: string | undefined;
}

/**
 * Marks what the documents say is not affected or fixed. A statement must name the package, or the image with the
 * package as its component, or the image alone; one without products says nothing about anything. Malware is never
 * suppressed.
 */
export function applyVex(
  findings: readonly Finding[],
  documents: readonly VexDocument[],
  image: VexImage,
): Suppression {
  if (documents.length === 0) return { findings, counts: [] };
  const byId = new Map<string, { statement: VexStatement; document: string }[]>();
  for (const { name, statements } of documents)
    for (const statement of statements)
      for (const id of new Set(statement.ids)) {
        const known = byId.get(id) ?? [];
        byId.set(id, known);
        known.push({ statement, document: name });
      }
  const counts = new Map(documents.map(({ name }) => [name, 0]));
  const marked = findings.map((finding): Finding => {
    const said = lastWord(finding, byId, image);
    if (!said || finding.check !== 'vulnerability') return finding;
    counts.set(said.document, (counts.get(said.document) ?? 0) + 1);
    return {
      ...finding,
      status: 'excepted',
      exception: {
        source: 'vex',
        document: said.document,
        status: said.statement.status,
        reason: said.statement.justification ?? said.statement.status,
      },
    };
  });
  return {
    findings: marked,
    counts: [...counts].map(([document, suppressed]) => ({ document, suppressed })),
  };
}

type Said = { readonly statement: VexStatement; readonly document: string };

/** The latest statement about this vulnerability in this package, if it suppresses; of equal times the one further down. */
function lastWord(
  finding: Finding,
  byId: ReadonlyMap<string, readonly Said[]>,
  image: VexImage,
): Said | undefined {
  const purl = finding.subject?.purl === undefined ? undefined : splitPurl(finding.subject.purl);
  let latest: Said | undefined;
  for (const id of [finding.rule, ...finding.aliases])
    for (const said of byId.get(id) ?? []) {
      if (latest && said.statement.timestamp < latest.statement.timestamp) continue;
      if (isAbout(said.statement, purl, image)) latest = said;
    }
  const status = latest?.statement.status;
  return status === 'not_affected' || status === 'fixed' ? latest : undefined;
}

function isAbout(statement: VexStatement, purl: Purl | undefined, image: VexImage): boolean {
  return statement.products.some(({ identifiers, components }) => {
    const isPackage = (id: string) => purl !== undefined && coversPurl(id, purl);
    const isImage = identifiers.some((id) => coversImage(id, image));
    if (components.length > 0) return isImage && components.some(isPackage);
    return isImage || identifiers.some(isPackage);
  });
}

/** Whether one package URL covers another: what it leaves out (version, qualifiers) it leaves open. */
function coversPurl(pattern: string, narrow: Purl): boolean {
  const wide = splitPurl(pattern);
  // Most patterns are about other packages.
  if (!wide || wide.path !== narrow.path) return false;
  if (wide.version !== '' && wide.version !== narrow.version) return false;
  const own = qualifiersOf(narrow);
  return [...qualifiersOf(wide)].every(([key, value]) => !own.has(key) || own.get(key) === value);
}

interface Purl {
  readonly path: string;
  readonly version: string;
  readonly query: string;
}

function splitPurl(purl: string): Purl | undefined {
  const match = /^pkg:\/*([^?#]+?)(?:@([^@?#/]*))?(?:\?([^#]*))?(?:#.*)?$/.exec(
    purl.slice(0, 4096),
  );
  if (!match) return undefined;
  const [, path = '', version = '', query = ''] = match;
  return { path: decodePercent(path).toLowerCase(), version: decodePercent(version), query };
}

function qualifiersOf({ query }: Purl): ReadonlyMap<string, string> {
  return new Map(
    query
      .split('&')
      .filter(Boolean)
      .map((pair): [string, string] => {
        const [key = '', value = ''] = pair.split('=', 2);
        return [key, decodePercent(value)];
      }),
  );
}

/** An image by `pkg:oci/NAME@DIGEST`, by its digest, or by its name. */
function coversImage(identifier: string, { name, digest }: VexImage): boolean {
  if (digest !== undefined && identifier === digest) return true;
  if (name !== undefined && (identifier === name || identifier === imageName(name))) return true;
  const product = /^pkg:(?:oci|docker)\//.test(identifier) ? splitPurl(identifier) : undefined;
  if (!product) return false;
  if (product.version.startsWith('sha256:')) return product.version === digest;
  const last = product.path.slice(product.path.lastIndexOf('/') + 1);
  const own = name === undefined ? undefined : imageName(name).toLowerCase();
  if (own === undefined || last !== own.slice(own.lastIndexOf('/') + 1)) return false;
  const repository = qualifiersOf(product).get('repository_url');
  return repository === undefined || repository.toLowerCase() === own;
}
