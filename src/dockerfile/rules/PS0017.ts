import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { lineage } from '../stages.js';

export default defineDockerfileRule({
  id: 'PS0017',
  name: 'healthcheck',
  severity: 'info',
  severityReason:
    'Availability: orchestrators have probes of their own, and few images have a health check',
  ruleSet: 'all',
  practice: 'denial-of-service',
  isAboutImage: true,
  title: 'Image has no HEALTHCHECK',
  why: 'Without a health check, a program that hangs looks healthy and is not restarted. Kubernetes uses its own probes and ignores HEALTHCHECK.',
  remediation:
    'Add a HEALTHCHECK that queries the program, or `HEALTHCHECK NONE` if something else monitors it',
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
    // An image with only files has no program to check.
    const starts = chain.some((one) => instructionsOf(one, ['CMD', 'ENTRYPOINT']).length > 0);
    if (chain.at(-1)?.image === 'scratch' && !starts) return;
    const message = 'Image has no HEALTHCHECK';
    report({ at: stage.from.image.range, about: 'last stage', message });
  },
});
