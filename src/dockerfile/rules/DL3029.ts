import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3029',
  name: 'no-fixed-platform',
  severity: 'low',
  severityReason: 'A choice of the project: the image is for one platform',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'FROM --platform is a fixed value',
  why: 'The stage cannot be built for another platform, and on other machines it runs under emulation.',
  remediation: 'Set the platform in the build command instead, or use `$BUILDPLATFORM`',
  references: ['https://docs.docker.com/build/building/multi-platform/'],
  mergesWith: ['FromPlatformFlagConstDisallowed'],
  wrong: 'FROM --platform=linux/amd64 debian:12',
  right: 'FROM debian:12',
  check({ stages }, report) {
    for (const { from } of stages) {
      const { platform } = from;
      if (!platform?.value || /BUILDPLATFORM|TARGETPLATFORM/.test(platform.value)) continue;
      report({
        at: platform.range,
        message: `FROM --platform=${platform.value} fixes the platform of the stage`,
      });
    }
  },
});
