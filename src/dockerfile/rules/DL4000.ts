import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL4000',
  name: 'no-maintainer',
  severity: 'low',
  severityReason: 'Style: the name of the author is only metadata',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'MAINTAINER is deprecated',
  why: 'Docker has replaced MAINTAINER with labels, which every tool can read.',
  remediation: 'Use `LABEL org.opencontainers.image.authors="…"`',
  references: ['https://docs.docker.com/reference/dockerfile/#maintainer-deprecated'],
  aliases: ['DS-0022'],
  mergesWith: ['MaintainerDeprecated'],
  wrong: 'FROM debian:12\nMAINTAINER Jane Doe <jane@example.org>',
  right: 'FROM debian:12\nLABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"',
  check(dockerfile, report) {
    for (const { keywordToken, range, startLine, endLine, text } of instructionsOf(
      dockerfile,
      'MAINTAINER',
    )) {
      const value = text.replace(/^(["'])(.*)\1$/, '$2');
      const quoted = `"${value.replace(/["\\$`]/g, '\\$&')}"`;
      report({
        at: keywordToken.range,
        message: 'MAINTAINER is deprecated: use a label',
        fix:
          !dockerfile.config.strictLabels &&
          value !== '' &&
          startLine === endLine &&
          !/["\\`$]/.test(value)
            ? {
                description: 'Use a label',
                edits: [{ ...range, text: `LABEL org.opencontainers.image.authors=${quoted}` }],
              }
            : undefined,
      });
    }
  },
});
