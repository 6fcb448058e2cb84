import { placeInInstruction } from '../instruction-range.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'RedundantTargetPlatform',
  name: 'no-redundant-target-platform',
  severity: 'info',
  severityReason: 'Style: the platform is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'FROM --platform repeats the default platform',
  why: 'The target platform is the default. Setting it hides the stages for which the platform matters.',
  remediation: 'Remove `--platform=$TARGETPLATFORM`',
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
        ...placeInInstruction(from, platform.range),
        message: `FROM --platform=${value} is redundant: it is the default`,
        fix:
          gap === undefined
            ? undefined
            : {
                description: 'Remove the flag',
                edits: [{ ...source.range(platform.start, platform.end + gap.length), text: '' }],
              },
      });
    }
  },
});
