import { baseName } from '../../lib/paths.js';
import { groupFilesByLayer } from '../files-by-layer.js';
import { defineHardeningRule } from '../rule.js';

/** Programs that are setuid or setgid in the packages of distributions. */
const DISTRIBUTION_PROGRAMS: ReadonlySet<string> = new Set(
  'su mount umount passwd chfn chsh gpasswd newgrp chage expiry unix_chkpwd ssh-agent ssh-keysign pam_extrausers_chkpwd bbsuid dbus-daemon-launch-helper'.split(
    ' ',
  ),
);
const PROGRAM_FOLDER = /^(?:usr\/)?(?:s?bin|lib|libexec)(?:\/[^/]+){1,2}$/;

/** Source: CIS Docker Benchmark 4.8. */
export default defineHardeningRule({
  id: 'IMG-SUID',
  name: 'no-added-setuid-files',
  severity: 'medium',
  severityReason: 'A vulnerability of the program makes a user root in the container',
  practice: 'runtime-security',
  title: 'setuid or setgid file is added above the base image',
  why: 'Any user of the container can use a setuid program to become root.',
  remediation: 'Remove the bit in the instruction that adds the file: chmod a-s FILE',
  tags: ['cis:4.8'],
  aliases: ['CIS-DI-0008'],
  wrong: 'COPY --chmod=4755 helper /usr/local/bin/helper',
  right: 'COPY --chmod=755 helper /usr/local/bin/helper',
  check({ files, baseLayers }, report) {
    const found = groupFilesByLayer();
    return {
      visible(entry) {
        if ((entry.mode & 0o6000) === 0 || entry.layer < baseLayers) return;
        if (entry.type !== 'file' && entry.type !== 'hardlink') return;
        const name = baseName(entry.path);
        // IMG-SUDO reports sudo and doas.
        if (name === 'sudo' || name === 'doas') return;
        if (DISTRIBUTION_PROGRAMS.has(name) && PROGRAM_FOLDER.test(entry.path)) return;
        // An upgrade of a file of the base image adds no risk.
        const before = files.history(entry.path).findLast(({ layer }) => layer < baseLayers);
        if (before?.type === 'file' && (before.mode & 0o6000) === (entry.mode & 0o6000)) return;
        found.add(entry);
      },
      end() {
        found.report(report, (list) => `Image adds setuid or setgid files: ${list}`);
      },
    };
  },
});
