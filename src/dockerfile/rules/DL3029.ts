import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3029',
  name: 'no-fixed-platform',
  severity: 'medium',
  practice: 'maintainability',
  title: 'FROM fixes the platform',
  why: 'The image cannot be built for another platform, and on another machine it runs in an emulator.',
  remediation: 'Leave `--platform` to the build command, or use `$BUILDPLATFORM`.',
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
        message: `This stage can only be built for ${platform.value}.`,
      });
    }
  },
});
