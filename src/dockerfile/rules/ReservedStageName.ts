import { placeInInstruction } from '../instruction-range.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'ReservedStageName',
  name: 'no-reserved-stage-name',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the name means something else to BuildKit',
  practice: 'maintainability',
  title: 'Stage has a reserved name',
  why: '`scratch` and `context` have a meaning in BuildKit. A stage with one of these names hides it or cannot be used.',
  remediation: 'Use another name',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  mergesWith: ['DL3063'],
  wrong: 'FROM debian:12 AS scratch',
  right: 'FROM debian:12 AS base',
  check({ stages }, report) {
    for (const { name, from } of stages) {
      if ((name !== 'scratch' && name !== 'context') || !from.alias) continue;
      const message = `Stage name "${name}" is reserved`;
      report({ ...placeInInstruction(from, from.alias.range), message });
    }
  },
});
