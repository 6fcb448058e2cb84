import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3043',
  name: 'valid-onbuild-trigger',
  severity: 'high',
  severityReason: 'The build fails: nothing can be released from this Dockerfile',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'ONBUILD triggers ONBUILD, FROM, or MAINTAINER',
  why: 'These instructions cannot be triggers: the build fails, either here or in an image that is based on this one.',
  remediation: 'Use the instruction without ONBUILD',
  references: ['https://docs.docker.com/reference/dockerfile/#onbuild-limitations'],
  wrong: 'FROM debian:12\nONBUILD FROM debian:12',
  right: 'FROM debian:12\nONBUILD RUN make',
  check(dockerfile, report) {
    for (const { trigger } of instructionsOf(dockerfile, 'ONBUILD')) {
      if (!trigger || !FORBIDDEN.has(trigger.keyword)) continue;
      const message = `ONBUILD cannot trigger ${trigger.keyword}`;
      report({ at: trigger.keywordToken.range, message });
    }
  },
});

const FORBIDDEN = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);
