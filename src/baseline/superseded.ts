import type { Finding } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import type { FindingPair } from './pair.js';

/** The rules that a rule supersedes. */
export type SupersededRules = (rule: string) => readonly string[];

/** What decides whether one finding supersedes another, besides themselves. */
export interface SupersedingContext {
  /** The ids of holders before, by their ids now: see movedHolders. */
  readonly moved: ReadonlyMap<string, string>;
  /** Absent: no rule supersedes another one. */
  readonly supersededBy?: SupersededRules | undefined;
}

/**
 * Tests whether a finding that is gone is not fixed: a finding of now stands for it, or one about the same subject is of a
 * rule that supersedes its rule.
 */
export function supersededTest(
  pairs: readonly FindingPair[],
  { moved, supersededBy = () => [] }: SupersedingContext,
): (gone: Finding) => boolean {
  const now = pairs.map((pair) => pair.now);
  const isNew = new Set(pairs.flatMap((pair) => (pair.before ? [] : pair.now)));
  const included = new Set(
    now.flatMap(({ includes = [], joined = [] }) => [...includes, ...joined]),
  );
  const byRule = new Map<string, Finding[]>();
  for (const finding of now) {
    const own = [finding.rule, ...finding.aliases];
    for (const rule of new Set(own.flatMap(supersededBy))) {
      // What cannot be read was already so when the baseline was checked.
      if (rule === ALL && !isNew.has(finding)) continue;
      const known = byRule.get(rule);
      if (known) known.push(finding);
      else byRule.set(rule, [finding]);
    }
  }
  return (gone) =>
    included.has(gone.fingerprint) ||
    (byRule.get(gone.rule) ?? []).some((finding) => isSameSubject(finding, gone, moved)) ||
    (byRule.get(ALL) ?? []).some((finding) => isSameFile(finding, gone));
}

const ALL = '*';

function isSameFile(one: Finding, other: Finding): boolean {
  const path = one.location?.path;
  return one.check === other.check && path !== undefined && path === other.location?.path;
}

/** Whether two findings are about the same file of an image, or the same stage, container, object or job. */
function isSameSubject(one: Finding, other: Finding, moved: ReadonlyMap<string, string>): boolean {
  const [image, otherImage] = [one.subject?.image, other.subject?.image];
  if (image !== undefined || otherImage !== undefined)
    return (
      image !== undefined &&
      otherImage !== undefined &&
      imageName(image) === imageName(otherImage) &&
      isSameOrUnknown(one.subject?.path, other.subject?.path)
    );
  if (one.identity && other.identity) {
    const { holder } = one.identity;
    return (moved.get(holder) ?? holder) === other.identity.holder;
  }
  const [path, otherPath] = [one.location?.path, other.location?.path];
  return path !== undefined && path === otherPath && isSameOrUnknown(one.stage, other.stage);
}

/** Reports of earlier versions have no stages. */
function isSameOrUnknown(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
