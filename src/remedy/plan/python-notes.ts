import type { Finding } from '../../core/finding.js';
import { compareText, pluralize } from '../../lib/text.js';
import { versionRisk } from './base-moves.js';
import type { PlanContext } from './context.js';
import type { PythonRange } from './facts.js';
import { fixedIn, packageOf } from './package-of.js';
import { refusesPythonVersion } from './pip-ranges.js';

/** Packages that notes name. */
const MAX_RANGES = 3;

/**
 * Why somebody has to look at a new version that pip installs: it fails if the packages do not accept each other. Which ones
 * refuse it is known if their metadata has a range without a condition. A patch release needs what the version before it
 * needs.
 */
export function pythonNotes(
  findings: readonly Finding[],
  { facts }: PlanContext,
): readonly string[] {
  const [finding] = findings;
  if (!finding) return [];
  const { neededBy = [], ranges = [] } = facts.python?.get(finding.subject?.purl ?? '') ?? {};
  const { name, installed } = packageOf(finding);
  const conflicts = refusingNotes(name, fixedIn(findings), ranges);
  if (conflicts.length > 0) return conflicts;
  if (neededBy.length > 0) {
    const shown = [...new Set(neededBy)].sort(compareText);
    const more = shown.length > MAX_RANGES ? ` and ${shown.length - MAX_RANGES} more` : '';
    const others = `${shown.slice(0, MAX_RANGES).join(', ')}${more}`;
    return [`See whether the build accepts it: ${others} may need an older ${name}.`];
  }
  const isPatch = versionRisk(installed, fixedIn(findings)) === 'patch';
  return !isPatch
    ? [`See whether the build accepts it: it may need newer packages than those of ${installed}.`]
    : [];
}

/** `botocore 1.29.0 refuses urllib3 2.0.7: it accepts only >=1.25.4,<1.27. Upgrade both.` */
function refusingNotes(
  name: string,
  version: string | undefined,
  ranges: readonly PythonRange[],
): readonly string[] {
  if (version === undefined) return [];
  const refusing = ranges
    .filter(({ range }) => refusesPythonVersion(range, version))
    .toSorted((a, b) => compareText(a.name, b.name));
  const more = refusing.length - MAX_RANGES;
  return [
    ...refusing
      .slice(0, MAX_RANGES)
      .map(
        (one) =>
          `${one.name} ${one.version} refuses ${name} ${version}: it accepts only ${one.range}. Upgrade both.`,
      ),
    ...(more > 0
      ? [`${pluralize(more, 'more package')} ${more === 1 ? 'refuses' : 'refuse'} it.`]
      : []),
  ];
}
