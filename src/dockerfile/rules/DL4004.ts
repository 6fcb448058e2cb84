import { removalFix } from '../fixes.js';
import type { EntrypointInstruction } from '../parser/model.js';
import { sections } from '../parser/sections.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL4004',
  name: 'one-entrypoint',
  severity: 'high',
  practice: 'maintainability',
  title: 'Stage has several ENTRYPOINT instructions',
  why: 'Only the last one counts: whoever reads or edits an earlier one is misled.',
  remediation: 'Keep the last one.',
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
          const fix = removalFix(dockerfile, previous, 'Remove the earlier ENTRYPOINT');
          report({
            at: instruction.keywordWord.range,
            message: `The ENTRYPOINT in line ${startLine} has no effect: only the last one counts.`,
            related: [
              { location: { path: dockerfile.path, ...range }, message: 'This one has no effect.' },
            ],
            ...(fix ? { fix } : {}),
          });
        }
        previous = instruction;
      }
    }
  },
});
