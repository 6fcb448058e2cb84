import type { Fix } from '../../core/fix.js';
import { fromInstruction } from '../parser/instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { type Pair, quotedWords } from '../parser/tokens.js';
import { defineRule, type LintSubject } from '../rule.js';

export default defineRule({
  id: 'LegacyKeyValueFormat',
  name: 'no-legacy-key-value',
  severity: 'low',
  practice: 'maintainability',
  title: 'ENV or LABEL separates key and value by a blank',
  why: 'In this old form everything behind the key is the value, so that a second pair on the line is silently swallowed.',
  remediation: 'Write `KEY=value`, with quotes where the value has blanks.',
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
          at: fromInstruction(instruction, pair.range),
          message: `"${keyword} key=value" should be used instead of "${keyword} key value".`,
          ...(fix ? { fix } : {}),
        });
      }
    }
  },
});

/** The edit that means the same; none where the old form's reading is likely not what was meant. */
function keyEqualsValue(
  { source, escapeToken }: LintSubject,
  { key, value }: Pair,
): Fix | undefined {
  if (!value || !/^[\w.\-/]+$/.test(key.raw) || value.raw.startsWith('=')) return undefined;
  // The value continues in further lines: maybe further pairs that the old form swallows.
  const between = source.text.slice(key.end, value.start);
  const written = source.text.slice(value.start, value.end);
  if (/[^ \t]/.test(between) || written.includes('\n')) return undefined;
  const words = quotedWords(value.raw, 0, value.raw.length, escapeToken);
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
    description: 'Write key=value',
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
