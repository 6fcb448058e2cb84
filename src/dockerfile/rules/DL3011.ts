import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { expandedAt } from '../stages.js';

export default defineRule({
  id: 'DL3011',
  name: 'valid-ports',
  severity: 'high',
  practice: 'maintainability',
  title: 'EXPOSE names a port above 65535',
  why: 'There is no such port, so that nothing can listen on it.',
  remediation: 'Name a port between 0 and 65535.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  aliases: ['DS-0008'],
  wrong: 'FROM debian:12\nEXPOSE 80000',
  right: 'FROM debian:12\nEXPOSE 8000',
  check(dockerfile, report) {
    for (const expose of instructionsOf(dockerfile, 'EXPOSE')) {
      for (const word of expose.args) {
        const [ports = ''] = expandedAt(dockerfile, expose, word).split('/');
        const wrong = ports
          .split(/[-:]/)
          .find((port) => /^\d+$/.test(port) && Number(port) > 65535);
        if (wrong === undefined) continue;
        report({ at: word.range, message: `There is no port ${wrong}: they end at 65535.` });
      }
    }
  },
});
