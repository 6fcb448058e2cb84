import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { containerPorts } from '../values/ports.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'PS0010',
  name: 'no-ssh-port',
  severity: 'medium',
  severityReason: 'A login from the network, if an SSH server runs and somebody publishes the port',
  practice: 'runtime-security',
  title: 'SSH port is exposed',
  why: 'An SSH server in a container is one more way in, and one more program with users and keys to protect.',
  remediation: 'Remove port 22 and the SSH server, and use `docker exec` or `kubectl exec`',
  references: ['https://docs.docker.com/reference/cli/docker/container/exec/'],
  aliases: ['DS-0004'],
  wrong: 'FROM debian:12\nEXPOSE 22',
  right: 'FROM debian:12\nEXPOSE 8080',
  check(dockerfile, report) {
    for (const expose of instructionsOf(dockerfile, 'EXPOSE', { onbuild: true })) {
      for (const word of expose.args) {
        const ports = containerPorts(expandedAt(dockerfile, expose, word));
        if (!ports || ports.from > SSH || ports.to < SSH) continue;
        report({ at: word.range, message: 'SSH port 22 is exposed' });
      }
    }
  },
});

const SSH = 22;
