import { defineDockerfileRule } from '../rule.js';
import { sections } from '../stages.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'DL3002',
  name: 'last-user-not-root',
  severity: 'medium',
  severityReason:
    'Root in the container: an attacker still has to take over the process, and then to leave the container',
  supersedes: ['DL3066', 'PS0013'],
  practice: 'runtime-security',
  clearedBy: 'non-root-user',
  title: 'Last USER of a stage is root',
  why: 'An attacker who takes over the process is root in the container, and has fewer obstacles on the way to the host.',
  remediation: 'Switch to an unprivileged user after the steps that need root',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  wrong: 'FROM debian:12\nUSER root',
  right: 'FROM debian:12\nUSER root\nRUN mkdir /data\nUSER 10001',
  check(dockerfile, report) {
    for (const { instructions } of sections(dockerfile)) {
      const last = instructions.findLast(({ keyword }) => keyword === 'USER');
      const [user] = last?.args ?? [];
      if (!last || !user) continue;
      if (!/^(?:root|0)(?::|$)/.test(expandedAt(dockerfile, last, user))) continue;
      const message = `Last USER of the stage is ${user.value}, so the container runs as root`;
      report({ at: user.range, message });
    }
  },
});
