import { fromInstruction } from '../parser/instruction-range.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ReservedStageName',
  name: 'no-reserved-stage-name',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Stage has a reserved name',
  why: '`scratch` and `context` mean something to the builder: a stage of that name hides it or cannot be used.',
  remediation: 'Choose another name.',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  mergesWith: ['DL3063'],
  wrong: 'FROM debian:12 AS scratch',
  right: 'FROM debian:12 AS base',
  check({ stages }, report) {
    for (const { name, from } of stages) {
      if ((name !== 'scratch' && name !== 'context') || !from.alias) continue;
      const message = `Stage name '${name}' is reserved: choose another.`;
      report({ at: fromInstruction(from, from.alias.range), message });
    }
  },
});
