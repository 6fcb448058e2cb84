import { defineRule } from '../rule.js';
import { isOpaque } from '../shell/package-managers/package-word.js';
import { zypperInstalls } from '../shell/package-managers/zypper.js';

export default defineRule({
  id: 'DL3037',
  name: 'pin-zypper-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'Package is installed with zypper without a version',
  why: 'The build takes whatever version the repository has that day, so that two builds of one commit differ.',
  remediation: 'Name the version: `zypper install httpd=2.4.62`.',
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  wrong: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd && zypper clean',
  right: 'FROM opensuse/leap:15.6\nRUN zypper -n install httpd=2.4.62 && zypper clean',
  check(dockerfile, report) {
    for (const { packages } of zypperInstalls(dockerfile)) {
      for (const word of packages) {
        // `-name` (behind `--`), `!name` and `~name` are removed.
        if (isOpaque(word) || /^[-!~]|[=<>/]|\.rpm$/.test(word.value)) continue;
        report({ at: word.range, message: `${word.value} is installed without a version.` });
      }
    }
  },
});
