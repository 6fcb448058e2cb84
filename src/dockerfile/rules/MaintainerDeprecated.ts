import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'MaintainerDeprecated',
  name: 'maintainer-deprecated',
  severity: 'low',
  severityReason: 'Style: the name of the author is only metadata',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'MAINTAINER is deprecated',
  why: 'MAINTAINER may be removed. A label holds the same information, and every tool can read it.',
  remediation: 'Use `LABEL org.opencontainers.image.authors="…"`',
  references: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
  mergesWith: ['DL4000'],
  wrong: 'FROM debian:12\nMAINTAINER Jane Doe <jane@example.org>',
  right: 'FROM debian:12\nLABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"',
  check(dockerfile, report) {
    for (const { keywordToken } of instructionsOf(dockerfile, 'MAINTAINER')) {
      report({ at: keywordToken.range, message: 'MAINTAINER is deprecated: use a label' });
    }
  },
});
