import { affectedPurls } from '../../core/affected-packages.js';
import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { isFixable } from '../../core/fixable.js';
import { isDistributionPackage } from '../../core/package-url.js';
import type { Removable } from '../../core/removable.js';
import { isMalicious } from '../../core/urgency.js';
import { text } from '../../lib/json.js';
import { isEndedBase, tagMove } from './base-moves.js';
import { type Candidate, type Clearable, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import { languageUpgrades } from './language-packages.js';
import { acceptance, accepted, notAffected, waiting } from './passive-steps.js';
import { BASE_IMAGE_ID } from './related-findings.js';
import { packageRemoval, ruleAdvice } from './rule-advice.js';
import { refreshOf, subscription, systemUpgrades } from './system-packages.js';

/** The findings that a plan is about, each with the steps that could clear it. */
export function clearableFindings(context: PlanContext): readonly Clearable[] {
  const clearable: Clearable[] = [];
  for (const finding of context.findings) {
    if (finding.status === 'fixed') continue;
    const options: Clearable['options'] =
      finding.status === 'excepted'
        ? [notAffected(finding) ?? accepted()]
        : optionsOf(finding, context);
    clearable.push({ finding, options });
  }
  return clearable;
}

function optionsOf(finding: Finding, context: PlanContext): Clearable['options'] {
  const details = vulnerabilityDetails(finding);
  const matched = context.matched(finding);
  if (matched) return optionsOf(matched, context);
  if (context.isDeployed(finding)) return deployedOptions(finding, context);
  if (finding.rule === BASE_IMAGE_ID)
    return [tagMove(finding, context) ?? ruleAdvice(finding, context)];
  if (clearedByTagMove(finding, context)) {
    const move = context.adviceAt(placeOf(finding));
    const step = move && tagMove(move, context);
    if (step) return [step];
  }
  if (!details) return ruleOptions(finding, context);
  if (isMalicious(finding)) return [packageRemoval(finding)];
  const removals = removalsOf(finding, context);
  const upgrades = isFixable(finding) ? upgradesOf(finding, context) : NONE;
  const options = removals.length > 0 ? [...removals, ...upgrades] : upgrades;
  if (hasAny(options)) return options;
  const ended = isDistributionPackage(finding.subject?.purl ?? '') && context.ended(finding);
  if (ended) return optionsOf(ended, context);
  return [context.fails(finding) ? acceptance() : waiting(finding)];
}

/** Nothing in the repository builds the image: another one has to be deployed. */
function deployedOptions(finding: Finding, context: PlanContext): Clearable['options'] {
  const details = vulnerabilityDetails(finding);
  if (!details || isMalicious(finding) || isFixable(finding)) return [otherImage(finding)];
  return [context.fails(finding) ? acceptance() : waiting(finding)];
}

const NONE: readonly Candidate[] = [];

function hasAny(options: readonly Candidate[]): options is Clearable['options'] {
  return options.length > 0;
}

function ruleOptions(finding: Finding, context: PlanContext): Clearable['options'] {
  const own = ruleAdvice(finding, context);
  switch (context.rules.get(finding.rule)?.clearedBy) {
    case 'rebuild':
      return [refreshOf(finding, context) ?? own];
    case 'tagged-base-image': {
      const advice = context.adviceAt(placeOf(finding));
      const move = advice && tagMove(advice, context);
      return move?.change ? [move, own] : [own];
    }
    default:
      return [own];
  }
}

function upgradesOf(finding: Finding, context: PlanContext): readonly Candidate[] {
  const requires = text(vulnerabilityDetails(finding)?.fixRequires);
  if (requires !== undefined) return [subscription(finding, requires)];
  return isDistributionPackage(finding.subject?.purl ?? '')
    ? systemUpgrades(finding, context)
    : languageUpgrades(finding, context);
}

/** Whether only the move to the recommended tag clears it: the end of support, or what is known to be gone there. */
function clearedByTagMove(finding: Finding, { adviceAt, baseAt, rules }: PlanContext): boolean {
  const place = placeOf(finding);
  const advice = adviceAt(place);
  if (!advice) return false;
  const isEnd =
    (finding.details !== undefined && 'endOfLife' in finding.details) ||
    rules.get(finding.rule)?.clearedBy === 'supported-base-image';
  if (isEnd) return isEndedBase(advice);
  return !isFixable(finding) && baseAt(place)?.move?.clears?.has(finding.fingerprint) === true;
}

/** What could be removed with the package. */
function removalsOf(finding: Finding, context: PlanContext): readonly Candidate[] {
  // The first of its packages: most packages are in no such part, and the others need not be read then.
  const first = finding.subject?.purl || affectedPurls(finding)[0];
  const parts = first === undefined ? [] : context.removalsOf(finding.subject?.image, first);
  if (parts.length === 0) return NONE;
  const purls = affectedPurls(finding);
  return parts.filter((part) => purls.every((purl) => part.purls.has(purl))).map(removal);
}

function removal({ image, name, bytes, location, notes }: Removable): Candidate {
  return {
    id: `remove ${image} ${name}`,
    remedy: 'remove',
    title: () => `remove ${name}`,
    path: location?.path,
    line: location?.startLine,
    risk: 'removal',
    savedBytes: bytes,
    notes: () => notes,
  };
}

/** A newer version of an image that a manifest names. */
function otherImage(finding: Finding): Candidate {
  const image = finding.subject?.image ?? '';
  return {
    id: `deploy ${image}`,
    remedy: 'move-tag',
    title: () => `use a newer version of ${image}, or another image`,
    ...pathAndLine(finding),
    risk: 'unknown',
    isUnsure: true,
    notes: () => ['The registry was not asked whether a newer version clears them.'],
  };
}
