import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { lineage } from '../stages.js';

export default defineRule({
  id: 'PS0017',
  name: 'healthcheck',
  severity: 'info',
  practice: 'denial-of-service',
  title: 'The image has no HEALTHCHECK',
  why: 'A program that hangs looks like one that runs: nothing restarts it. (Kubernetes has its own probes and does not read HEALTHCHECK.)',
  remediation:
    'Add a HEALTHCHECK that asks the program itself, or `HEALTHCHECK NONE` where something else looks after it.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['DS-0026'],
  tags: ['cis:4.6'],
  mergesWith: ['DL3057'],
  wrong: 'FROM nginx:1.29',
  right: 'FROM nginx:1.29\nHEALTHCHECK CMD ["curl", "-fsS", "http://localhost/"]',
  check({ stages }, report) {
    const stage = stages.at(-1);
    if (!stage) return;
    const chain = lineage(stage);
    if (chain.some((one) => instructionsOf(one, 'HEALTHCHECK').length > 0)) return;
    // Files without a program: there is nothing to ask.
    const starts = chain.some((one) => instructionsOf(one, ['CMD', 'ENTRYPOINT']).length > 0);
    if (chain.at(-1)?.image === 'scratch' && !starts) return;
    report({ at: stage.from.image.range, message: 'The image has no HEALTHCHECK.' });
  },
});
