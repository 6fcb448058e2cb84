import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3023',
  name: 'no-copy-from-own-stage',
  severity: 'high',
  severityReason: 'The build fails: nothing can be released from this Dockerfile',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'COPY --from refers to its own stage',
  why: 'A stage cannot copy from itself, so the build fails.',
  remediation: 'Name an earlier stage, or use `RUN cp`',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  aliases: ['DS-0006'],
  wrong: 'FROM debian:12 AS app\nCOPY --from=app /a /b',
  right: 'FROM debian:12 AS app\nRUN cp /a /b',
  check(dockerfile, report) {
    for (const { stage, from } of instructionsOf(dockerfile, 'COPY')) {
      const word = from?.valueToken;
      if (!stage || !word) continue;
      const value = word.value.toLowerCase();
      if (value !== stage.name && value !== String(stage.index)) continue;
      report({ at: word.range, message: `COPY --from=${word.value} refers to its own stage` });
    }
  },
});
