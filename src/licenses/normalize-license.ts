import {
  formatLicense,
  joinLicenses,
  type License,
  type LicenseExpression,
  licensesIn,
  parseLicense,
  splitOutside,
  withoutParentheses,
} from './license.js';
import { licenseNamed } from './license-names.js';
import { licenseReference } from './license-reference.js';
import { licenseWithException } from './license-with-exception.js';

/** A longer statement is a license text. Only expressions may be longer. */
const MAX_LENGTH = 1_000;

/**
 * The license of a package as an SPDX expression, if at least one license in the statement is known: `MIT/X11 or GPLv2+` is
 * `MIT OR GPL-2.0-or-later`, `GPLv3 and Commercial` is `GPL-3.0-only AND LicenseRef-Commercial`. Else the statement itself.
 */
export function normalizeLicense(statement: string): string {
  const expression =
    parseLicense(statement) ?? licenseStatement(statement, licenseOf, unknownLicense);
  return expression && licensesIn(expression).some(isListed)
    ? formatLicense(expression)
    : statement;
}

function licenseOf(name: string): LicenseExpression | undefined {
  return licenseNamed(name) ?? licenseWithException(name);
}

function isListed({ id }: License): boolean {
  return !/^(?:LicenseRef|DocumentRef)-/i.test(id);
}

/** A longer part, or one with several sentences, is no name. */
const MAX_NAME_LENGTH = 100;

function unknownLicense(name: string): License | undefined {
  const isName = name.length <= MAX_NAME_LENGTH && /\w/.test(name) && !/[.:!?] \S/.test(name);
  return isName ? licenseReference(name) : undefined;
}

/** Different statements of one image, together: a hostile image can have a long one for each package. */
const MAX_STATEMENTS_LENGTH = 2_097_152;

/** Normalizes the licenses of one image. */
export interface LicenseNormalizer {
  /** As `normalizeLicense`; undefined after the limit. */
  normalize(statement: string): string | undefined;
  /** How many packages have no license because of the limit. */
  readonly dropped: number;
}

/** A normalizer that evaluates each statement once, and a limited number of characters. */
export function licenseNormalizer(): LicenseNormalizer {
  const known = new Map<string, string>();
  let length = 0;
  let dropped = 0;
  return {
    normalize: (statement) => {
      const before = known.get(statement);
      if (before !== undefined) return before;
      if (length + statement.length > MAX_STATEMENTS_LENGTH) {
        dropped++;
        return undefined;
      }
      length += statement.length;
      const license = normalizeLicense(statement);
      known.set(statement, license);
      return license;
    },
    get dropped() {
      return dropped;
    },
  };
}

/**
 * Parses a statement about licenses with operators in the forms that package managers use: `and`, `or`, `&`, `|`, `/`
 * for a choice, `,` and `;` for a list. A comma binds less than the others (Debian, copyright-format 1.0, 7.2). `nameOf` says
 * what a name means, `unknown` what a part means that it does not know; undefined when one of the parts means nothing.
 */
export function licenseStatement(
  statement: string,
  nameOf: NameOf,
  unknown?: NameOf,
): LicenseExpression | undefined {
  if (statement.length > MAX_LENGTH) return undefined;
  // The patterns below take time with the square of a run of spaces.
  const plain = withVersions(statement.replace(/\s+/g, ' ').trim());
  const whole = nameOf(plain);
  if (whole) return whole;
  const parts = plain.split(LIST).filter((part) => part !== '');
  return join('all', parts, (part) => choice(part, nameOf, unknown));
}

type NameOf = (name: string) => LicenseExpression | undefined;

/** Not the comma in `Apache License, Version 2.0`. */
const LIST = /\s*[;,](?! ?v(?:er(?:sion|\.)?|\.)? ?\d)\s*(?:and\b\s*)?/i;

/** `GPL (>= 2)` and `GPL>=2` as `GPL-2+`, `GPL (== 3)` as `GPL-3`. Source: "Writing R Extensions" 1.1.2. */
function withVersions(statement: string): string {
  return statement
    .replace(/ ?\( ?>= ?(\d[\d.]*)[^()]*\)| ?>= ?(\d[\d.]*)/g, '-$1$2+')
    .replace(/ ?\( ?== ?(\d[\d.]*)[^()]*\)| ?== ?(\d[\d.]*)/g, '-$1$2');
}

/** Operators in a part without a comma. `or` binds less than `and`; parentheses group. */
function choice(text: string, nameOf: NameOf, unknown?: NameOf): LicenseExpression | undefined {
  const known = nameOf(text.trim());
  if (known) return known;
  const inner = withoutParentheses(text.trim());
  if (inner !== undefined) return choice(inner, nameOf, unknown);
  for (const [operator, kind] of OPERATORS) {
    const parts = splitOutside(text, operator);
    if (parts.length > 1) return join(kind, parts, (part) => choice(part, nameOf, unknown));
  }
  // A slash is also in names and addresses: all parts must be known.
  const parts = splitOutside(text, /\s*\/\s*/g);
  const either = parts.length > 1 ? join('any', parts, (part) => choice(part, nameOf)) : undefined;
  return either ?? unknown?.(text.trim());
}

/** The one that binds least comes first. `or later` belongs to the name before it. */
const OPERATORS: readonly (readonly [RegExp, 'all' | 'any'])[] = [
  [/\s+or\s+(?!(?:any )?(?:later|newer|greater|above)\b)|\s*\|\|?\s*/gi, 'any'],
  [/\s+and\s+(?!(?:any )?(?:later|newer)\b)|\s*&&?\s*|\s+\+\s+/gi, 'all'],
];

function join(
  kind: 'all' | 'any',
  parts: readonly string[],
  parse: NameOf,
): LicenseExpression | undefined {
  const expressions: LicenseExpression[] = [];
  for (const part of parts) {
    const expression = parse(part);
    if (!expression) return undefined;
    expressions.push(expression);
  }
  return joinLicenses(kind, expressions);
}
