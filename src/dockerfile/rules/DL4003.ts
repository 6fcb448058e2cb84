import { removeInstructionFix } from '../fixes.js';
import type { CmdInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { sections } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL4003',
  name: 'one-cmd',
  severity: 'low',
  severityReason: 'A mistake without an attacker: an earlier command is never run',
  practice: 'maintainability',
  title: 'Stage has multiple CMD instructions',
  why: 'Only the last one takes effect, so an earlier one misleads everyone who reads or edits it.',
  remediation: 'Keep only the last CMD',
  references: ['https://docs.docker.com/reference/dockerfile/#cmd'],
  aliases: ['DS-0016'],
  mergesWith: ['MultipleInstructionsDisallowed'],
  wrong: 'FROM debian:12\nCMD ["a"]\nCMD ["b"]',
  right: 'FROM debian:12\nCMD ["b"]',
  check(dockerfile, report) {
    for (const { instructions } of sections(dockerfile)) {
      let previous: CmdInstruction | undefined;
      for (const instruction of instructions) {
        if (instruction.keyword !== 'CMD') continue;
        if (previous) {
          const { startLine, range } = previous;
          const fix = removeInstructionFix(dockerfile, previous, 'Remove the earlier CMD');
          report({
            at: instruction.keywordToken.range,
            message: `CMD in line ${startLine} has no effect: only the last one counts`,
            related: [
              {
                location: { path: dockerfile.path, ...range },
                message: 'This CMD has no effect',
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
