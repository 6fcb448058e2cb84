import { InvalidFeed } from '../feed.js';

/** A node of a definition's criteria; a number is an index of the document's tests. */
export type Criteria =
  | number
  | {
      readonly operator: 'AND' | 'OR';
      readonly negated: boolean;
      readonly children: Criteria[];
    };

/** The versions before `fixed`, those up to `last`, or all. */
export interface AffectedVersions {
  readonly fixed?: string | undefined;
  readonly last?: string | undefined;
}

/** What a test asks, as far as advisories need it. */
export type TestMeaning =
  | ({ readonly kind: 'package'; readonly name: string } & AffectedVersions)
  /** A product, a module or an architecture that the tests next to it are about. */
  | { readonly kind: 'product' | 'module' | 'arch'; readonly value: string }
  /** Something that says nothing about which versions are affected, such as the key of a signature. */
  | { readonly kind: 'other' }
  /** It is never true: the package is not affected. */
  | { readonly kind: 'never' };

/** An affected package with the conditions around its test. */
export interface OvalPackage extends AffectedVersions {
  readonly name: string;
  readonly product: string | undefined;
  readonly module: string | undefined;
  readonly arch: string | undefined;
}

type Conditions = Pick<OvalPackage, 'product' | 'module' | 'arch'>;

/** What a part of the criteria says: its packages, and in which conditions the whole part is true. */
interface Part {
  /** Alternatives. */
  readonly conditions: readonly Conditions[];
  readonly packages: readonly OvalPackage[];
  /** Whether no test of the part can be true. */
  readonly isNever: boolean;
}

const ANY: Conditions = { product: undefined, module: undefined, arch: undefined };
/** The largest real definition, of SUSE's kernels, has about 20,000. */
const MAX_PACKAGES = 200_000;

/**
 * The affected packages of a definition, each with the product, module and architecture that it must be of. A package
 * counts as soon as one test of it can be true: criteria that ask for several packages at once give each of them.
 * Throws InvalidFeed for criteria with too many combinations.
 */
export function packagesOfCriteria(
  criteria: Criteria,
  meaningOf: (test: number) => TestMeaning,
): readonly OvalPackage[] {
  return partOf(criteria, meaningOf, { left: MAX_PACKAGES }).packages;
}

function partOf(
  criteria: Criteria,
  meaningOf: (test: number) => TestMeaning,
  budget: { left: number },
): Part {
  if (typeof criteria === 'number') return testPart(meaningOf(criteria));
  // What is negated ("is not installed") restricts nothing that an image shows.
  if (criteria.negated) return { conditions: [ANY], packages: [], isNever: false };
  const parts = criteria.children.map((child) => partOf(child, meaningOf, budget));
  const part = criteria.operator === 'OR' ? anyOf(parts) : allOf(parts);
  budget.left -= part.packages.length + part.conditions.length;
  if (budget.left < 0) throw new InvalidFeed('its criteria have too many combinations');
  return part;
}

function testPart(test: TestMeaning): Part {
  switch (test.kind) {
    case 'package':
      return {
        conditions: [],
        packages: [{ name: test.name, fixed: test.fixed, last: test.last, ...ANY }],
        isNever: false,
      };
    case 'never':
      return { conditions: [], packages: [], isNever: true };
    case 'other':
      return { conditions: [ANY], packages: [], isNever: false };
    default:
      return { conditions: [{ ...ANY, [test.kind]: test.value }], packages: [], isNever: false };
  }
}

function anyOf(parts: readonly Part[]): Part {
  return {
    conditions: parts.flatMap(({ conditions }) => conditions),
    packages: parts.flatMap(({ packages }) => packages),
    isNever: parts.length > 0 && parts.every(({ isNever }) => isNever),
  };
}

/** Each package in all combinations with the conditions of the parts without packages. */
function allOf(parts: readonly Part[]): Part {
  if (parts.some(({ isNever }) => isNever)) return { conditions: [], packages: [], isNever: true };
  let conditions: readonly Conditions[] = [ANY];
  for (const part of parts)
    if (part.packages.length === 0 && part.conditions.length > 0)
      conditions = combine(conditions, part.conditions);
  const packages = parts.flatMap((part) => part.packages);
  if (packages.length * conditions.length > MAX_PACKAGES)
    throw new InvalidFeed('its criteria have too many combinations');
  return {
    conditions: packages.length === 0 ? conditions : [],
    packages: packages.flatMap((one) =>
      conditions.map((more) => ({ ...one, ...merged(one, more) })),
    ),
    isNever: false,
  };
}

function combine(a: readonly Conditions[], b: readonly Conditions[]): readonly Conditions[] {
  if (a.length * b.length > MAX_PACKAGES)
    throw new InvalidFeed('its criteria have too many combinations');
  return a.flatMap((one) => b.map((other) => merged(one, other)));
}

/** The inner condition is the more exact one. */
function merged(inner: Conditions, outer: Conditions): Conditions {
  return {
    product: inner.product ?? outer.product,
    module: inner.module ?? outer.module,
    arch: inner.arch ?? outer.arch,
  };
}
