import { type Finding, vulnerabilityDetails } from '../../core/finding.js';

/** More exceptions are not offered at once. */
const MAX_ENTRIES = 50;

/**
 * Exceptions for findings as text for the policy, to fill in and add by hand: why, who, and until when. The text is not
 * valid until that is done. Names are quoted, and match nothing else.
 */
export function exceptionEntries(findings: readonly Finding[]): string {
  const entries = new Set(findings.map(entryOf));
  const lines = [...entries].slice(0, MAX_ENTRIES).map((entry) => `  - { ${entry} }`);
  const more = entries.size - MAX_ENTRIES;
  if (more > 0) lines.push(`  # ${more} more`);
  return `exceptions:\n${lines.join('\n')}\n`;
}

function entryOf(finding: Finding): string {
  const name = vulnerabilityDetails(finding)?.package;
  const path = name === undefined ? finding.location?.path : undefined;
  const fields = [
    `rule: ${literal(finding.rule)}`,
    ...(name === undefined ? [] : [`package: ${literal(name)}`]),
    ...(path === undefined ? [] : [`path: ${literal(path)}`]),
    'reason: <WHY>, owner: <WHO>, until: <YYYY-MM-DD>',
  ];
  return fields.join(', ');
}

/** A glob for one text. There is no escape for `*`, and `?` stands for one character. */
function literal(text: string): string {
  const glob = text.replaceAll('*', '?');
  return /^[A-Za-z][\w./-]*$/.test(glob) ? glob : JSON.stringify(glob);
}
