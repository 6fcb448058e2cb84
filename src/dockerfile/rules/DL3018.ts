import { apkAdds } from '../commands/package-managers/apk.js';
import { isOpaque } from '../commands/package-managers/package-argument.js';
import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3018',
  name: 'pin-apk-versions',
  severity: 'low',
  severityReason:
    'The distribution signs its packages and drops old versions, so a pinned version breaks the build; nearly nobody pins',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'apk add does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation: 'Pin the version (`apk add NAME=VERSION`), or limit it to a release with `~`',
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper'],
  wrong: 'FROM alpine:3.21\nRUN apk add --no-cache curl',
  right: 'FROM alpine:3.21\nRUN apk add --no-cache curl=8.12.1-r0',
  check(dockerfile, report) {
    const unpinned = apkAdds(dockerfile).flatMap(({ run, packages }) =>
      packages.flatMap((word) => {
        // `!name` excludes a package.
        const isPinned = isOpaque(word) || /^!|[=~<>]|\.apk$/.test(word.value);
        return isPinned ? [] : [{ run, word }];
      }),
    );
    reportUnpinned(unpinned, report);
  },
});
