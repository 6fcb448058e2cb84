import type { Finding } from '../core/finding.js';
import { type BuilderStage, stagesOfBuild } from '../dockerfile/stages.js';
import type { BuildViews } from './build-views.js';

/**
 * The findings, with `unbuilt` for those in stages that no build of the repository builds, and neither does a build without
 * options.
 */
export function markUnbuilt(
  findings: readonly Finding[],
  { dockerfile, plain, others }: BuildViews,
): readonly Finding[] {
  const builds = [...plain, ...others].flatMap((group) => group.builds);
  const unused = new Map<string, readonly BuilderStage[]>();
  for (const { target, replaced } of [
    { target: undefined, replaced: [] },
    ...builds.map(({ definition, contexts }) => ({
      target: definition.target,
      replaced: [...contexts.keys()].map((name) => name.toLowerCase()),
    })),
  ]) {
    const key = JSON.stringify([target, replaced.sort()]);
    if (!unused.has(key))
      unused.set(key, stagesOfBuild(dockerfile, target, new Set(replaced)).unused);
  }
  const [first = [], ...rest] = [...unused.values()];
  const starts = rest.map((stages) => new Set(stages.map(({ startLine }) => startLine)));
  const unbuilt = first.filter(({ startLine }) => starts.every((one) => one.has(startLine)));
  if (unbuilt.length === 0) return findings;
  return findings.map((finding) => {
    const line = finding.location?.startLine ?? 0;
    const isUnbuilt = unbuilt.some((one) => one.startLine <= line && line <= one.endLine);
    return isUnbuilt ? { ...finding, unbuilt: true } : finding;
  });
}
