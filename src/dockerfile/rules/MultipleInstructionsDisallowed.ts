import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'MultipleInstructionsDisallowed',
  name: 'no-overridden-instruction',
  severity: 'low',
  severityReason: 'A mistake without an attacker: an earlier command is never run',
  practice: 'maintainability',
  title: 'Instruction is overridden by a later one in the stage',
  why: 'Only the last CMD, ENTRYPOINT, and HEALTHCHECK of a stage take effect.',
  remediation: 'Remove the instruction that has no effect',
  references: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  mergesWith: ['DL3012', 'DL4003', 'DL4004'],
  wrong: 'FROM debian:12\nCMD ["app"]\nCMD ["app", "--debug"]',
  right: 'FROM debian:12\nCMD ["app", "--debug"]',
  check({ stages }, report) {
    for (const stage of stages) {
      for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const) {
        for (const { keywordToken } of instructionsOf(stage, keyword).slice(0, -1)) {
          report({
            at: keywordToken.range,
            message: `${keyword} has no effect: only the last one in a stage is used`,
          });
        }
      }
    }
  },
});
