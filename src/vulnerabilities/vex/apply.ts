import { affectedPurls } from '../../core/affected-packages.js';
import type { Finding } from '../../core/finding.js';
import { type PackageUrl, parsePackageUrl } from '../../core/package-url.js';
import { contradicts } from './contradictions.js';
import { instantOf } from './instants.js';
import { isPlatform } from './platforms.js';
import { matchesImage, matchesPackage, type VexImage } from './products.js';
import {
  SUPPRESSING,
  type VexDocument,
  type VexIdentifier,
  type VexIdentifiers,
  type VexStatement,
} from './statement.js';

/** The findings after VEX documents were applied. */
export interface VexResult {
  /** Suppressed findings have the status `excepted`. */
  readonly findings: readonly Finding[];
  readonly counts: readonly VexCount[];
}

/** How many findings a document suppresses. */
export interface VexCount {
  readonly document: string;
  readonly suppressed: number;
}

/**
 * Suppresses the findings that the documents call not affected or fixed. A statement must name the package, or the image
 * with the package as its component, or the image alone; a statement without products applies to nothing. Malware is
 * never suppressed.
 */
export function applyVex(
  findings: readonly Finding[],
  documents: readonly VexDocument[],
  image: VexImage,
): VexResult {
  if (documents.length === 0) return { findings, counts: [] };
  const index = indexStatements(documents);
  const counts = new Map(documents.map(({ name }) => [name, 0]));
  const applied = findings.map((finding): Finding => {
    const found = suppressingStatement(finding, index, image);
    if (!found || finding.check !== 'vulnerability') return finding;
    const { statement, document } = found;
    counts.set(document, (counts.get(document) ?? 0) + 1);
    return {
      ...finding,
      status: 'excepted',
      exception: {
        source: 'vex',
        document,
        status: statement.status,
        reason: statement.justification ?? statement.status,
      },
    };
  });
  return {
    findings: applied,
    counts: [...counts].map(([document, suppressed]) => ({ document, suppressed })),
  };
}

interface IndexedStatement {
  readonly statement: VexStatement;
  /** The name of its document. */
  readonly document: string;
  /** Statements write their time in any time zone. */
  readonly instant: bigint;
}

/** Statements by vulnerability id. */
type StatementIndex = ReadonlyMap<string, readonly IndexedStatement[]>;

function indexStatements(documents: readonly VexDocument[]): StatementIndex {
  const index = new Map<string, IndexedStatement[]>();
  for (const { name, statements } of documents)
    for (const statement of statements) {
      const instant = instantOf(statement.timestamp);
      for (const id of new Set(statement.ids)) {
        const indexed = index.get(id) ?? [];
        index.set(id, indexed);
        indexed.push({ statement, document: name, instant });
      }
    }
  return index;
}

/** The statement that suppresses the finding: each of its packages must have one, which may be the same. */
function suppressingStatement(
  finding: Finding,
  index: StatementIndex,
  image: VexImage,
): IndexedStatement | undefined {
  const purls = affectedPurls(finding).map(parsePackageUrl);
  const found = (purls.length === 0 ? [undefined] : purls).map((purl) =>
    statementAbout(finding, purl, { index, image }),
  );
  return found.includes(undefined) ? undefined : found[0];
}

/**
 * The latest statement about this vulnerability in this package, if its status suppresses the finding. Of statements
 * with the same time, the last one counts.
 */
function statementAbout(
  finding: Finding,
  purl: PackageUrl | undefined,
  { index, image }: { readonly index: StatementIndex; readonly image: VexImage },
): IndexedStatement | undefined {
  let latest: IndexedStatement | undefined;
  for (const id of [finding.rule, ...finding.aliases])
    for (const indexed of index.get(id) ?? []) {
      if (latest && indexed.instant < latest.instant) continue;
      if (appliesTo(indexed.statement, purl, image)) latest = indexed;
    }
  return latest && SUPPRESSING.has(latest.statement.status) ? latest : undefined;
}

/**
 * Whether a product of the statement is the package or the image. To suppress, all that identifies the product must agree;
 * to revoke what suppresses, one identifier is enough.
 */
function appliesTo(
  statement: VexStatement,
  purl: PackageUrl | undefined,
  image: VexImage,
): boolean {
  const isStrict = SUPPRESSING.has(statement.status);
  const isPackage = (identifiers: VexIdentifiers) =>
    purl !== undefined &&
    identifiers.some((one) => namesSome(one, (id) => matchesPackage(id, purl))) &&
    !(isStrict && identifiers.some((one) => contradicts(one, { purl, image, isProved: false })));
  const isThatPlatform = (identifiers: VexIdentifiers) =>
    isPlatform(identifiers, image.distribution) &&
    !identifiers.some(
      (one) => one.kind === 'architecture' && contradicts(one, { purl, image, isProved: false }),
    );
  return statement.products.some(({ identifiers, components }) => {
    const isImage = isThatImage(identifiers, image, isStrict);
    if (components.length > 0)
      return (isImage || isThatPlatform(identifiers)) && components.some(isPackage);
    return isImage || isPackage(identifiers);
  });
}

function isThatImage(identifiers: VexIdentifiers, image: VexImage, isStrict: boolean): boolean {
  const naming = identifiers.filter((one) => namesSome(one, (id) => matchesImage(id, image)));
  if (naming.length === 0 || !isStrict) return naming.length > 0;
  const isProved = naming.some(({ value }) => {
    const named = parsePackageUrl(value)?.version ?? value;
    return named === image.digest;
  });
  return !identifiers.some((one) => contradicts(one, { image, isProved }));
}

const NAMING: ReadonlySet<VexIdentifier['kind']> = new Set(['name', 'purl', 'hash']);

function namesSome(
  { kind, value, others = [] }: VexIdentifier,
  matches: (id: string) => boolean,
): boolean {
  return NAMING.has(kind) && [value, ...others].some(matches);
}
