import { instructionsOf } from '../parser/model.js';
import { containerPorts } from '../ports.js';
import { defineRule } from '../rule.js';
import { expandedAt } from '../stages.js';

export default defineRule({
  id: 'PS0010',
  name: 'no-ssh-port',
  severity: 'medium',
  practice: 'runtime-security',
  title: 'Image offers SSH',
  why: 'A login server in a container is one more way in, and one more program with its own users and keys to guard.',
  remediation: 'Remove port 22 and the server; use `docker exec` or `kubectl exec`.',
  references: ['https://docs.docker.com/reference/cli/docker/container/exec/'],
  aliases: ['DS-0004'],
  wrong: 'FROM debian:12\nEXPOSE 22',
  right: 'FROM debian:12\nEXPOSE 8080',
  check(dockerfile, report) {
    for (const expose of instructionsOf(dockerfile, 'EXPOSE', { onbuild: true })) {
      for (const word of expose.args) {
        const ports = containerPorts(expandedAt(dockerfile, expose, word));
        if (!ports || ports.from > SSH || ports.to < SSH) continue;
        report({ at: word.range, message: 'Port 22 (SSH) should not be exposed.' });
      }
    }
  },
});

const SSH = 22;
