import { removeInstructionFix } from '../fixes.js';
import type { HealthcheckInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { sections } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3012',
  name: 'one-healthcheck',
  severity: 'low',
  severityReason: 'A mistake without an attacker: an earlier health check is never run',
  practice: 'maintainability',
  title: 'Stage has multiple HEALTHCHECK instructions',
  why: 'Only the last one takes effect, so an earlier one misleads everyone who reads or edits it.',
  remediation: 'Keep only the last HEALTHCHECK',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['DS-0023'],
  mergesWith: ['MultipleInstructionsDisallowed'],
  wrong: 'FROM debian:12\nHEALTHCHECK CMD ["check-a"]\nHEALTHCHECK CMD ["check-b"]',
  right: 'FROM debian:12\nHEALTHCHECK CMD ["check-b"]',
  check(dockerfile, report) {
    for (const { instructions } of sections(dockerfile)) {
      let previous: HealthcheckInstruction | undefined;
      for (const instruction of instructions) {
        if (instruction.keyword !== 'HEALTHCHECK') continue;
        if (previous) {
          const { startLine, range } = previous;
          const fix = removeInstructionFix(dockerfile, previous, 'Remove the earlier HEALTHCHECK');
          report({
            at: instruction.keywordToken.range,
            message: `HEALTHCHECK in line ${startLine} has no effect: only the last one counts`,
            related: [
              {
                location: { path: dockerfile.path, ...range },
                message: 'This HEALTHCHECK has no effect',
              },
            ],
            fix,
          });
        }
        previous = instruction;
      }
    }
  },
});
