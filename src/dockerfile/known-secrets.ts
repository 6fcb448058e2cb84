import type { Finding } from '../core/finding.js';
import { lineStarts, rangeOf } from '../lib/lines.js';
import type { KnownSecret } from '../secrets/known-places.js';
import { secretSpan } from '../secrets/secret-span.js';
import { dockerfileRules } from './rules/index.js';

const SENSITIVE = new Map(dockerfileRules.map(({ id, sensitive }) => [id, sensitive]));

/** The secrets in the text of a Dockerfile that findings of the linter are about. */
export function secretsOfRules(findings: readonly Finding[], text: string): KnownSecret[] {
  const starts = lineStarts(text);
  return findings.flatMap((finding) => {
    const { location, rule } = finding;
    const span = location && secretSpan(location, SENSITIVE.get(rule), text, starts);
    return location && span
      ? { finding, at: { path: location.path, ...rangeOf(starts, span.start, span.end) } }
      : [];
  });
}
