import type { Fix } from '../../core/fix.js';
import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule, type LintSubject } from '../rule.js';
import { type Pair, splitOutsideQuotes } from '../text/tokens.js';

export default defineDockerfileRule({
  id: 'LegacyKeyValueFormat',
  name: 'no-legacy-key-value',
  severity: 'low',
  severityReason: 'Style: the value is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'ENV or LABEL separates key and value with a space',
  why: 'In this legacy format everything after the key is the value, so a second pair on the line silently becomes part of it.',
  remediation: 'Use `KEY=value`, with quotes if the value contains spaces',
  references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
  wrong: 'FROM debian:12\nENV GREETING hello world',
  right: 'FROM debian:12\nENV GREETING="hello world"',
  check(dockerfile, report) {
    for (const instruction of instructionsOf(dockerfile, ['ENV', 'LABEL'])) {
      const { pairs, keyword } = instruction;
      for (const pair of pairs) {
        if (!pair.legacy) continue;
        const fix = keyEqualsValue(dockerfile, pair);
        report({
          ...placeInInstruction(instruction, pair.range),
          message: `${keyword} uses the legacy format "key value" instead of "key=value"`,
          fix,
        });
      }
    }
  },
});

/** The equivalent edit. Undefined if the legacy reading of the line is probably not what the author meant. */
function keyEqualsValue(
  { source, escapeToken }: LintSubject,
  { key, value }: Pair,
): Fix | undefined {
  if (!value || !/^[\w.\-/]+$/.test(key.raw) || value.raw.startsWith('=')) return undefined;
  // A value that continues on more lines may contain pairs that the legacy format makes part of the value.
  const between = source.text.slice(key.end, value.start);
  const valueText = source.text.slice(value.start, value.end);
  if (/[^ \t]/.test(between) || valueText.includes('\n')) return undefined;
  const words = splitOutsideQuotes(value.raw, 0, value.raw.length, escapeToken);
  const [only] = words;
  const isOneWord = words.length === 1 && only?.raw === value.raw;
  if (!isOneWord && value.raw.includes(escapeToken)) return undefined;
  if (!isOneWord && /["'`\\]/.test(value.raw)) return undefined;
  const quote = isOneWord ? '' : '"';
  const { startLine, startColumn, endLine, endColumn } = value.range;
  const at = (line: number, column: number) => ({
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column,
  });
  return {
    description: 'Use key=value',
    edits: [
      {
        startLine: key.range.endLine,
        startColumn: key.range.endColumn,
        endLine: startLine,
        endColumn: startColumn,
        text: `=${quote}`,
      },
      ...(quote ? [{ ...at(endLine, endColumn), text: quote }] : []),
    ],
  };
}
