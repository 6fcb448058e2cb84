import { type Finding, originOf } from '../../core/finding.js';
import { isVariant, tagMove, versionRisk } from './base-moves.js';
import type { Candidate } from './candidate.js';
import type { PlanContext } from './context.js';
import { fixedIn } from './package-of.js';
import { rebuild } from './rebuild.js';

/**
 * The step that builds a program with another release of Go, if a stage on an official image of Go builds it: its standard
 * library is part of the release. A tag such as `1.22` has the newest patch release when it is pulled. Undefined if it is
 * not known which image builds the program.
 */
export function goRelease(finding: Finding, context: PlanContext): Candidate | undefined {
  const from = finding.related?.[0]?.location;
  const image = originOf(finding)?.image ?? '';
  const [, name = '', tag = '', rest = ''] =
    /^((?:[\w.:-]+\/)*golang):(\d+(?:\.\d+){0,2})([\w.-]*)$/.exec(image) ?? [];
  const fixed = fixedIn([finding]);
  if (originOf(finding)?.kind !== 'builder-stage' || !from || tag === '' || !fixed)
    return undefined;
  const advice = context.adviceAt(`${from.path}:${from.startLine}`);
  const move = advice && !isVariant(advice) ? tagMove(advice, context) : undefined;
  if (move) return move;
  if (`${fixed}.`.startsWith(`${tag}.`)) return rebuild(finding, context);
  const place = { path: from.path, line: from.startLine };
  const reference = (findings: readonly Finding[]) =>
    `${name}:${fixedIn(findings) ?? fixed}${rest}`;
  return {
    id: `move-tag ${place.path}:${place.line}`,
    remedy: 'move-tag',
    title: (findings) => `use base image ${reference(findings)}`,
    ...place,
    risk: versionRisk(tag, fixed),
    notes: () => ['The standard library of Go is part of the release that builds the program.'],
    change: (findings) => ({ kind: 'image', ...place, from: image, to: reference(findings) }),
  };
}
