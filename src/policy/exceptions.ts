import { type AppliedException, type Finding, vulnerabilityDetails } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import type { Note } from '../core/report.js';
import { dayOf } from '../lib/dates.js';
import { globMatcher } from '../lib/glob.js';
import type { Exception } from './policy.js';

/** Days before its end in which an exception is said to end soon. */
const SOON_DAYS = 14;

/** The exceptions of a policy at work: what they covered is remembered for the notes. */
export interface Exceptions {
  /** The findings with those that an exception covers marked `excepted`. What is fixed needs none. */
  apply(findings: readonly Finding[]): Finding[];
  /**
   * What to say of them after all findings were seen: which have expired (their findings are active again) or soon
   * will. Those that cover nothing are told only when `complete`: every check that they may speak of has run.
   */
  notes(complete: boolean): Note[];
}

/** Exceptions as of `now`. A malicious package is excepted by its very id only, by no pattern. */
export function startExceptions(exceptions: readonly Exception[], now: Date): Exceptions {
  const today = dayOf(now);
  const matchers = exceptions.map((exception) => matcher(exception, today));
  const byRule = new Map<string, Matcher[]>();
  for (const m of matchers) {
    const same = byRule.get(m.exception.rule);
    if (same && !m.pattern) same.push(m);
    else if (!m.pattern) byRule.set(m.exception.rule, [m]);
  }
  const patterns = matchers.filter((m) => m.pattern);
  const covering = (finding: Finding): Matcher[] =>
    [finding.rule, ...finding.aliases]
      .flatMap((id) => byRule.get(id) ?? [])
      .concat(patterns)
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
    notes: (complete) => matchers.flatMap((m) => note(m, complete, dayOf(now, SOON_DAYS))),
  };
}

interface Matcher {
  readonly exception: Exception;
  /** Its rule has wildcards. */
  readonly pattern: boolean;
  readonly expired: boolean;
  covered: number;
  covers(finding: Finding): boolean;
}

function matcher(exception: Exception, today: string): Matcher {
  const { rule, packages, paths, images, until } = exception;
  const pattern = /[*?]/.test(rule);
  const isRule = globMatcher(rule);
  const isPackage = anyOf(packages);
  const isPath = anyOf(paths);
  const isImage = anyOf(images);
  return {
    exception,
    pattern,
    expired: until !== undefined && until < today,
    covered: 0,
    covers: (finding) =>
      !(pattern && finding.check === 'malware') &&
      [finding.rule, ...finding.aliases].some(isRule) &&
      isPackage(packageNames(finding)) &&
      isPath(present([finding.location?.path, finding.subject?.path])) &&
      isImage(imageNames(finding)),
  };
}

/** Whether one of the names matches one of the globs; no globs take all. */
function anyOf(globs: readonly string[]): (names: readonly string[]) => boolean {
  const matchers = globs.map(globMatcher);
  return (names) => matchers.length === 0 || names.some((name) => matchers.some((m) => m(name)));
}

/** By what a package may be called: its name, its package URL, whole, without qualifiers, without version. */
function packageNames(finding: Finding): string[] {
  const name = packageName(finding);
  const purl = finding.subject?.purl;
  const bare = purl?.split(/[?#]/)[0];
  return present([name, purl, bare, bare?.replace(/(?<=.)@[^@/]*$/, '')]);
}

function packageName(finding: Finding): string | undefined {
  if (finding.check === 'policy') return finding.details?.package;
  return vulnerabilityDetails(finding)?.package;
}

function imageNames({ subject }: Finding): string[] {
  return subject?.image === undefined ? [] : [subject.image, imageName(subject.image)];
}

function present(texts: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => text !== undefined);
}

/** The exception as the report shows it. */
function appliedException({ exception }: Matcher): AppliedException {
  const { rule, packages, paths, images, reason, owner, until, file, line } = exception;
  return {
    source: 'policy',
    rule,
    ...(packages.length > 0 && { package: listed(packages) }),
    ...(paths.length > 0 && { path: listed(paths) }),
    ...(images.length > 0 && { image: listed(images) }),
    reason,
    ...(owner !== undefined && { owner }),
    ...(until !== undefined && { until }),
    policy: file,
    line,
  };
}

function listed(texts: readonly string[]): string {
  return texts.join(', ');
}

function note(m: Matcher, complete: boolean, soon: string): Note[] {
  const { rule, file, line, until } = m.exception;
  const who = `the exception for ${rule} (${file}:${line})`;
  const findings = `${m.covered} ${m.covered === 1 ? 'finding' : 'findings'}`;
  const say = (message: string): Note[] => [{ check: 'policy', message }];
  if (m.expired && m.covered > 0)
    return say(
      `${who} expired on ${until}: ${findings} ${m.covered === 1 ? 'counts' : 'count'} again`,
    );
  if (m.expired) return say(`${who} expired on ${until}`);
  if (m.covered === 0) return complete ? say(`${who} covers nothing`) : [];
  if (until !== undefined && until <= soon)
    return say(`${who} ends on ${until}: ${findings} will count again`);
  return [];
}
