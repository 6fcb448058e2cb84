import type { Finding } from '../core/finding.js';
import { joinFindings } from '../core/join-findings.js';
import type { Location } from '../core/location.js';
import { type Dockerfile, instructionsOf } from './parser/model.js';
import type { Pair } from './text/tokens.js';

/** Rules about the name of a variable. */
const OF_NAMES: ReadonlySet<string> = new Set(['DL3064', 'PS0014', 'SecretsUsedInArgOrEnv']);
/** The rule about its value. */
const OF_VALUES = 'PS0015';

/** The findings, with one for the name and the value of a variable: they are about the same secret. */
export function joinSecrets(findings: readonly Finding[], dockerfile: Dockerfile): Finding[] {
  if (!findings.some(({ rule }) => rule === OF_VALUES)) return [...findings];
  const joined = new Map<Finding, Finding | undefined>();
  for (const { pairs } of instructionsOf(dockerfile, ['ARG', 'ENV'], { onbuild: true }))
    for (const pair of pairs) {
      const named = findings.filter((one) => OF_NAMES.has(one.rule) && endsWithKey(one, pair));
      const values = findings.filter((one) => one.rule === OF_VALUES && isInValue(one, pair));
      const [first, ...others] = values;
      // Of several secrets in one value, the others stay.
      if (!first || named.length === 0) continue;
      joined.set(first, joinFindings([first, ...named]));
      for (const one of named) joined.set(one, undefined);
      for (const one of others) joined.set(one, one);
    }
  return findings.flatMap((one) => (joined.has(one) ? (joined.get(one) ?? []) : one));
}

/** These rules mark the text from the instruction or the key to the end of the key. */
function endsWithKey({ location }: Finding, { key }: Pair): boolean {
  return (
    location !== undefined &&
    location.endLine === key.range.endLine &&
    location.endColumn === key.range.endColumn
  );
}

function isInValue({ location }: Finding, { value }: Pair): boolean {
  if (!location || !value) return false;
  const { startLine, startColumn, endLine, endColumn } = value.range;
  const isAfter = (at: Location) =>
    at.startLine > startLine || (at.startLine === startLine && at.startColumn >= startColumn);
  const isBefore = (at: Location) =>
    at.endLine < endLine || (at.endLine === endLine && at.endColumn <= endColumn);
  return isAfter(location) && isBefore(location);
}
