import { defineRule } from '../rule.js';
import { apkAdds } from '../shell/package-managers/apk.js';
import { isOpaque } from '../shell/package-managers/package-word.js';

export default defineRule({
  id: 'DL3018',
  name: 'pin-apk-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'Package is installed with apk without a version',
  why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
  remediation:
    'Name the version: `apk add curl=8.12.1-r0`, or with `~` the release that it must belong to.',
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper'],
  wrong: 'FROM alpine:3.21\nRUN apk add --no-cache curl',
  right: 'FROM alpine:3.21\nRUN apk add --no-cache curl=8.12.1-r0',
  check(dockerfile, report) {
    for (const { packages } of apkAdds(dockerfile)) {
      for (const word of packages) {
        // `!name` keeps a package out.
        if (isOpaque(word) || /^!|[=~<>]|\.apk$/.test(word.value)) continue;
        report({ at: word.range, message: `${word.value} is installed without a version.` });
      }
    }
  },
});
