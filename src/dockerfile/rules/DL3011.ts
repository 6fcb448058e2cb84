import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'DL3011',
  name: 'valid-ports',
  severity: 'low',
  severityReason: 'A mistake without an attacker: EXPOSE opens no port',
  practice: 'maintainability',
  title: 'EXPOSE port is above 65535',
  why: 'There is no such port, so nothing can listen on it.',
  remediation: 'Use a port between 0 and 65535',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  aliases: ['DS-0008'],
  wrong: 'FROM debian:12\nEXPOSE 80000',
  right: 'FROM debian:12\nEXPOSE 8000',
  check(dockerfile, report) {
    for (const expose of instructionsOf(dockerfile, 'EXPOSE')) {
      for (const word of expose.args) {
        const [ports = ''] = expandedAt(dockerfile, expose, word).split('/');
        const invalid = ports
          .split(/[-:]/)
          .find((port) => /^\d+$/.test(port) && Number(port) > 65535);
        if (invalid === undefined) continue;
        report({
          at: word.range,
          message: `Port ${invalid} is invalid: the highest port is 65535`,
        });
      }
    }
  },
});
