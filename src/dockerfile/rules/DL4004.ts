import { removeInstructionFix } from '../fixes.js';
import type { EntrypointInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { sections } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL4004',
  name: 'one-entrypoint',
  severity: 'low',
  severityReason: 'A mistake without an attacker: an earlier command is never run',
  practice: 'maintainability',
  title: 'Stage has multiple ENTRYPOINT instructions',
  why: 'Only the last one takes effect, so an earlier one misleads everyone who reads or edits it.',
  remediation: 'Keep only the last ENTRYPOINT',
  references: ['https://docs.docker.com/reference/dockerfile/#entrypoint'],
  aliases: ['DS-0007'],
  mergesWith: ['MultipleInstructionsDisallowed'],
  wrong: 'FROM debian:12\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]',
  right: 'FROM debian:12\nENTRYPOINT ["b"]',
  check(dockerfile, report) {
    for (const { instructions } of sections(dockerfile)) {
      let previous: EntrypointInstruction | undefined;
      for (const instruction of instructions) {
        if (instruction.keyword !== 'ENTRYPOINT') continue;
        if (previous) {
          const { startLine, range } = previous;
          const fix = removeInstructionFix(dockerfile, previous, 'Remove the earlier ENTRYPOINT');
          report({
            at: instruction.keywordToken.range,
            message: `ENTRYPOINT in line ${startLine} has no effect: only the last one counts`,
            related: [
              {
                location: { path: dockerfile.path, ...range },
                message: 'This ENTRYPOINT has no effect',
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
