import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { isUnprivileged, lineage } from '../stages.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'PS0013',
  name: 'non-root-user',
  severity: 'medium',
  severityReason:
    'Root in the container: an attacker still has to take over the process, and then to leave the container',
  supersedes: ['DL3002', 'DL3066'],
  practice: 'runtime-security',
  clearedBy: 'non-root-user',
  isAboutImage: true,
  title: 'Image runs as root',
  why: 'An attacker who takes over the process is root in the container: one kernel vulnerability or one mount is enough to reach the host.',
  remediation: 'End the last stage with a `USER` that is not root, preferably a UID: `USER 10001`',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  aliases: ['DS-0002'],
  tags: ['cis:4.1'],
  mergesWith: ['DL3002'],
  wrong: 'FROM debian:12\nCMD ["app"]',
  right: 'FROM debian:12\nUSER 10001\nCMD ["app"]',
  check(dockerfile, report) {
    const stage = dockerfile.stages.at(-1);
    if (!stage) return;
    const stages = lineage(stage);
    const user = stages.flatMap((one) => instructionsOf(one, 'USER').at(-1) ?? [])[0];
    const [word] = user?.args ?? [];
    if (user && word) {
      const name = expandedAt(dockerfile, user, word);
      if (!/^(?:root|0+)(?::.*)?$/.test(name)) return;
      report({ at: word.range, message: `Image runs as root: its last USER is ${name}` });
    } else if (!user && !isUnprivileged(stages)) {
      const isFromScratch = stages.at(-1)?.image === 'scratch';
      report({
        at: stage.from.image.range,
        about: 'last stage',
        confidence: isFromScratch ? 'high' : 'medium',
        message: isFromScratch
          ? 'Image runs as root: no USER is set'
          : 'Image runs as root unless its base image sets a USER',
      });
    }
  },
});
