import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'MaintainerDeprecated',
  name: 'maintainer-deprecated',
  severity: 'low',
  practice: 'maintainability',
  title: 'MAINTAINER is deprecated',
  why: 'The instruction may go; labels say who maintains an image and can be read by every tool.',
  remediation: 'Use `LABEL org.opencontainers.image.authors="…"`.',
  references: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
  mergesWith: ['DL4000'],
  wrong: 'FROM debian:12\nMAINTAINER Jane Doe <jane@example.org>',
  right: 'FROM debian:12\nLABEL org.opencontainers.image.authors="Jane Doe <jane@example.org>"',
  check(dockerfile, report) {
    for (const { keywordWord } of instructionsOf(dockerfile, 'MAINTAINER')) {
      const message = 'MAINTAINER is deprecated in favor of a label.';
      report({ at: keywordWord.range, message });
    }
  },
});
