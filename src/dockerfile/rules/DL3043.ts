import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3043',
  name: 'valid-onbuild-trigger',
  severity: 'high',
  practice: 'maintainability',
  title: 'ONBUILD triggers what it must not',
  why: 'ONBUILD, FROM and MAINTAINER cannot be triggered: the build fails, here or in the image that builds on this one.',
  remediation: 'Write the instruction where it belongs, without ONBUILD.',
  references: ['https://docs.docker.com/reference/dockerfile/#onbuild-limitations'],
  wrong: 'FROM debian:12\nONBUILD FROM debian:12',
  right: 'FROM debian:12\nONBUILD RUN make',
  check(dockerfile, report) {
    for (const { trigger } of instructionsOf(dockerfile, 'ONBUILD')) {
      if (!trigger || !REFUSED.has(trigger.keyword)) continue;
      const message = `ONBUILD cannot trigger ${trigger.keyword}.`;
      report({ at: trigger.keywordWord.range, message });
    }
  },
});

const REFUSED = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);
