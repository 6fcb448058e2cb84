import { type Check, type Finding, isTextSecret } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import type { Holder } from '../core/holder.js';
import type { Incomplete, Note, Target } from '../core/report.js';
import { atLeast, compareSeverity } from '../core/severity.js';
import { type BuildVariant, forVariants, placesWhereItHolds, variantId } from '../core/variants.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import type { Baseline, CheckedTarget } from '../policy/baseline.js';
import {
  newBuilds,
  type UnfoldedBuilds,
  unfoldBuilds,
  unknownTest,
  withMovedBuilds,
} from './build-variants.js';
import { movedHolders } from './moved-holders.js';
import { newlyBuiltTest } from './newly-built.js';
import { type FindingPair, pairFindings } from './pair.js';
import { naming, reachFinder } from './reach.js';
import { type SupersededRules, supersededTest } from './superseded.js';
import { partFor } from './variants-left.js';

/** The scope of this run, which decides whether a missing finding is fixed. */
export interface InspectedScope {
  readonly targets: readonly Target[];
  readonly incomplete: readonly Incomplete[];
  /** Files, and folders such as Helm charts, that a check did not look at; absent: none. */
  readonly uncovered?: readonly CheckedTarget[];
  /** Fingerprints of the findings that comments suppress: these are not fixed; absent: none. */
  readonly suppressed?: ReadonlySet<string>;
  /** All files of the repository were discovered, so a file that is not among the targets was deleted. */
  readonly wholeRepository: boolean;
  /** Of the text files, only those that the change touches were searched for secrets; absent: all. */
  readonly changedTextOnly?: boolean;
  /** The only checks that ran; absent: all that apply to the targets. */
  readonly only?: readonly Check[] | undefined;
  /** No virus scanner looked at the images; absent: one did, if the baseline has findings of one. */
  readonly withoutVirusScan?: boolean;
  /** The rules that a rule supersedes; absent: none. */
  readonly supersededBy?: SupersededRules;
  /** What the findings are about, and their variants; absent: nothing is found under another name. */
  readonly holders?: readonly Holder[];
  /** The builds of Dockerfiles; absent: there are none. */
  readonly builds?: readonly BuildVariant[];
  /** Whether findings of all rules are shown, so that some may be of rules that the baseline does not list. */
  readonly showsAll?: boolean;
  /** Whether the policy lowers the severity of a finding; absent: of none. */
  readonly isLowered?: (finding: Finding) => boolean;
}

/** The findings of this run and of the baseline. */
interface Compared {
  readonly findings: Finding[];
  readonly notes: Note[];
  /** The fingerprints that findings of the baseline have in this run, where they have others. */
  readonly moved: ReadonlyMap<string, string>;
}

/**
 * The findings, with the status `existing` for those that the baseline has as well, followed by those that only the
 * baseline has, with the status `fixed`. A finding is the same if its rule and subject are, under whatever name and in
 * whatever file and order (see pair.ts). Where it holds in more variants than before, it is new in these. A finding that
 * only the baseline has lowered, since it was in a builder stage or a folder of tests, is new; so is one in a stage that no
 * build built before, and one about the end of life of an older release. A finding is fixed only if its check ran. Fingerprints are unique on both sides.
 */
export function compareWithBaseline(
  given: readonly Finding[],
  baseline: Baseline,
  inspected: InspectedScope,
): Compared {
  const isLowered = inspected.isLowered ?? (() => false);
  const before = baseline.holders ?? [];
  const movedOnes = movedHolders(before, inspected.holders ?? []);
  const moved = withMovedBuilds(movedOnes, inspected.builds ?? [], before);
  const wentLive = productionTest(baseline, inspected);
  const isNewlyBuilt = newlyBuiltTest(given);
  const isEarlier = isOfEarlierVersion(baseline);
  const reachedNow = reachFinder(moved);
  const builds = inspected.builds ?? [];
  const wasThere = buildTest(baseline, moved);
  const now = unfoldBuilds(given, builds, { findings: baseline.findings, wasThere });
  const { pairs, gone } = pairFindings(now.findings, baseline.findings, {
    moved,
    newBuilds: newBuilds(builds, wasThere),
    platforms: platformsOf(baseline),
    included: new Set(inspected.holders?.flatMap(({ includes = [] }) => includes)),
    isOfEarlierVersion: isEarlier,
    isSame: (now, before) =>
      (!isLowered(before) || isLowered(now)) &&
      !isNewlyBuilt(now, before) &&
      !isOlderRelease(now, before) &&
      (isEarlier || !isWorse(now, before)) &&
      reachedNow(now, before).length === 0 &&
      !wentLive(now, before),
  });
  const isSuperseded = supersededTest(pairs, { moved, supersededBy: inspected.supersededBy });
  const isUnknown = unknownTest(builds);
  const isFixed = fixedTest(inspected, (one) => isSuperseded(one) || isUnknown(one));
  const isElsewhere = movedTest(pairs, baseline, inspected);
  const missing = gone.filter((one) => isFixed(one) && !isElsewhere(one));
  const listed = pairs
    .flatMap((pair) => withStatus(pair, now.fold))
    .map(naming(baseline.findings, reachedNow));
  const isUnlisted = unlistedTest(baseline);
  const { findings, fixed } = withReplaced(
    listed.map((one): Finding => (isUnlisted(one) ? { ...one, status: 'existing' } : one)),
    missing,
  );
  return {
    findings: [...findings, ...fixed.map((f): Finding => ({ ...f, status: 'fixed' }))],
    moved: movedFingerprints(pairs, baseline.findings),
    notes: [
      ...notCoveredNote(findings, baseline),
      ...notComparedNote(
        findings.filter(({ status }) => status === 'new'),
        baseline,
      ),
      ...(isEarlier ? notPairedNote(pairs, gone) : []),
      ...(inspected.showsAll ? unlistedNote(listed.filter(isUnlisted), baseline) : []),
    ],
  };
}

/**
 * Whether the change made the problem more severe: it starts what it downloads, or grants more to who has it. Severities of
 * advisories and of other versions of Portside change by themselves, and so do those that the policy lowers, and those of
 * findings that are joined with another one where an image is checked, too.
 */
function isWorse(now: Finding, before: Finding): boolean {
  if (now.check !== 'lint' && now.check !== 'manifest' && now.check !== 'hardening') return false;
  if (now.joined || before.joined || now.includes || before.includes) return false;
  const rated = ({ severity, lowered }: Finding) => lowered?.from ?? severity;
  return compareSeverity(rated(now), rated(before)) < 0;
}

/**
 * A new finding with the sentence of one that is gone at the same place has another one in its place, such as a
 * token: it is named there, and nothing is fixed.
 */
function withReplaced(
  findings: readonly Finding[],
  missing: readonly Finding[],
): { readonly findings: Finding[]; readonly fixed: Finding[] } {
  const keyOf = ({ check, rule, message, location, variants, subject }: Finding) =>
    JSON.stringify([check, rule, message, location?.path, location?.startLine, variants, subject]);
  const free = groupBy(missing, keyOf);
  const replaced = new Set<Finding>();
  return {
    findings: findings.map((one) => {
      const before = one.status === 'new' ? free.get(keyOf(one))?.shift() : undefined;
      if (!before) return one;
      replaced.add(before);
      return { ...one, replaces: before.fingerprint };
    }),
    fixed: missing.filter((one) => !replaced.has(one)),
  };
}

/** Tests whether a finding that only the baseline has is fixed: nothing replaced it, and its check ran. */
function fixedTest(inspected: InspectedScope, isReplaced: (finding: Finding) => boolean) {
  return (one: Finding): boolean =>
    (one.status === 'new' || one.status === 'existing') &&
    // Custom rules are applied later, to the findings of this run.
    one.check !== 'policy' &&
    !inspected.suppressed?.has(one.fingerprint) &&
    !isReplaced(one) &&
    wasChecked(one, inspected);
}

/** Tests whether a new finding may be an old one, of a rule with findings that a report with the other rule set left out. */
function unlistedTest({ notShown }: Baseline): (finding: Finding) => boolean {
  return ({ rule, status, severity, lowered }) =>
    status === 'new' &&
    notShown?.has(rule) === true &&
    !atLeast(lowered?.from ?? severity, 'medium');
}

function unlistedNote(unlisted: readonly Finding[], { name }: Baseline): Note[] {
  if (unlisted.length === 0) return [];
  const count = pluralize(unlisted.length, 'finding');
  const are = unlisted.length === 1 ? 'counts' : 'count';
  return [
    {
      message: `${count} ${are} as existing: the report of ${name} does not show their rules, which are not in the set recommended`,
    },
  ];
}

/** The checks that the baseline did not run. The licenses of packages are compared later, whatever the baseline is. */
function notCoveredNote(findings: readonly Finding[], { name, checks }: Baseline): Note[] {
  const uncovered = [...new Set(findings.map(({ check }) => check))]
    .filter((check) => !checks.has(check))
    .map((check) => (check === 'policy' ? 'the policy file' : check));
  if (uncovered.length === 0) return [];
  const list = uncovered.join(', ');
  return [
    { message: `The baseline ${name} does not cover ${list}: all these findings count as new` },
  ];
}

/** Tests whether a build of this run, or the one that it was renamed from, had arguments of its own before. */
function buildTest(
  { holders = [] }: Baseline,
  moved: ReadonlyMap<string, string>,
): (variant: string) => boolean {
  const ids = new Set(holders.flatMap(({ id, isPlain }) => (isPlain ? [] : id)));
  return (variant) => {
    const id = variantId(variant);
    return ids.has(moved.get(id) ?? id);
  };
}

/** Tests whether what has a finding was for tests only, and is not anymore: a profile of its service is gone. */
function productionTest(
  baseline: Baseline,
  { holders = [] }: InspectedScope,
): (now: Finding, before: Finding) => boolean {
  const exposures = [holders, baseline.holders ?? []].map(
    (list) => new Map(list.map(({ id, exposure }) => [id, exposure])),
  );
  return (...findings) => {
    const [now, before] = findings.map(({ identity }, side) =>
      exposures[side]?.get(identity?.holder ?? '')?.includes('production'),
    );
    return now === true && before === false;
  };
}

/** Tests whether a finding that is gone is new elsewhere: in something more exposed, or in another file than its own. */
function movedTest(
  pairs: readonly FindingPair[],
  baseline: Baseline,
  { holders = [], targets }: InspectedScope,
): (gone: Finding) => boolean {
  const moved = movedHolders(baseline.holders ?? [], holders, () => true);
  const added = pairs.flatMap(({ now, before }) => (before ? [] : now));
  const identities = new Set(
    added.flatMap(({ identity }) =>
      identity ? `${moved.get(identity.holder) ?? identity.holder} ${identity.value}` : [],
    ),
  );
  const subjects = new Set(added.flatMap(({ subjectId }) => subjectId ?? []));
  const files = new Set(targets.map(({ name }) => name));
  const grown = groupBy(
    pairs.filter(({ before: old, added: variants }) => old && variants.length > 0),
    ({ now }) => `${now.identity?.holder} ${now.identity?.value}`,
  );
  // Where it reached less, a finding of an overlay was one of its own.
  const isGrown = ({ identity, variants = [] }: Finding) =>
    identity !== undefined &&
    variants.length > 0 &&
    (grown.get(`${identity.holder} ${identity.value}`) ?? []).some((pair) =>
      variants.every((one) => pair.added.includes(one)),
    );
  return (gone) => {
    const { identity, subjectId, location } = gone;
    return (
      isGrown(gone) ||
      (identity !== undefined && identities.has(`${identity.holder} ${identity.value}`)) ||
      (subjectId !== undefined && subjects.has(subjectId) && !files.has(location?.path ?? ''))
    );
  };
}

/** Whether a stored report was made before findings of files knew what they are about. */
function isOfEarlierVersion({ findings, holders }: Baseline): boolean {
  return findings.some(
    ({ check, stage }) =>
      (check === 'lint' && stage === undefined) || (check === 'manifest' && holders === undefined),
  );
}

/** New findings that an old one in the same file may be, for which a version that made other fingerprints is to blame. */
function notPairedNote(pairs: readonly FindingPair[], gone: readonly Finding[]): readonly Note[] {
  const places = new Set(gone.map(ruleAndFile));
  const count = pairs.filter(({ now, before }) => !before && places.has(ruleAndFile(now))).length;
  if (count === 0) return [];
  const what = pluralize(count, 'finding');
  return [
    {
      message: `Compared by the new identity with a report of an earlier version: ${what} could not be paired, and ${count === 1 ? 'counts' : 'count'} as new`,
    },
  ];
}

function ruleAndFile({ rule, location }: Finding): string {
  return `${rule} ${location?.path}`;
}

/** The platforms of the images of a stored report. */
function platformsOf({ images }: Baseline): ReadonlySet<string> | undefined {
  const { targets } = images ?? {};
  return (
    targets &&
    new Set(targets.flatMap(({ platforms = [] }) => platforms.map(({ platform }) => platform)))
  );
}

/** The fingerprints of this run by those of the baseline; those of a part of a finding are those of the whole. */
function movedFingerprints(
  pairs: readonly FindingPair[],
  findings: readonly Finding[],
): ReadonlyMap<string, string> {
  const moved = new Map<string, string>();
  for (const { now, before } of pairs)
    if (before && before.fingerprint !== now.fingerprint)
      moved.set(before.fingerprint, now.fingerprint);
  for (const { fingerprint: own, partOf } of findings)
    if (partOf !== undefined) moved.set(own, moved.get(partOf) ?? partOf);
  return moved;
}

/** The finding with its status: two findings where it is new in some of its variants only. */
function withStatus({ now, before, added }: FindingPair, fold: UnfoldedBuilds['fold']): Finding[] {
  // VEX documents except findings before the comparison.
  if (!before || now.status === 'excepted') return [fold(now)];
  if (added.length === 0) return [{ ...fold(now), status: 'existing' }];
  const existing = { ...now, status: 'existing' as const };
  const all = placesWhereItHolds(now) ?? [];
  const same = all.filter((one) => !added.includes(one));
  return same.length === 0 ? [fold(now)] : [forVariants(existing, same), partFor(now, added)];
}

/** Whether the release that a finding is about has had no more fixes for longer: the repository of the image is the same. */
function isOlderRelease(finding: Finding, before: Finding): boolean {
  const [end, endBefore] = [finding, before].map(({ details }) =>
    details !== undefined && 'endOfLife' in details ? details.endOfLife : undefined,
  );
  // A stored report may hold anything in its details.
  return typeof end === 'string' && typeof endBefore === 'string' && end < endBefore;
}

/** Targets that one note names. */
const MOST_NAMED = 3;

/** Findings of checks that did not run for the baseline may be old: they count as new, as without a baseline. */
function notComparedNote(
  added: readonly Finding[],
  { name, notRun = [], checks }: Baseline,
): readonly Note[] {
  const rows = notRun.filter(
    (row) => checks.has(row.check) && added.some((finding) => wasNotRun(finding, [row])),
  );
  if (rows.length === 0) return [];
  const count = added.filter((finding) => wasNotRun(finding, rows)).length;
  const all = [...new Set(rows.map(({ check, target }) => `${check} of ${target}`))];
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  const named = `${all.slice(0, MOST_NAMED).join(', ')}${more}`;
  const what = count === 1 ? '1 finding is' : `${count} findings are`;
  return [
    {
      message: `${what} not compared, and ${count === 1 ? 'counts' : 'count'} as new: the baseline ${name} did not check ${named}`,
    },
  ];
}

/** Whether one of the rows is about what a finding is about. */
export function wasNotRun(finding: Finding, rows: readonly CheckedTarget[]): boolean {
  const { subject, location } = finding;
  const own = runningCheck(finding);
  return rows.some(
    ({ check: one, target }) =>
      one === own &&
      ((subject?.image !== undefined && imageName(target) === imageName(subject.image)) ||
        (location !== undefined && isInside(location.path, target))),
  );
}

function isInside(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether this run would have reported the finding if it still existed. */
function wasChecked(finding: Finding, inspected: InspectedScope): boolean {
  const { check, subject, location } = finding;
  const { targets, incomplete, uncovered = [], wholeRepository, only } = inspected;
  const own = runningCheck(finding);
  // The virus scanner runs with the vulnerability check, too.
  const wanted = check === 'malware' ? 'vulnerability' : check;
  if (only && ![check, wanted].some((one) => only.includes(one))) return false;
  if (own === 'malware' && inspected.withoutVirusScan) return false;
  const image = subject?.image;
  if (image !== undefined) {
    const isImage = (name: string) => imageName(name) === imageName(image);
    const failed = [...incomplete, ...uncovered].some((i) => i.check === own && isImage(i.target));
    return !failed && targets.some((t) => t.kind !== 'dockerfile' && isImage(t.name));
  }
  if (location === undefined || incomplete.some((i) => i.check === check)) return false;
  const { path } = location;
  const isTarget = targets.some((t) => t.name === path);
  if (inspected.changedTextOnly && isTextSecret(finding) && !isTarget) return false;
  if (uncovered.some((one) => one.check === check && isInside(path, one.target))) return false;
  return wholeRepository || isTarget;
}

/** The check that finds findings of this kind: the vulnerability check also finds malicious packages. */
function runningCheck({ check, details }: Finding): Check {
  const isOfScanner = details !== undefined && 'scanner' in details;
  return check === 'malware' && !isOfScanner ? 'vulnerability' : check;
}
