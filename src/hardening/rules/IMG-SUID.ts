import { groupFilesByLayer } from '../files-by-layer.js';
import { defineRule } from '../rule.js';

/** Programs that distributions themselves ship setuid or setgid. */
const DISTRIBUTIONS: ReadonlySet<string> = new Set(
  'su mount umount passwd chfn chsh gpasswd newgrp chage expiry unix_chkpwd ssh-agent ssh-keysign pam_extrausers_chkpwd bbsuid dbus-daemon-launch-helper'.split(
    ' ',
  ),
);
const FOLDERS = /^(?:usr\/)?(?:s?bin|lib|libexec)(?:\/[^/]+){1,2}$/;

/** Source: CIS Docker Benchmark 4.8. */
export default defineRule({
  id: 'IMG-SUID',
  name: 'no-added-setuid-files',
  severity: 'medium',
  practice: 'runtime-security',
  title: 'A setuid or setgid file was added above the base image',
  why: 'A setuid program is a way for any user of the container to become root.',
  remediation: 'Remove the bit in the instruction that brings the file: chmod a-s FILE.',
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
        const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
        // sudo and doas have a rule of their own.
        if (name === 'sudo' || name === 'doas') return;
        if (DISTRIBUTIONS.has(name) && FOLDERS.test(entry.path)) return;
        // An upgrade of what the base image has brings nothing new.
        const before = files.history(entry.path).findLast(({ layer }) => layer < baseLayers);
        if (before?.type === 'file' && (before.mode & 0o6000) === (entry.mode & 0o6000)) return;
        found.add(entry);
      },
      end() {
        found.report(report, (list, count) =>
          count === 1
            ? `${list} runs with its owner’s or group’s rights, whoever starts it.`
            : `${list} run with their owner’s or group’s rights, whoever starts them.`,
        );
      },
    };
  },
});
