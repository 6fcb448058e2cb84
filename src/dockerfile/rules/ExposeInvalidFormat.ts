import { fromInstruction } from '../parser/instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { portProtocol } from '../ports.js';
import { defineRule } from '../rule.js';
import { expandedAt } from '../stages.js';

export default defineRule({
  id: 'ExposeInvalidFormat',
  name: 'no-port-mapping-in-expose',
  severity: 'medium',
  practice: 'maintainability',
  title: 'EXPOSE names an address or a host port',
  why: 'EXPOSE maps nothing: the address and the host port are ignored, and builders will refuse them.',
  remediation: 'Name the container port only; map it when the container is started.',
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
        const plain = word.raw === value && word.end - word.start === value.length;
        const text = value.slice(colon + 1);
        report({
          at: fromInstruction(expose, word.range),
          message: `EXPOSE should not define an IP address or host-port mapping, found '${value}'.`,
          ...(plain
            ? { fix: { description: `Write ${text}`, edits: [{ ...word.range, text }] } }
            : {}),
        });
      }
    }
  },
});
