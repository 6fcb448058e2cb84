import { isOpaque } from '../commands/package-managers/package-argument.js';
import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { zypperInstalls } from '../commands/package-managers/zypper.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3037',
  name: 'pin-zypper-versions',
  severity: 'low',
  severityReason:
    'The distribution signs its packages and drops old versions, so a pinned version breaks the build; nearly nobody pins',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'zypper install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation: 'Pin the version: `zypper install NAME=VERSION`',
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  wrong: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd && zypper clean',
  right: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4.62 && zypper clean',
  check(dockerfile, report) {
    const unpinned = zypperInstalls(dockerfile).flatMap(({ run, packages }) =>
      packages.flatMap((word) => {
        // `-name` (after `--`), `!name`, and `~name` remove a package.
        const isPinned = isOpaque(word) || /^[-!~]|[=<>/]|\.rpm$/.test(word.value);
        return isPinned ? [] : [{ run, word }];
      }),
    );
    reportUnpinned(unpinned, report);
  },
});
