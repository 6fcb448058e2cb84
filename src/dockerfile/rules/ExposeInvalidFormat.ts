import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { portProtocol } from '../values/ports.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'ExposeInvalidFormat',
  name: 'no-port-mapping-in-expose',
  severity: 'low',
  severityReason: 'A mistake without an attacker: EXPOSE opens no port',
  practice: 'maintainability',
  title: 'EXPOSE contains an IP address or a host port',
  why: 'EXPOSE does not publish ports: the address and the host port are ignored, and BuildKit will reject them in the future.',
  remediation: 'Name only the container port, and map it when you start the container',
  references: ['https://docs.docker.com/reference/build-checks/expose-invalid-format/'],
  wrong: 'FROM debian:12\nEXPOSE 127.0.0.1:8080:80',
  right: 'FROM debian:12\nEXPOSE 80',
  check(dockerfile, report) {
    for (const expose of instructionsOf(dockerfile, 'EXPOSE')) {
      for (const word of expose.args) {
        const value = expandedAt(dockerfile, expose, word);
        const colon = value.lastIndexOf(':');
        if (!/[^:]/.test(value.slice(0, Math.max(0, colon)))) continue;
        if (value.includes('$') || portProtocol(value) === undefined) continue;
        const isLiteral = word.raw === value && word.end - word.start === value.length;
        const text = value.slice(colon + 1);
        report({
          ...placeInInstruction(expose, word.range),
          message: `EXPOSE ${value} contains an IP address or a host port`,
          fix: isLiteral
            ? { description: `Use ${text}`, edits: [{ ...word.range, text }] }
            : undefined,
        });
      }
    }
  },
});
