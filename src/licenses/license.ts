import exceptions from 'spdx-exceptions/index.json' with { type: 'json' };
import parse from 'spdx-expression-parse';
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

/** Characters of an expression. A package with more licenses has a license text, and no expression. */
export const MAX_LICENSE_LENGTH = 8_192;
/** Parentheses in each other, which the parser reads by recursion. */
const MAX_DEPTH = 100;

/**
 * Parses an SPDX license expression whose identifiers are in the SPDX license list, deprecated ones included, in upper or
 * lower case; undefined for any other text. Source: SPDX 2.3, annex D.
 */
export function parseLicense(text: string): LicenseExpression | undefined {
  if (text.length > MAX_LICENSE_LENGTH || depthOf(text) > MAX_DEPTH) return undefined;
  return expressionIn(text.trim(), OPERATORS);
}

/** `OR` binds less than `AND`. */
const OPERATORS = [
  ['any', /(?<=[\s)])or(?=[\s(])/gi],
  ['all', /(?<=[\s)])and(?=[\s(])/gi],
] as const;

/** The library's time grows with the square of the length, so it gets one license at a time. */
function expressionIn(text: string, operators: Operators): LicenseExpression | undefined {
  const [operator, ...others] = operators;
  if (!operator) {
    const inner = withoutParentheses(text);
    return inner === undefined ? licenseIn(text) : expressionIn(inner.trim(), OPERATORS);
  }
  const [kind, pattern] = operator;
  const operands: LicenseExpression[] = [];
  for (const part of splitOutside(text, pattern)) {
    const operand = expressionIn(part.trim(), others);
    if (!operand) return undefined;
    operands.push(operand);
  }
  return joinLicenses(kind, operands);
}

type Operators = readonly (typeof OPERATORS)[number][];

/** The parts of the text between the matches that are in no parentheses. */
export function splitOutside(text: string, operator: RegExp): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let counted = 0;
  for (const { index, 0: match } of text.matchAll(operator)) {
    for (; counted < index; counted++) depth += depthChange(text[counted]);
    if (depth !== 0) continue;
    parts.push(text.slice(start, index));
    start = index + match.length;
  }
  return [...parts, text.slice(start)];
}

/** The text between the parentheses around all of it; undefined when there are none. */
export function withoutParentheses(text: string): string | undefined {
  if (!text.startsWith('(')) return undefined;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    depth += depthChange(text[i]);
    if (depth === 0) return i === text.length - 1 ? text.slice(1, -1) : undefined;
  }
  return undefined;
}

function depthChange(character: string | undefined): number {
  if (character === '(') return 1;
  return character === ')' ? -1 : 0;
}

/** One license, with an exception or without. Packages have few different ones, and the library searches its list. */
function licenseIn(text: string): License | undefined {
  if (KNOWN.has(text)) return KNOWN.get(text);
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  const license = parseOne(text);
  KNOWN.set(text, license);
  return license;
}

const KNOWN = new Map<string, License | undefined>();
const MAX_KNOWN = 2_000;

function parseOne(text: string): License | undefined {
  // The library throws for every other text, which takes much longer.
  if (!/^[\w.:-]+\+?(?: +with +[\w.-]+)?$/i.test(text)) return undefined;
  try {
    const node = parse(text.replace(/[\w.-]+/g, inListedCase));
    return 'license' in node
      ? licenseOf(node.license, node.plus === true, node.exception)
      : undefined;
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

/** The identifiers of exceptions, which follow `WITH`. */
export const LICENSE_EXCEPTIONS: readonly string[] = exceptions;

let cases: ReadonlyMap<string, string> | undefined;

function inListedCase(word: string): string {
  cases ??= new Map([...exceptions, ...deprecated, ...current].map((id) => [id.toLowerCase(), id]));
  return cases.get(word.toLowerCase()) ?? word;
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    depth += depthChange(character);
    most = Math.max(most, depth);
  }
  return most;
}

/** The GNU licenses have no identifier without `-only` or `-or-later` since version 3.0 of the SPDX license list. */
const GNU = /^(?:A?GPL|LGPL|GFDL)-\d\.\d$/;
const GNU_VERSION = /(?<=^(?:A?GPL|LGPL|GFDL)-\d\.\d)-(?:only|or-later)$/;
/** `GPL-2.0-with-classpath-exception`, which the list deprecates, too. */
const GNU_WITH_EXCEPTION = /^(GPL-(\d)\.0)-with-(\w+)-exception$/;

function licenseOf(id: string, orLater: boolean, exception: string | undefined): License {
  const [, gnu, major, name] = GNU_WITH_EXCEPTION.exec(id) ?? [];
  const included = gnu && EXCEPTIONS.get(`${name}${major}`);
  if (gnu && included) return { ...licenseOf(gnu, orLater, undefined), exception: included };
  // Not an expression of SPDX, but it says what is meant.
  if (orLater && GNU_VERSION.test(id))
    return licenseOf(id.replace(GNU_VERSION, ''), true, exception);
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
