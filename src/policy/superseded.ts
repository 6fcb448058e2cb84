import type { Finding } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';

/** The rules that a rule supersedes. */
export type SupersededRules = (rule: string) => readonly string[];

/**
 * Tests whether a finding that is gone is not fixed: a finding of now stands for it, or one about the same subject is of a
 * rule that supersedes its rule. `isNew` tells which findings of now the baseline does not have.
 */
export function supersededTest(
  now: readonly Finding[],
  isNew: (finding: Finding) => boolean,
  supersededBy: SupersededRules = () => [],
): (gone: Finding) => boolean {
  const included = new Set(
    now.flatMap(({ includes = [], joined = [] }) => [...includes, ...joined]),
  );
  const byRule = new Map<string, Finding[]>();
  for (const finding of now) {
    const own = [finding.rule, ...finding.aliases];
    for (const rule of new Set(own.flatMap(supersededBy))) {
      // What cannot be read was already so when the baseline was checked.
      if (rule === ALL && !isNew(finding)) continue;
      const known = byRule.get(rule);
      if (known) known.push(finding);
      else byRule.set(rule, [finding]);
    }
  }
  return (gone) =>
    included.has(gone.fingerprint) ||
    (byRule.get(gone.rule) ?? []).some((finding) => isSameSubject(finding, gone)) ||
    (byRule.get(ALL) ?? []).some((finding) => isSameFile(finding, gone));
}

const ALL = '*';

function isSameFile(one: Finding, other: Finding): boolean {
  const path = one.location?.path;
  return one.check === other.check && path !== undefined && path === other.location?.path;
}

/** Whether two findings are about the same file of an image, or the same stage, container, object or job. */
function isSameSubject(one: Finding, other: Finding): boolean {
  const [image, otherImage] = [one.subject?.image, other.subject?.image];
  if (image !== undefined || otherImage !== undefined)
    return (
      image !== undefined &&
      otherImage !== undefined &&
      imageName(image) === imageName(otherImage) &&
      isSameOrUnknown(one.subject?.path, other.subject?.path)
    );
  const [path, otherPath] = [one.location?.path, other.location?.path];
  return path !== undefined && path === otherPath && isSameOrUnknown(one.place, other.place);
}

/** Reports of earlier versions have no places. */
function isSameOrUnknown(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}
