import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3065',
  name: 'no-target-platform-flag',
  severity: 'info',
  severityReason: 'Style: the platform is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'FROM --platform=$TARGETPLATFORM is redundant',
  why: 'Every stage is built for the target platform by default, so the flag has no effect and only confuses the reader.',
  remediation: 'Remove `--platform=$TARGETPLATFORM`',
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  mergesWith: ['RedundantTargetPlatform'],
  wrong: 'FROM --platform=$TARGETPLATFORM debian:12',
  right: 'FROM debian:12',
  check({ stages, source }, report) {
    for (const { from } of stages) {
      const { platform } = from;
      if (!platform || !/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform.value ?? ''))
        continue;
      const blanks = /^[ \t]*/.exec(source.text.slice(platform.end, platform.end + 200))?.[0] ?? '';
      const edit = { ...source.range(platform.start, platform.end + blanks.length), text: '' };
      report({
        at: platform.range,
        message: 'FROM --platform=$TARGETPLATFORM is redundant: it is the default',
        fix: { description: 'Remove the flag', edits: [edit] },
      });
    }
  },
});
