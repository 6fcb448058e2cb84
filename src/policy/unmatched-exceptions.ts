import { type Coverage, isGap } from '../core/coverage.js';
import type { Check, Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { imageGlob } from '../core/image-glob.js';
import { acceptingNames } from '../core/join-findings.js';
import type { Incomplete, Note, RuleBook, Target } from '../core/report.js';
import { globMatcher } from '../lib/glob.js';
import { groupBy } from '../lib/group-by.js';
import { nearestName } from '../lib/nearest-name.js';
import { listFirst } from '../lib/text.js';
import { matchExceptions } from './exceptions.js';
import type { Exception, Policy } from './policy.js';
import { deniedLicense, unknownLicense, unmatchedEntry } from './policy-rules.js';
import { policyFinding } from './unmatched.js';

/** How exceptions that match nothing are counted. */
export interface ExceptionCount {
  /** The rules that findings may have, with their checks. */
  readonly rules: RuleBook;
  /** Options select some of the images or files, so other runs may use an exception. */
  readonly narrowed: boolean;
  /** The baseline's findings. */
  readonly before: readonly Finding[];
  /** The baseline has the same exceptions. */
  readonly isOld: boolean;
}

/** What a run checked and found. */
export interface CountedRun {
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly coverage: readonly Coverage[];
  readonly targets: readonly Target[];
}

/**
 * A finding for each exception of the policy that covers no finding although its checks ran; a note for one of another
 * tool's file, which that tool may need.
 */
export function unmatchedExceptions(
  policy: Policy,
  unused: readonly Exception[],
  run: CountedRun,
  count: ExceptionCount,
): { readonly findings: readonly Finding[]; readonly notes: readonly Note[] } {
  const all = unused
    // An exception for these findings themselves covers them later.
    .filter(({ rule }) => rule !== unmatchedEntry.id)
    .map((exception) => ({ exception, checks: checksOf(exception, policy, count) }));
  const counted = all.filter(({ exception, checks }) => isCounted(exception, checks, run, count));
  const files = new Set([policy.path, ...(policy.extendedFiles ?? [])]);
  const isOwn = ({ file }: Exception) => files.has(file);
  return {
    findings: counted
      .filter(({ exception }) => isOwn(exception))
      .map(({ exception, checks }) => findingOf(policy, { exception, checks }, run, count)),
    notes: [
      ...withoutImage(unused, run, count),
      ...notDecided(
        all.filter((one) => !counted.includes(one)),
        run,
        count,
      ),
      ...counted
        .filter(({ exception }) => !isOwn(exception))
        .map(({ exception: { rule, file, line } }) => ({
          check: 'policy' as const,
          message: `Exception for ${rule} (${file}:${line}) matches no finding`,
        })),
    ],
  };
}

/** A note if exceptions name images and the run has none, so that nothing says whether they match. */
function withoutImage(
  unused: readonly Exception[],
  { targets }: CountedRun,
  { narrowed }: ExceptionCount,
): Note[] {
  if (narrowed || targets.some(({ kind }) => kind === 'image')) return [];
  const [first, ...more] = unused.filter(({ images }) => images.length > 0);
  if (!first) return [];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const place = `${first.file}:${first.line}`;
  const message = `No image was checked: the exception for ${first.rule} (${place})${others} may match nothing`;
  return [{ check: 'policy', message }];
}

/** An exception, and the checks whose findings it may cover. */
interface CountedException {
  readonly exception: Exception;
  readonly checks: readonly Check[];
}

/** Exceptions that one note names. */
const MAX_NAMED = 10;

/** A note on exceptions that only what was not checked can match, for each set of gaps. */
function notDecided(
  open: readonly CountedException[],
  { coverage, targets }: CountedRun,
  { narrowed }: ExceptionCount,
): Note[] {
  if (narrowed) return [];
  const hasImage = targets.some(({ kind }) => kind === 'image');
  const named = open.flatMap(({ exception, checks }) => {
    const rows = coverage.filter((row) => isGap(row) && checks.includes(row.check));
    // Without an image, another note says it.
    if (rows.length === 0 || (exception.images.length > 0 && !hasImage)) return [];
    const gaps = [...new Set(rows.map(({ check, target }) => `${check} of ${target}`))];
    const { rule, file, line } = exception;
    return [
      { gaps: listFirst(gaps, 3, String), text: `${rule}${placeOf(exception)} (${file}:${line})` },
    ];
  });
  return [...groupBy(named, ({ gaps }) => gaps)].map(([gaps, entries]) => {
    const message = `Exceptions that may match nothing, as not all was checked (${gaps}): ${listFirst(entries, MAX_NAMED, ({ text }) => text)}`;
    return { check: 'policy', message };
  });
}

/** Where findings are that an exception is for. */
function placeOf(exception: Exception): string {
  const parts = partsOf(exception);
  return parts && ` in ${parts}`;
}

function partsOf({ packages, paths, images, licenses }: Exception): string {
  return [...packages, ...paths, ...images, ...licenses].join(', ');
}

/** The checks whose findings are about no package. */
const WITHOUT_PACKAGE: ReadonlySet<Check | undefined> = new Set(['lint', 'secret']);

/** What an exception names, and the findings of its rule never have. */
function missingPart(
  { rule, packages, licenses }: Exception,
  { rules }: ExceptionCount,
): 'package' | 'license' | undefined {
  if (!WITHOUT_PACKAGE.has(rules.get(rule)?.check)) return undefined;
  if (packages.length > 0) return 'package';
  return licenses.length > 0 ? 'license' : undefined;
}

const LICENSE_RULES: readonly string[] = [deniedLicense.id, unknownLicense.id];

/** The checks whose findings an exception may cover. */
function checksOf(exception: Exception, policy: Policy, count: ExceptionCount): readonly Check[] {
  const { rule, packages, licenses } = exception;
  const { rules } = count;
  // What lists the packages.
  const isOfPackages = packages.length > 0 || licenses.length > 0 || LICENSE_RULES.includes(rule);
  if (isOfPackages && !missingPart(exception, count)) return ['vulnerability'];
  if (policy.rules.some(({ id }) => id === rule)) return ['policy'];
  // The findings of other rules that have this id as an alias come second: their checks may not run here.
  const named = rules.get(rule) ?? rules.get(nearestRule(rule, rules) ?? '');
  if (named) return [named.check];
  const matches = globMatcher(rule);
  const checks = [...rules.values()]
    .filter(({ id, aliases = [] }) => [id, ...aliases].some(matches))
    .map(({ check }) => check);
  if (checks.length > 0) return [...new Set(checks)];
  // All other ids are those of vulnerabilities.
  return familyChecks(rule, rules) ?? ['vulnerability'];
}

/** The check of the rules that are numbered alike: `PS9999` is no vulnerability. */
function familyChecks(id: string, rules: RuleBook): readonly Check[] | undefined {
  const prefix = /^[A-Z]{2,4}(?=\d{3,4}$)/.exec(id)?.[0];
  const alike = [...rules.values()].find(
    (one) => prefix !== undefined && one.id.replace(/\d+$/, '') === prefix,
  );
  return alike && [alike.check];
}

/** The rule whose id is misspelled; undefined for the id of a vulnerability, a glob, and an alias. */
function nearestRule(id: string, rules: RuleBook): string | undefined {
  const isAlias = [...rules.values()].some(({ aliases = [] }) => aliases.includes(id));
  return isAlias || /-\d|[*?]/.test(id) ? undefined : nearestName(id, rules.keys());
}

function isCounted(
  exception: Exception,
  checks: readonly Check[],
  { coverage, incomplete, targets }: CountedRun,
  count: ExceptionCount,
): boolean {
  if (missingPart(exception, count)) return true;
  const { images } = exception;
  const isOf = (name: string) => images.some((glob) => imageGlob(glob)(name));
  const isHere = targets.some(({ name }) => isOf(name));
  if (count.narrowed && !isHere) return false;
  // That no image has the name is known even where a check of the others is not complete.
  const isAbout = isHere || images.length === 0 || coverage.some(({ target }) => isOf(target));
  if (!isAbout && targets.some(({ kind }) => kind === 'image')) return true;
  return checks.every((check) => {
    if (incomplete.some((one) => one.check === check)) return false;
    const rows = coverage.filter((row) => row.check === check);
    return check === 'policy' || (rows.length > 0 && !rows.some(isGap));
  });
}

function findingOf(
  policy: Policy,
  { exception, checks }: CountedException,
  run: CountedRun,
  count: ExceptionCount,
): Finding {
  const { rule } = exception;
  const id = fingerprint(unmatchedEntry.id, 'exceptions', rule, partsOf(exception));
  return {
    ...policyFinding(policy, unmatchedEntry, exception),
    message: `The exception for ${rule}${placeOf(exception)} matches nothing${hint(exception, run, count)}`,
    fingerprint: id,
    status: wasUnmatched(id, exception, count) ? 'existing' : 'new',
    details: { about: checks.join(', ') },
  };
}

/** Whether the exception covered nothing before: an exception is new where the change fixes all that it covered. */
function wasUnmatched(
  id: string,
  exception: Exception,
  { before, isOld }: ExceptionCount,
): boolean {
  if (before.some(({ fingerprint }) => fingerprint === id)) return true;
  if (!isOld) return false;
  const matcher = matchExceptions([{ ...exception, until: undefined }], new Date(0));
  matcher.apply(before.map((one): Finding => ({ ...one, status: 'existing' })));
  return matcher.unused().length > 0;
}

/** The rule that is meant; the nearest one that was found; for a rule that was found elsewhere, the nearest path. */
function hint(exception: Exception, { findings }: CountedRun, count: ExceptionCount): string {
  const { rule, paths } = exception;
  const { rules } = count;
  const missing = missingPart(exception, count);
  if (missing !== undefined) return `: findings of ${rule} have no ${missing}`;
  const misspelled = rules.has(rule) ? undefined : nearestRule(rule, rules);
  if (misspelled !== undefined) return `. Did you mean "${misspelled}"?`;
  const matches = globMatcher(rule);
  const same = findings.filter((finding) => [finding.rule, ...finding.aliases].some(matches));
  const worse = same.find((finding) => !acceptingNames(finding).some(matches));
  if (worse) return `: ${worse.rule} is worse. Name that rule to accept it`;
  // Another rule would be another risk to accept.
  if (same.length === 0 && rules.has(rule)) return '';
  const near =
    same.length === 0
      ? nearestName(rule, new Set(findings.flatMap((one) => [one.rule, ...one.aliases])))
      : nearestName(
          paths[0] ?? '',
          new Set(same.flatMap(({ location, subject }) => location?.path ?? subject?.path ?? [])),
        );
  return near === undefined ? '' : `. Did you mean "${near}"?`;
}
