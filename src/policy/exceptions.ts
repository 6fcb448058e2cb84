import { affectedPackages } from '../core/affected-packages.js';
import { type AppliedException, type Finding, vulnerabilityDetails } from '../core/finding.js';
import { imageGlob } from '../core/image-glob.js';
import { acceptingNames } from '../core/join-findings.js';
import type { Note } from '../core/report.js';
import { dayOf } from '../lib/dates.js';
import { globMatcher } from '../lib/glob.js';
import { groupBy } from '../lib/group-by.js';
import { licenseMatcher } from '../licenses/license-evaluation.js';
import type { Exception } from './policy.js';

/** An exception or an allowed gap with fewer days left is reported as expiring soon. */
export const SOON_DAYS = 14;

/** Matches findings with exceptions, and counts the matches for the notes. */
export interface ExceptionMatcher {
  /** The findings, with the status `excepted` for those that an exception covers. Fixed findings stay fixed. */
  apply(findings: readonly Finding[]): Finding[];
  /**
   * Notes on exceptions after all findings were matched: those that have expired (their findings are active again) or
   * expire soon.
   */
  notes(): Note[];
  /** The exceptions that covered no finding; without those that have expired. */
  unused(): Exception[];
}

/** Exceptions as of `now`. A malicious package is excepted only by its exact id, never by a glob. */
export function matchExceptions(exceptions: readonly Exception[], now: Date): ExceptionMatcher {
  const today = dayOf(now);
  const matchers = exceptions.map((exception) => matcher(exception, today));
  const byRule = groupBy(
    matchers.filter((m) => !m.isGlob),
    (m) => m.exception.rule,
  );
  const globs = matchers.filter((m) => m.isGlob);
  const covering = (finding: Finding): Matcher[] =>
    acceptingNames(finding)
      .flatMap((id) => byRule.get(id) ?? [])
      .concat(globs)
      .filter((m) => m.covers(finding));
  return {
    apply: (findings) =>
      findings.map((finding): Finding => {
        if (finding.status === 'fixed' || finding.status === 'excepted') return finding;
        const found = covering(finding);
        for (const m of found) m.covered++;
        const active = found.find((m) => !m.expired);
        return active
          ? { ...finding, status: 'excepted', exception: appliedException(active) }
          : finding;
      }),
    notes: () => matchers.flatMap((m) => noteOn(m, dayOf(now, SOON_DAYS))),
    unused: () => matchers.filter((m) => !m.expired && m.covered === 0).map((m) => m.exception),
  };
}

interface Matcher {
  readonly exception: Exception;
  /** Its rule is a glob, not an id. */
  readonly isGlob: boolean;
  readonly expired: boolean;
  /** The number of findings that it covered. */
  covered: number;
  covers(finding: Finding): boolean;
}

function matcher(exception: Exception, today: string): Matcher {
  const { rule, packages, paths, images, licenses, until } = exception;
  const isGlob = /[*?]/.test(rule);
  const isRule = globMatcher(rule);
  const isPackage = anyOf(packages);
  const isPath = anyOf(paths);
  const isImage = anyOf(images, imageGlob);
  const isLicense = licenseMatcher(licenses);
  return {
    exception,
    isGlob,
    expired: until !== undefined && until < today,
    covered: 0,
    covers: (finding) =>
      !(isGlob && finding.check === 'malware') &&
      acceptingNames(finding).some(isRule) &&
      (isPackage(sourceNames(finding)) || isEveryPackage(finding, isPackage)) &&
      (isPath(defined([finding.location?.path])) || isEvery(placesOf(finding), isPath)) &&
      isImage(defined([finding.subject?.image])) &&
      (licenses.length === 0 || isEveryLicense(finding, isLicense)),
  };
}

/** The places of a package in the image: an exception for one of them does not cover the others. */
function placesOf({ subject }: Finding): readonly string[] {
  return subject?.paths ?? defined([subject?.path]);
}

function isEvery(
  names: readonly string[],
  matches: (names: readonly string[]) => boolean,
): boolean {
  return names.length > 0 && names.every((name) => matches([name]));
}

/** An exception for one of several licenses does not cover the others. */
function isEveryLicense(finding: Finding, matches: (license: string) => boolean): boolean {
  const licenses = (finding.check === 'policy' && finding.details?.licenses) || [];
  return licenses.length > 0 && licenses.every(matches);
}

/** Matches if one of the names matches one of the globs, or if there are no globs. */
function anyOf(
  globs: readonly string[],
  matcherOf = globMatcher,
): (names: readonly string[]) => boolean {
  const matchers = globs.map((glob) => matcherOf(glob));
  return (names) => matchers.length === 0 || names.some((name) => matchers.some((m) => m(name)));
}

/** An exception for one of several packages does not cover the others. */
function isEveryPackage(
  finding: Finding,
  isPackage: (names: readonly string[]) => boolean,
): boolean {
  const packages = affectedPackages(finding);
  if (packages.length > 0)
    return packages.every(({ name, purl }) => isPackage(packageNames(name, purl)));
  const name = finding.check === 'policy' ? finding.details?.package : undefined;
  return isPackage(packageNames(name, finding.subject?.purl));
}

/**
 * The name of the source package, which stands for all packages that were built from it, and its package URL: that of one of
 * them with this name, and without qualifiers and version.
 */
function sourceNames(finding: Finding): string[] {
  const source = vulnerabilityDetails(finding)?.source;
  if (source === undefined) return [];
  const purl = affectedPackages(finding)[0]?.purl ?? finding.subject?.purl;
  const [namespace] = /^pkg:(?:deb|rpm|apk)\/(?:[^/@?#]+\/)?/.exec(purl ?? '') ?? [];
  return defined([source, namespace && `${namespace}${encodeURIComponent(source)}`]);
}

/** The names of a package: its name; its package URL, also without qualifiers, and without qualifiers and version. */
function packageNames(name: string | undefined, purl: string | undefined): string[] {
  const bare = purl?.split(/[?#]/)[0];
  return defined([name, purl, bare, bare?.replace(/(?<=.)@[^@/]*$/, '')]);
}

function defined(texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined);
}

/** The exception in the form that the report has. */
function appliedException({ exception }: Matcher): AppliedException {
  const { rule, packages, paths, images, licenses, reason, owner, until, file, line } = exception;
  return {
    source: 'policy',
    rule,
    package: packages.join(', ') || undefined,
    path: paths.join(', ') || undefined,
    image: images.join(', ') || undefined,
    license: licenses.join(', ') || undefined,
    reason,
    owner,
    until,
    policy: file,
    line,
  };
}

/** `soon` is the day up to which an exception counts as expiring soon. */
function noteOn(m: Matcher, soon: string): Note[] {
  const problem = exceptionProblem(m, soon);
  if (problem === undefined) return [];
  const { rule, file, line } = m.exception;
  const message = `Exception for ${rule} (${file}:${line}) ${problem}`;
  return [{ check: 'policy', message, ...(m.expired && m.covered > 0 && { urgent: true }) }];
}

function exceptionProblem(
  { exception, expired, covered }: Matcher,
  soon: string,
): string | undefined {
  const { until } = exception;
  const findings = covered === 1 ? '1 finding' : `${covered} findings`;
  if (expired && covered === 0) return `expired on ${until}`;
  if (expired) return `expired on ${until}: ${findings} active again`;
  if (covered === 0) return undefined;
  if (until !== undefined && until <= soon)
    return `expires on ${until}: ${findings} will be active again`;
  return undefined;
}
