import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'PS0012',
  name: 'no-workdir-in-system-directory',
  severity: 'medium',
  severityReason:
    'A folder such as /proc/self/fd lets the container reach the host with a vulnerable runtime',
  practice: 'runtime-security',
  title: 'WORKDIR is in a system directory',
  why: 'A working directory such as /proc/self/fd/8 has allowed container escapes (CVE-2024-21626), and files written there do not persist.',
  remediation: 'Use a directory of the application: `WORKDIR /app`',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2024-21626'],
  aliases: ['DS-0030'],
  wrong: 'FROM debian:12\nWORKDIR /proc/self/fd/8',
  right: 'FROM debian:12\nWORKDIR /app',
  check(dockerfile, report) {
    for (const workdir of instructionsOf(dockerfile, 'WORKDIR', { onbuild: true })) {
      for (const word of workdir.args) {
        const path = expandedAt(dockerfile, workdir, word);
        if (!SYSTEM.test(path)) continue;
        report({ at: word.range, message: `WORKDIR ${path} is in a system directory` });
      }
    }
  },
});

const SYSTEM = /^\/+(?:proc|sys|boot|dev|initrd|lost\+found)(?:\/|$)/;
