import { needsSlash } from '../destinations.js';
import { behind } from '../fixes.js';
import { isHistoryLine } from '../parser/history-line.js';
import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3021',
  name: 'copy-into-folder',
  severity: 'high',
  practice: 'maintainability',
  title: 'COPY of several sources to what is not written as a folder',
  why: 'Several files need a folder: without the slash the build fails, or the reader takes the folder for a file.',
  remediation: 'End the destination with `/`.',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  aliases: ['DS-0011'],
  wrong: 'FROM debian:12\nCOPY a.js b.js /app',
  right: 'FROM debian:12\nCOPY a.js b.js /app/',
  check(dockerfile, report) {
    for (const copy of instructionsOf(dockerfile, 'COPY')) {
      const { destination } = copy;
      if (!destination || !needsSlash(copy)) continue;
      const written = dockerfile.source.text.slice(destination.start, destination.end);
      const end = behind(destination.range);
      const inside = { ...end, startColumn: end.startColumn - 1, endColumn: end.endColumn - 1 };
      const quoted = /^(["']).*\1$/.test(written);
      // A quote at one end alone belongs to a file that the builder refuses.
      const isPlain = quoted || /^[^"'\n]*$/.test(written);
      report({
        at: destination.range,
        // Trivy lets the lines of `docker history` be.
        ...(isHistoryLine(copy) ? { aliases: [] } : {}),
        message: `Several sources go to ${destination.value}, which does not end in a slash.`,
        ...(isPlain
          ? {
              fix: {
                description: 'End with /',
                edits: [{ ...(quoted ? inside : end), text: '/' }],
              },
            }
          : {}),
      });
    }
  },
});
