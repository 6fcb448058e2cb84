import type { Stage } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { leafStages, stageIdentity } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3057',
  name: 'healthcheck-present',
  severity: 'info',
  severityReason:
    'Availability: orchestrators have probes of their own; the configuration of the project turns the rule on',
  ruleSet: 'all',
  practice: 'monitoring',
  title: 'Image has no HEALTHCHECK',
  why: 'Docker cannot tell a container that hangs from one that works. Kubernetes ignores HEALTHCHECK, so this rule is off by default.',
  remediation: 'Add a HEALTHCHECK, or `HEALTHCHECK NONE` if the image needs none',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  optIn: true,
  wrong: 'FROM nginx:1.27',
  right: 'FROM nginx:1.27\nHEALTHCHECK CMD ["curl", "-fs", "http://localhost/"]',
  check(dockerfile, report) {
    const checked = new Set<Stage>();
    for (const stage of dockerfile.stages) {
      const inherited = stage.parent !== undefined && checked.has(stage.parent);
      const own = stage.instructions.some(({ keyword }) => keyword === 'HEALTHCHECK');
      if (inherited || own) checked.add(stage);
    }
    for (const stage of leafStages(dockerfile)) {
      if (checked.has(stage)) continue;
      const message = 'Image has no HEALTHCHECK';
      report({ at: stage.from.image.range, about: stageIdentity(dockerfile, stage), message });
    }
  },
});
