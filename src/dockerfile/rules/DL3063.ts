import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3063',
  name: 'no-stage-named-scratch',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the name means something else to BuildKit',
  practice: 'maintainability',
  title: 'Stage has a reserved name',
  why: '`scratch` is the empty image and `context` is the build context. A stage with one of these names hides it or cannot be used.',
  remediation: 'Rename the stage',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  mergesWith: ['ReservedStageName'],
  wrong: 'FROM debian:12 AS scratch',
  right: 'FROM debian:12 AS base',
  check({ stages }, report) {
    for (const { name, from } of stages) {
      if (!from.alias || (name !== 'scratch' && name !== 'context')) continue;
      report({ at: from.alias.range, message: `Stage name "${name}" is reserved` });
    }
  },
});
