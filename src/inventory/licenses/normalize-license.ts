import {
  formatLicense,
  joinLicenses,
  type LicenseExpression,
  parseLicense,
  splitOutside,
  withoutParentheses,
} from '../../core/license.js';
import { licenseNamed } from './license-names.js';

/** A longer statement is a license text. Only expressions may be longer. */
const MAX_LENGTH = 1_000;

/**
 * The license of a package as an SPDX expression, if all licenses in the statement are known: `Apache License, Version 2.0`,
 * `MIT/X11 or GPLv2+`. Else the statement itself.
 */
export function normalizeLicense(statement: string): string {
  const expression = parseLicense(statement) ?? licenseStatement(statement, licenseNamed);
  return expression ? formatLicense(expression) : statement;
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
 * what a name means; undefined when it does not know one of the names.
 */
export function licenseStatement(
  statement: string,
  nameOf: (name: string) => LicenseExpression | undefined,
): LicenseExpression | undefined {
  if (statement.length > MAX_LENGTH) return undefined;
  // The patterns below take time with the square of a run of spaces.
  const plain = statement.replace(/\s+/g, ' ').trim();
  const whole = nameOf(plain);
  if (whole) return whole;
  return all(plain.split(/\s*[;,]\s*(?:and\b\s*)?/i), (part) => choice(part, nameOf));
}

type NameOf = (name: string) => LicenseExpression | undefined;

/** Operators in a part without a comma. `or` binds less than `and`; parentheses group. */
function choice(text: string, nameOf: NameOf): LicenseExpression | undefined {
  const known = nameOf(text.trim());
  if (known) return known;
  const inner = withoutParentheses(text.trim());
  if (inner !== undefined) return choice(inner, nameOf);
  for (const [operator, kind] of OPERATORS) {
    const parts = splitOutside(text, operator);
    if (parts.length > 1) return join(kind, parts, (part) => choice(part, nameOf));
  }
  return undefined;
}

/** The one that binds least comes first. */
const OPERATORS: readonly (readonly [RegExp, 'all' | 'any'])[] = [
  [/\s+or\s+|\s*\|\|?\s*/gi, 'any'],
  [/\s+and\s+|\s*&&?\s*|\s+\+\s+/gi, 'all'],
  [/\s*\/\s*/g, 'any'],
];

function all(parts: readonly string[], parse: NameOf): LicenseExpression | undefined {
  return join(
    'all',
    parts.filter((part) => part !== ''),
    parse,
  );
}

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
