import { globMatcher } from '../lib/glob.js';
import {
  formatLicense,
  LICENSE_EXCEPTIONS,
  LICENSE_IDS,
  type License,
  type LicenseExpression,
  licensesIn,
  MAX_LICENSE_LENGTH,
  parseLicense,
} from './license.js';

/** The licenses that the policy accepts: `licenses` in the policy. */
export interface LicensePolicy {
  /** Globs over SPDX ids, and over texts that are no SPDX expression. */
  readonly deny: readonly string[];
  /** If present, all other licenses are denied. */
  readonly allow?: readonly string[];
  readonly unknown: UnknownLicenses;
  readonly line: number;
  /** The file, if it is one that the policy extends. */
  readonly file?: string;
}

/** What unknown licenses are: accepted, a finding of low severity, or one that fails like a denied license. */
export const UNKNOWN_LICENSES = ['allow', 'warn', 'deny'] as const;
type UnknownLicenses = (typeof UNKNOWN_LICENSES)[number];

/** What the policy says about a license, from the best to the worst. */
const RESULTS = ['accepted', 'unknown', 'denied'] as const;
type Result = (typeof RESULTS)[number];

export interface LicenseResult {
  readonly result: Result;
  /** The licenses that are the reason, as SPDX writes them. */
  readonly licenses: readonly string[];
}

/**
 * Evaluates the license of a package. Of `A OR B` the better one counts, of `A AND B` the worse one. A license that an entry
 * of `deny` names is denied. Other licenses are accepted, or, if there is `allow`, only those that it names. No license, a
 * text that is no SPDX expression, and `LicenseRef-…` are unknown unless an entry names them; the public domain is known.
 */
export function licenseEvaluator({
  deny,
  allow,
}: Pick<LicensePolicy, 'deny' | 'allow'>): (license: string | undefined) => LicenseResult {
  const isDenied = anyEntry(deny);
  const isAllowed = anyEntry(allow ?? []);
  const evaluate = (one: Named): Result => {
    if (isDenied(withReferencedText(one))) return 'denied';
    if (isAllowed(withThisVersion(one))) return 'accepted';
    if (!one.isExpression) return 'unknown';
    if (allow) return 'denied';
    return isReference(one.id) && !isPublicDomain(one.id) ? 'unknown' : 'accepted';
  };
  const evaluated = new Map<string, LicenseResult>();
  return (license = '') => {
    const text = license.trim();
    const result = evaluated.get(text) ?? evaluateText(text, evaluate);
    evaluated.set(text, result);
    return result;
  };
}

/** A license that the SPDX list does not have. */
function isReference(id: string): boolean {
  return /^(?:LicenseRef|DocumentRef)-/i.test(id);
}

/** No license, but known: Debian's name for works without copyright, and ScanCode's. */
function isPublicDomain(id: string): boolean {
  return /^LicenseRef-(?:scancode-)?public-domain$/i.test(id);
}

function evaluateText(text: string, evaluate: (one: Named) => Result): LicenseResult {
  if (text === '' || /^(?:NOASSERTION|NONE)$/i.test(text))
    return { result: 'unknown', licenses: [] };
  if (text.length > MAX_LICENSE_LENGTH) return { result: 'unknown', licenses: [text] };
  const expression = parseLicense(text);
  return expression
    ? evaluateExpression(expression, evaluate)
    : resultOf(evaluate(namedText(text)), text);
}

function evaluateExpression(
  expression: LicenseExpression,
  evaluate: (one: Named) => Result,
): LicenseResult {
  if (expression.kind === 'license')
    return resultOf(evaluate(namedLicense(expression)), formatLicense(expression));
  return combined(
    expression.kind,
    expression.of.map((part) => evaluateExpression(part, evaluate)),
  );
}

/** The worst result: of licenses that all apply, such as those of one package at several places. */
export function worstOf(parts: readonly LicenseResult[]): LicenseResult {
  return combined('all', parts);
}

function combined(kind: 'all' | 'any', parts: readonly LicenseResult[]): LicenseResult {
  const ranks = parts.map(({ result }) => RESULTS.indexOf(result));
  const rank = kind === 'any' ? Math.min(...ranks) : Math.max(...ranks);
  const result = RESULTS[rank] ?? 'unknown';
  const licenses = parts.filter((part) => part.result === result).flatMap((part) => part.licenses);
  return { result, licenses: [...new Set(licenses)] };
}

function resultOf(result: Result, license: string): LicenseResult {
  return { result, licenses: result === 'accepted' ? [] : [license] };
}

/** A license in all spellings that entries may use, in lower case: the ids of SPDX do not differ in case. */
interface Named {
  readonly id: string;
  readonly spellings: readonly string[];
  readonly exception?: string;
  /** It is an SPDX expression, not another text. */
  readonly isExpression: boolean;
}

/**
 * How names are compared: without case, and with one hyphen for spaces and other signs, as in the references that stand for
 * texts: `Acme License` names `LicenseRef-Acme-License`. So globs match any text, also slashes.
 */
function comparable(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}.+*?-]+/gu, '-');
}

/** `GPL-2.0-or-later` is also `GPL-2.0` and `GPL-2.0+` in entries, `Apache-1.1+` also `Apache-1.1`. */
function namedLicense({ id, exception }: License): Named {
  const [, family, kind] = /^(.+?)(-only|-or-later|\+)$/i.exec(id) ?? [];
  const others = family === undefined ? [] : [family, ...(kind === '-only' ? [] : [`${family}+`])];
  return {
    id,
    spellings: [id, ...others].map(comparable),
    ...(exception && { exception: comparable(exception) }),
    isExpression: true,
  };
}

function namedText(text: string): Named {
  return { id: text, spellings: [comparable(text)], isExpression: false };
}

/** Who may choose between a version and later ones may choose this version. */
function withThisVersion(one: Named): Named {
  const [, family] = /^(.+)-or-later$/i.exec(one.id) ?? [];
  if (family === undefined) return one;
  return { ...one, spellings: [...one.spellings, comparable(`${family}-only`)] };
}

/** `Acme*` denies `LicenseRef-Acme`. It does not accept it: a package may call any license `LicenseRef-MIT`. */
function withReferencedText(one: Named): Named {
  const [, text] = /^LicenseRef-(.+)$/i.exec(one.id) ?? [];
  return text === undefined ? one : { ...one, spellings: [...one.spellings, comparable(text)] };
}

/** Whether one of the entries names a license. */
function anyEntry(entries: readonly string[]): (one: Named) => boolean {
  const read = entries.map(readEntry);
  const isPattern = ({ id, exception }: Entry) => exception !== undefined || /[*?]/.test(id);
  const exact = new Set(
    read
      .filter((entry) => !isPattern(entry))
      .flatMap(({ id, isListed }) => (isListed ? [id] : [id, `licenseref-${id}`])),
  );
  const patterns = read.filter(isPattern).map(({ id, exception }) => {
    const isLicense = globMatcher(id);
    const isException = exception === undefined ? () => true : globMatcher(exception);
    return (one: Named) =>
      one.spellings.some(isLicense) &&
      (exception === undefined || (one.exception !== undefined && isException(one.exception)));
  });
  return (one) =>
    one.spellings.some((name) => exact.has(name)) || patterns.some((matches) => matches(one));
}

/** An entry of the policy, in lower case. Without an exception, it names a license with and without one. */
interface Entry {
  readonly id: string;
  readonly exception?: string;
  /** It is an id of SPDX or a reference. Other texts also name the reference that stands for them. */
  readonly isListed: boolean;
}

/** Reads `GPL-2.0-* WITH Classpath-exception-2.0`, and an id that SPDX deprecates. */
function readEntry(entry: string): Entry {
  const [written = '', exception] = entry.trim().split(/\s+WITH\s+/i);
  const listed = parseLicense(written);
  // `GPL-2.0` alone names all licenses of this version.
  const isFamily = /^(?:A?GPL|LGPL|GFDL)-\d\.\d$/i.test(written);
  const id = listed?.kind === 'license' && !isFamily ? listed.id : written;
  const included = listed?.kind === 'license' ? listed.exception : undefined;
  const required = exception ?? included;
  return {
    id: comparable(id),
    isListed: listed !== undefined,
    ...(required && { exception: comparable(required) }),
  };
}

/** Whether an entry names licenses of the SPDX list. */
export function namesListed(entry: string): boolean {
  const [id = '', exception] = entry.trim().split(/\s+WITH\s+/i);
  if (
    exception !== undefined &&
    !LICENSE_EXCEPTIONS.map(comparable).some(globMatcher(comparable(exception)))
  )
    return false;
  // `AGPL-3.0-only+`: one of both is wrong.
  if (/-(?:only|or-later)\+$/i.test(id)) return false;
  listed ??= LICENSE_IDS.map((one) => namedLicense({ kind: 'license', id: one }));
  const expression = parseLicense(id);
  if (expression?.kind === 'license') return !isReference(expression.id);
  return listed.some(anyEntry([id]));
}

let listed: readonly Named[] | undefined;

/** Whether an entry names one of the licenses in a text, as an entry of `allow` would. */
export function licenseMatcher(entries: readonly string[]): (license: string) => boolean {
  const matches = anyEntry(entries);
  return (license) => {
    const expression = license.length > MAX_LICENSE_LENGTH ? undefined : parseLicense(license);
    const all = expression ? licensesIn(expression).map(namedLicense) : [namedText(license)];
    return all.map(withThisVersion).some(matches);
  };
}
