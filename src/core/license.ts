import exceptions from 'spdx-exceptions/index.json' with { type: 'json' };
import parse, { type Node } from 'spdx-expression-parse';
import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import current from 'spdx-license-ids/index.json' with { type: 'json' };

/** A license expression: one license, several that all apply (`AND`), or several to choose from (`OR`). */
export type LicenseExpression = License | LicenseSet;

export interface License {
  readonly kind: 'license';
  /** An identifier of the SPDX license list in its current form (`GPL-2.0-or-later`), or `LicenseRef-…`. */
  readonly id: string;
  /** An identifier of the list of exceptions: `Classpath-exception-2.0`. */
  readonly exception?: string;
}

export interface LicenseSet {
  readonly kind: 'all' | 'any';
  /** At least two, all different. */
  readonly of: readonly LicenseExpression[];
}

/** A package with more licenses has a license text, and no expression. */
const MAX_LENGTH = 8_192;
/** Parentheses in each other, which the parser reads by recursion. */
const MAX_DEPTH = 100;

/**
 * Parses an SPDX license expression whose identifiers are in the SPDX license list, deprecated ones included, in upper or
 * lower case; undefined for any other text. Source: SPDX 2.3, annex D.
 */
export function parseLicense(text: string): LicenseExpression | undefined {
  if (text.length > MAX_LENGTH || depthOf(text) > MAX_DEPTH) return undefined;
  try {
    return expressionOf(parse(text.trim().replace(/[\w.-]+/g, inListedCase)));
  } catch {
    // The library throws errors without a class for every text that is not an expression.
    return undefined;
  }
}

/** The expression as text: `MIT AND (Apache-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0)`. */
export function formatLicense(expression: LicenseExpression): string {
  if (expression.kind === 'license') {
    const { id, exception } = expression;
    return exception ? `${id} WITH ${exception}` : id;
  }
  const isAll = expression.kind === 'all';
  return expression.of
    .map((one) => (isAll && one.kind === 'any' ? `(${formatLicense(one)})` : formatLicense(one)))
    .join(isAll ? ' AND ' : ' OR ');
}

/** The expressions joined by `AND` or `OR`, each once; undefined without any. */
export function joinLicenses(
  kind: 'all' | 'any',
  expressions: readonly LicenseExpression[],
): LicenseExpression | undefined {
  const flat = expressions.flatMap((one) => (one.kind === kind ? one.of : [one]));
  const different = new Map(flat.map((one) => [formatLicense(one), one]));
  const of = [...different.values()];
  return of.length > 1 ? { kind, of } : of[0];
}

/** The licenses that an expression names, in order. */
export function licensesIn(expression: LicenseExpression): readonly License[] {
  return expression.kind === 'license' ? [expression] : expression.of.flatMap(licensesIn);
}

/** The identifiers of licenses that are not deprecated. */
export const LICENSE_IDS: readonly string[] = current;

let cases: ReadonlyMap<string, string> | undefined;

function inListedCase(word: string): string {
  cases ??= new Map([...exceptions, ...deprecated, ...current].map((id) => [id.toLowerCase(), id]));
  return cases.get(word.toLowerCase()) ?? word;
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === '(') most = Math.max(most, ++depth);
    else if (character === ')') depth--;
  }
  return most;
}

function expressionOf(node: Node): LicenseExpression {
  if ('license' in node) return licenseOf(node.license, node.plus === true, node.exception);
  const kind = node.conjunction === 'and' ? 'all' : 'any';
  // The parser groups from the right, so that a long chain is a list and no deep recursion.
  const operands: LicenseExpression[] = [];
  let rest: Node = node;
  while (!('license' in rest) && rest.conjunction === node.conjunction) {
    operands.push(expressionOf(rest.left));
    rest = rest.right;
  }
  operands.push(expressionOf(rest));
  return joinLicenses(kind, operands) as LicenseExpression;
}

/** The GNU licenses have no identifier without `-only` or `-or-later` since version 3.0 of the SPDX license list. */
const GNU = /^(?:A?GPL|LGPL|GFDL)-\d\.\d$/;
/** `GPL-2.0-with-classpath-exception`, which the list deprecates, too. */
const GNU_WITH_EXCEPTION = /^(GPL-(\d)\.0)-with-(\w+)-exception$/;

function licenseOf(id: string, orLater: boolean, exception: string | undefined): License {
  const [, gnu, major, name] = GNU_WITH_EXCEPTION.exec(id) ?? [];
  const included = gnu && EXCEPTIONS.get(`${name}${major}`);
  if (gnu && included) return { ...licenseOf(gnu, orLater, undefined), exception: included };
  const suffix = GNU.test(id) ? (orLater ? '-or-later' : '-only') : orLater ? '+' : '';
  return { kind: 'license', id: `${id}${suffix}`, ...(exception && { exception }) };
}

const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['autoconf2', 'Autoconf-exception-2.0'],
  ['autoconf3', 'Autoconf-exception-3.0'],
  ['bison2', 'Bison-exception-2.2'],
  ['classpath2', 'Classpath-exception-2.0'],
  ['font2', 'Font-exception-2.0'],
  ['GCC2', 'GCC-exception-2.0'],
  ['GCC3', 'GCC-exception-3.1'],
]);
