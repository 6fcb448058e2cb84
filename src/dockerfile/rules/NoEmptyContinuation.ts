import type { Edit } from '../../core/fix.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'NoEmptyContinuation',
  name: 'no-empty-continuation',
  severity: 'low',
  severityReason: 'Style: the command is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'Empty line inside a continued instruction',
  why: 'BuildKit will reject it in a future release, and it looks like the end of the instruction.',
  remediation: 'Remove the empty line, or turn it into a comment',
  references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  wrong: 'FROM debian:12\nRUN make && \\\n\n  make install',
  right: 'FROM debian:12\nRUN make && \\\n  make install',
  check(dockerfile, report) {
    const { source, path } = dockerfile;
    for (const { emptyLines, heredocs, startLine, endLine } of dockerfile.instructions) {
      const [first] = emptyLines;
      if (first === undefined) continue;
      // BuildKit reports the last line of the instruction, heredocs not counted.
      const body = heredocs[0]?.bodyRange.startLine ?? endLine + 1;
      const line = Math.max(startLine, body - 1);
      const start = source.lineStarts[line - 1] ?? 0;
      const end = (source.lineStarts[line] ?? source.text.length + 1) - 1;
      const text = source.text.slice(start, end);
      const indent = text.length - text.trimStart().length;
      report({
        at: source.range(start + indent, start + Math.max(indent, text.trimEnd().length)),
        message: `Continued instruction contains an empty line: ${emptyLines.slice(0, 5).join(', ')}`,
        related: [
          {
            location: {
              path,
              ...source.range(source.lineStarts[first - 1] ?? 0, source.lineStarts[first - 1] ?? 0),
            },
            message: 'Empty line',
          },
        ],
        fix: { description: 'Remove the empty lines', edits: emptyLines.map(withoutLine) },
      });
    }
  },
});

function withoutLine(line: number): Edit {
  return { startLine: line, startColumn: 1, endLine: line + 1, endColumn: 1, text: '' };
}
