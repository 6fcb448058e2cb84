import { isHistoryLine, needsTrailingSlash } from '../copy-arguments.js';
import { rangeAfter } from '../fixes.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3021',
  name: 'copy-destination-slash',
  severity: 'high',
  severityReason: 'The build fails: nothing can be released from this Dockerfile',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'COPY destination of several sources does not end with /',
  why: 'Several sources need a directory as destination. Without the slash the build fails, or a reader mistakes the directory for a file.',
  remediation: 'End the destination with `/`',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  aliases: ['DS-0011'],
  wrong: 'FROM debian:12\nCOPY a.js b.js /app',
  right: 'FROM debian:12\nCOPY a.js b.js /app/',
  check(dockerfile, report) {
    for (const copy of instructionsOf(dockerfile, 'COPY')) {
      const { destination } = copy;
      if (!destination || !needsTrailingSlash(copy)) continue;
      const sourceText = dockerfile.source.text.slice(destination.start, destination.end);
      const end = rangeAfter(destination.range);
      const inside = { ...end, startColumn: end.startColumn - 1, endColumn: end.endColumn - 1 };
      const quoted = /^(["']).*\1$/.test(sourceText);
      // With a quote at one end only, BuildKit rejects the file.
      const isPlain = quoted || /^[^"'\n]*$/.test(sourceText);
      report({
        at: destination.range,
        // Trivy does not report lines of `docker history`.
        aliases: isHistoryLine(copy) ? [] : undefined,
        message: `COPY has several sources, but destination "${destination.value}" does not end with /`,
        fix: isPlain
          ? {
              description: 'End the destination with /',
              edits: [{ ...(quoted ? inside : end), text: '/' }],
            }
          : undefined,
      });
    }
  },
});
