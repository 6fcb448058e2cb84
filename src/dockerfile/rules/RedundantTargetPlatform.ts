import { fromInstruction } from '../parser/instruction-range.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'RedundantTargetPlatform',
  name: 'no-redundant-target-platform',
  severity: 'info',
  practice: 'maintainability',
  title: 'FROM sets the platform that is the default',
  why: 'The target platform is taken without the flag; stating it hides the stages where the platform matters.',
  remediation: 'Remove `--platform=$TARGETPLATFORM`.',
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  mergesWith: ['DL3065'],
  wrong: 'FROM --platform=$TARGETPLATFORM debian:12',
  right: 'FROM debian:12',
  check({ stages, source }, report) {
    for (const { from } of stages) {
      const { platform } = from;
      const value = platform?.value?.trim() ?? '';
      if (!platform || !/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(value)) continue;
      const gap = /^[ \t]+(?![ \t\r\n\\`])/.exec(source.text.slice(platform.end))?.[0];
      report({
        at: fromInstruction(from, platform.range),
        message: `Setting the platform to ${value} is redundant: it is the default.`,
        ...(gap === undefined
          ? {}
          : {
              fix: {
                description: 'Remove the flag',
                edits: [{ ...source.range(platform.start, platform.end + gap.length), text: '' }],
              },
            }),
      });
    }
  },
});
