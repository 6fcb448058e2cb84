import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3065',
  name: 'no-platform-of-the-target',
  severity: 'medium',
  practice: 'maintainability',
  title: 'FROM --platform=$TARGETPLATFORM says what holds anyway',
  why: 'A stage is built for the target platform unless told otherwise: the flag only makes the reader wonder.',
  remediation: 'Leave the flag out.',
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
        message: 'The target platform is the default.',
        fix: { description: 'Leave the flag out', edits: [edit] },
      });
    }
  },
});
