import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3063',
  name: 'no-stage-named-scratch',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Stage has a name that means something else',
  why: '`scratch` is the empty image and `context` the build context: a stage of that name hides it, or is hidden.',
  remediation: 'Rename the stage.',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  mergesWith: ['ReservedStageName'],
  wrong: 'FROM debian:12 AS scratch',
  right: 'FROM debian:12 AS base',
  check({ stages }, report) {
    for (const { name, from } of stages) {
      if (!from.alias || (name !== 'scratch' && name !== 'context')) continue;
      report({ at: from.alias.range, message: `The name ${name} is reserved.` });
    }
  },
});
