import { affectedPackages, affectedPurls } from '../../core/affected-packages.js';
import type { AffectedPackage } from '../../core/details.js';
import type { AppliedException, Finding } from '../../core/finding.js';
import { type PackageUrl, parsePackageUrl } from '../../core/package-url.js';
import { plainText } from '../../lib/text.js';
import type { VexBase } from './base-image.js';
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
 * never suppressed. What is said of the base image holds for what the image has unchanged from it.
 */
export function applyVex(
  findings: readonly Finding[],
  documents: readonly VexDocument[],
  image: VexImage,
  base?: VexBase,
): VexResult {
  if (documents.length === 0) return { findings, counts: [] };
  const index = indexStatements(documents);
  const counts = new Map(documents.map(({ name }) => [name, 0]));
  const applied = findings.map((finding): Finding => {
    const found = suppressingStatement(finding, index, { images: byEachDigest(image), base });
    if (!found || finding.check !== 'vulnerability') return finding;
    const { document } = found;
    counts.set(document, (counts.get(document) ?? 0) + 1);
    return { ...finding, status: 'excepted', exception: exceptionBy(found) };
  });
  return {
    findings: applied,
    counts: [...counts].map(([document, suppressed]) => ({ document, suppressed })),
  };
}

function byEachDigest(image: VexImage): readonly VexImage[] {
  const { root, digest } = image;
  return root === undefined || root === digest ? [image] : [image, { ...image, digest: root }];
}

function exceptionBy({ statement, document, base }: AppliedStatement): AppliedException {
  const { status, justification } = statement;
  const reason = justification ?? status;
  const exception = { source: 'vex', document, status, reason } as const;
  if (base === undefined) return exception;
  const baseImage = plainText(base, 120);
  // After the justification follows an explanation, as in other reasons.
  const joint = reason.includes(': ') ? '; ' : ': ';
  return { ...exception, reason: `${reason}${joint}by VEX of base image ${baseImage}`, baseImage };
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

/** What statements are compared with. */
interface Subject {
  /** The image by each of its digests. */
  readonly images: readonly VexImage[];
  readonly base: VexBase | undefined;
}

interface AppliedStatement extends IndexedStatement {
  /** The base image, if the statement is about it and not about the image or the package. */
  readonly base?: string;
}

/** The statement that suppresses the finding: each of its packages must have one, which may be the same. */
function suppressingStatement(
  finding: Finding,
  index: StatementIndex,
  subject: Subject,
): AppliedStatement | undefined {
  const packages = packagesOf(finding);
  const found = (packages.length === 0 ? [undefined] : packages).map((pkg) =>
    statementAbout(finding, pkg, { index, subject }),
  );
  if (found.includes(undefined)) return undefined;
  return found.find((one) => one?.base !== undefined) ?? found[0];
}

type NamedPackage = Pick<AffectedPackage, 'purl' | 'layer'>;

/** Each package URL, in each layer that the finding names. */
function packagesOf(finding: Finding): readonly NamedPackage[] {
  const packages = affectedPackages(finding).filter(({ purl }) => purl !== '');
  const known = new Set(packages.map(({ purl }) => purl));
  return [
    ...packages,
    ...affectedPurls(finding)
      .filter((purl) => !known.has(purl))
      .map((purl) => ({ purl })),
  ];
}

/**
 * The latest statement about this vulnerability in this package, if its status suppresses the finding. Of statements
 * with the same time, the last one counts.
 */
function statementAbout(
  finding: Finding,
  pkg: NamedPackage | undefined,
  { index, subject }: { readonly index: StatementIndex; readonly subject: Subject },
): AppliedStatement | undefined {
  const purl = pkg && parsePackageUrl(pkg.purl);
  const { base } = subject;
  const inherited = base && pkg && base.isUnchanged(pkg) ? byEachDigest(base.image) : [];
  let latest: AppliedStatement | undefined;
  for (const id of [finding.rule, ...finding.aliases])
    for (const indexed of index.get(id) ?? []) {
      if (latest && indexed.instant < latest.instant) continue;
      const { statement } = indexed;
      if (subject.images.some((image) => appliesTo(statement, purl, image))) latest = indexed;
      else if (base && inherited.some((image) => isAboutImage(statement, purl, image)))
        latest = { ...indexed, base: base.name };
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
  const target = { purl, image, isStrict };
  return (
    isAboutImage(statement, purl, image) ||
    statement.products.some(({ identifiers, components }) =>
      components.length > 0
        ? isThatPlatform(identifiers, target) &&
          components.some((one) => isThatPackage(one, target))
        : isThatPackage(identifiers, target),
    )
  );
}

/** Whether a product of the statement is the image, with this package if it names components. */
function isAboutImage(
  { status, products }: VexStatement,
  purl: PackageUrl | undefined,
  image: VexImage,
): boolean {
  const isStrict = SUPPRESSING.has(status);
  return products.some(
    ({ identifiers, components }) =>
      isThatImage(identifiers, image, isStrict) &&
      (components.length === 0 ||
        components.some((one) => isThatPackage(one, { purl, image, isStrict }))),
  );
}

interface Compared {
  readonly purl: PackageUrl | undefined;
  readonly image: VexImage;
  readonly isStrict: boolean;
}

function isThatPackage(identifiers: VexIdentifiers, { purl, image, isStrict }: Compared): boolean {
  return (
    purl !== undefined &&
    identifiers.some((one) => namesSome(one, (id) => matchesPackage(id, purl))) &&
    !(isStrict && identifiers.some((one) => contradicts(one, { purl, image, isProved: false })))
  );
}

function isThatPlatform(identifiers: VexIdentifiers, { purl, image }: Compared): boolean {
  return (
    isPlatform(identifiers, image.distribution) &&
    !identifiers.some(
      (one) => one.kind === 'architecture' && contradicts(one, { purl, image, isProved: false }),
    )
  );
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
