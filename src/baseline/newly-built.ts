import type { Finding } from '../core/finding.js';
import { PLAIN_BUILD } from '../core/variants.js';

/**
 * A test of whether no build built the stage of a finding before, and one builds it now. It is not asked of what is there
 * once more as a finding of a build.
 */
export function newlyBuiltTest(
  findings: readonly Finding[],
): (now: Finding, before: Finding) => boolean {
  const isOfBuild = ({ variants = [] }: Finding) => variants.some((one) => one !== PLAIN_BUILD);
  const ofBuilds = new Set(findings.filter(isOfBuild).map(placeOf));
  return (now, before) =>
    before.unbuilt === true &&
    now.unbuilt !== true &&
    now.variants?.every((one) => one === PLAIN_BUILD) !== true &&
    (isOfBuild(now) || !ofBuilds.has(placeOf(now)));
}

function placeOf({ rule, location }: Finding): string {
  return `${rule} ${location?.path}:${location?.startLine}`;
}
