import { majorityCasing, toCasing } from '../keyword-casing.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'ConsistentInstructionCasing',
  name: 'consistent-instruction-casing',
  severity: 'info',
  severityReason: 'Style: the image is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'Instruction casing is inconsistent',
  why: 'When all keywords have the same case, readers can tell them from arguments at a glance.',
  remediation: 'Write every keyword in the same case, preferably upper case',
  references: ['https://docs.docker.com/reference/build-checks/consistent-instruction-casing/'],
  wrong: 'FROM debian:12\nCopy app /app\nRUN /app/setup',
  right: 'FROM debian:12\nCOPY app /app\nRUN /app/setup',
  check(dockerfile, report) {
    const casing = majorityCasing(dockerfile);
    for (const { from, instructions } of dockerfile.stages) {
      for (const instruction of [from, ...instructions]) {
        const { raw, range } = instruction.keywordToken;
        const text = toCasing(raw, casing);
        if (raw === text) continue;
        // AS changes together with its FROM, or FromAsCasing would report it next.
        const as = instruction.keyword === 'FROM' && instruction.alias ? instruction.as : undefined;
        const asText = as && /^as$/i.test(as.raw) ? toCasing(as.raw, casing) : undefined;
        report({
          at: range,
          about: raw,
          message: `Instruction ${raw} is not in ${casing} case like most other instructions`,
          fix: {
            description: `Use ${text}`,
            edits: [
              { ...range, text },
              ...(as && asText !== undefined && asText !== as.raw
                ? [{ ...as.range, text: asText }]
                : []),
            ],
          },
        });
      }
    }
  },
});
