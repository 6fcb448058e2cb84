import type { Finding } from '../core/finding.js';
import type { Location } from '../core/location.js';
import type { Material } from '../core/material.js';
import type { Package } from '../core/package.js';
import type { RuleBook } from '../core/report.js';
import { credentialValues } from '../lib/credential-options.js';
import { isObject, replaceTexts } from '../lib/json.js';
import { lineStarts } from '../lib/lines.js';
import type { Span } from '../lib/span.js';
import { maskPackages } from './mask-packages.js';
import { HIDDEN, maskText, replacePlaces, secretPlaces } from './mask-text.js';
import { type MultiMatch, multiMatch } from './multi-match.js';
import { secretObjectPlaces } from './secret-objects.js';
import { secretSpan, spanOf } from './secret-span.js';

/** Findings and source texts without secrets, to show to everyone who can read a report. */
export interface Redacted {
  readonly findings: readonly Finding[];
  readonly source: (path: string) => string | undefined;
  /** A name without secrets. */
  readonly text: (text: string) => string;
  /** A sentence without secrets, also those of the files, which it may quote without what shows that they are secrets. */
  readonly sentence: (sentence: string) => string;
  readonly packages: readonly Package[];
  readonly materials: readonly Material[];
}

/** What a report shows besides findings. */
interface AlsoShown {
  readonly packages?: readonly Package[];
  readonly materials?: readonly Material[];
}

export type Redact = typeof redact;

/**
 * Removes the secrets in the repository's files from reports. Each is masked at its place and wherever else its value
 * is: in the source lines of all files, where the number of columns stays the same, and in sentences that quote it. A fix
 * that contains one is dropped.
 */
export function redact(
  findings: readonly Finding[],
  source: (path: string) => string | undefined,
  rules: RuleBook,
  { packages = [], materials = [] }: AlsoShown = {},
): Redacted {
  const masked = maskPackages(packages);
  const files = new Map<string, SearchedFile>();
  const shown = new Map<string, string | undefined>();
  const byPath = groupByPath(findings);
  /** The paths that contain a secret themselves, by their masked form. */
  const maskedPaths = new Map<string, string>();
  const fileOf = (path: string): SearchedFile => {
    const file = files.get(path) ?? searchFile(source(path), path, byPath.get(path) ?? [], rules);
    files.set(path, file);
    return file;
  };
  const all = new Set<string>();
  const paths = [...byPath.keys(), ...materials.map(({ location }) => location.path)];
  for (const path of new Set(paths)) {
    if (maskText(path) !== path) maskedPaths.set(maskText(path), path);
    for (const value of fileOf(path).values) if (isDistinctive(value)) all.add(value);
  }
  const known = multiMatch(all);
  const shownText = (path: string): string | undefined => {
    if (!shown.has(path)) shown.set(path, maskFile(source(path), fileOf(path), known));
    return shown.get(path);
  };
  const hide = (sentence: string) =>
    known.valuesIn(sentence).reduce(withoutValue, maskText(sentence));
  /** For what quotes its place: also without a value there that is an ordinary word elsewhere. */
  const hideFor = (location: Location | undefined) => {
    const value = location && fileOf(location.path).valueAt(location);
    return value === undefined || value === ''
      ? hide
      : (text: string) => hide(withoutValue(text, value));
  };
  return {
    text: maskText,
    sentence: hide,
    packages: masked.packages,
    materials: materials.map((material) => withoutQuotes(material, hideFor(material.location))),
    source: (path) => shownText(maskedPaths.get(path) ?? path),
    findings: findings.map((finding) =>
      withoutSecrets(
        withTexts(finding, masked.replaced),
        finding.location ? fileOf(finding.location.path) : NO_FILE,
        hideFor(finding.location),
      ),
    ),
  };
}

function withoutValue(text: string, value: string): string {
  return text.replaceAll(value, HIDDEN);
}

function withoutQuotes(material: Material, hide: (text: string) => string): Material {
  const { location, what, by } = material;
  return { ...material, location: maskPath(location), what: hide(what), by: hide(by) };
}

/** What a finding says about a package, it has from there. */
function withTexts(finding: Finding, replaced: ReadonlyMap<string, string>): Finding {
  if (replaced.size === 0) return finding;
  const { details, subject } = finding;
  return { ...finding, ...replaceTexts({ details, subject }, replaced) } as Finding;
}

interface SearchedFile {
  /** The places of its secrets; undefined if it was not searched completely. */
  readonly places: readonly Span[] | undefined;
  readonly values: ReadonlySet<string>;
  /** The secret that is all of a place, or contains it. */
  readonly valueAt: (location: Location) => string | undefined;
  /** The secrets of the file that another text contains. */
  readonly secretsIn: (text: string) => readonly string[];
}

const NO_FILE: SearchedFile = {
  places: undefined,
  values: new Set(),
  valueAt: () => undefined,
  secretsIn: () => [],
};

function groupByPath(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const path = finding.location?.path ?? '';
    const group = groups.get(path);
    if (group) group.push(finding);
    else groups.set(path, [finding]);
  }
  return groups;
}

/** No lines of a larger file are shown, nor of a file that was searched in part. */
const MAX_LENGTH = 10 * 1024 * 1024;

function searchFile(
  text: string | undefined,
  path: string,
  findings: readonly Finding[],
  rules: RuleBook,
): SearchedFile {
  if (text === undefined || text.length > MAX_LENGTH) return NO_FILE;
  const { places, complete } = secretPlaces(text, path);
  const starts = lineStarts(text);
  const all = [
    ...places,
    ...credentialValues(text),
    ...findings.flatMap((finding) => {
      const rule = rules.get(finding.rule);
      const { location } = finding;
      const span = location && secretSpan(location, rule?.sensitive, text, starts);
      return !span || (rule?.sensitive === 'in-command' && contains(places)(span)) ? [] : span;
    }),
  ];
  const values = new Set<string>();
  replacePlaces(text, all, (value) => {
    values.add(unquoted(value));
    return '';
  });
  return {
    // Other texts may have the other values of a Secret, such as the name of a host.
    places: complete ? [...all, ...secretObjectPlaces(text)] : undefined,
    values,
    valueAt: (location) => {
      const place = spanOf(location, text, starts);
      // The place of a word has its quotes.
      const isAround = ({ start, end }: Span) => start - 1 <= place.start && place.end <= end + 1;
      const secret = all.find(isAround);
      return secret && unquoted(text.slice(secret.start, secret.end));
    },
    secretsIn: multiMatch(values).valuesIn,
  };
}

function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/s, '$2');
}

/** The text with dots for its own secrets, and for those that are known from elsewhere. */
function maskFile(
  text: string | undefined,
  { places }: SearchedFile,
  known: MultiMatch,
): string | undefined {
  const others = places && text !== undefined ? known.placesIn(text) : undefined;
  if (text === undefined || !places || !others) return undefined;
  return replacePlaces(text, [...places, ...others], (value) => value.replace(/[^\r\n]/g, '•'));
}

/** Whether a range contains one of the places. */
function contains(places: readonly Span[]): (range: Span) => boolean {
  return ({ start, end }) => places.some((place) => start <= place.start && place.end <= end);
}

function withoutSecrets(
  finding: Finding,
  { secretsIn }: SearchedFile,
  hide: (sentence: string) => string,
): Finding {
  const { fix, location, subject, related, suppression, exception } = finding;
  const message = hide(finding.message);
  const isSecret = fix?.edits.some(
    ({ text }) => secretsIn(text).length > 0 || secretPlaces(text, '').places.length > 0,
  );
  return {
    ...withoutSecretFacts(message === finding.message ? finding : withSummary(finding, hide), hide),
    message,
    fix: isSecret ? undefined : fix && { ...fix, description: hide(fix.description) },
    ...(location && { location: maskPath(location) }),
    ...(subject && {
      subject: {
        ...maskPath(subject),
        ...(subject.image !== undefined && { image: maskText(subject.image) }),
      },
    }),
    ...(related && {
      related: related.map((other) => ({
        message: hide(other.message),
        location: maskPath(other.location),
      })),
    }),
    ...(suppression && {
      suppression: {
        ...maskPath(suppression),
        rule: hide(suppression.rule),
        ...(suppression.reason !== undefined && { reason: hide(suppression.reason) }),
      },
    }),
    ...(exception && { exception: { ...exception, reason: hide(exception.reason) } }),
  };
}

/** With the summary of an advisory masked, as in the message that quotes it. */
function withSummary(finding: Finding, hide: (text: string) => string): Finding {
  const { details } = finding;
  if (!details || !('summary' in details) || typeof details.summary !== 'string') return finding;
  return { ...finding, details: { ...details, summary: hide(details.summary) } } as Finding;
}

/** The facts of a rule may quote the file. Details of packages come from the image and from advisories. */
function withoutSecretFacts(finding: Finding, hide: (text: string) => string): Finding {
  const { check, details } = finding;
  if (details === undefined || check === 'vulnerability' || check === 'malware') return finding;
  return { ...finding, details: mapTexts(details, hide) } as Finding;
}

/** A JSON value in which each text is replaced. */
function mapTexts<T>(value: T, replace: (text: string) => string): T {
  if (typeof value === 'string') return replace(value) as T;
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, replace)) as T;
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, one]) => [key, mapTexts(one, replace)]);
  return Object.fromEntries(members) as T;
}

function maskPath<T extends { readonly path?: string }>(place: T): T {
  return place.path === undefined ? place : { ...place, path: maskText(place.path) };
}

/**
 * Whether a value is not also an ordinary word: the password of `POSTGRES_PASSWORD: postgres` occurs in the name of its
 * image, which is not secret.
 */
function isDistinctive(value: string): boolean {
  if (LONG_WORD.test(value)) return true;
  return /[A-Za-z]/.test(value) && /[^A-Za-z._-]/.test(value);
}

/** Longer than the names of most programs. */
const LONG_WORD = /^[A-Za-z]{12,}$/;
