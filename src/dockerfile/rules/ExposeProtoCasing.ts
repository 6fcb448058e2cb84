import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { portProtocol } from '../values/ports.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'ExposeProtoCasing',
  name: 'lowercase-expose-protocol',
  severity: 'info',
  severityReason: 'Style: the image is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'EXPOSE protocol is not lowercase',
  why: 'Tools compare the protocol case-sensitively.',
  remediation: 'Use `tcp`, `udp`, or `sctp`',
  references: ['https://docs.docker.com/reference/build-checks/expose-proto-casing/'],
  wrong: 'FROM debian:12\nEXPOSE 53/UDP',
  right: 'FROM debian:12\nEXPOSE 53/udp',
  check(dockerfile, report) {
    for (const expose of instructionsOf(dockerfile, 'EXPOSE')) {
      for (const word of expose.args) {
        const value = expandedAt(dockerfile, expose, word);
        const protocol = portProtocol(value);
        if (protocol === undefined || protocol === protocol.toLowerCase()) continue;
        const isLiteral = word.raw === value && word.end - word.start === value.length;
        const text = value.slice(0, value.length - protocol.length) + protocol.toLowerCase();
        report({
          ...placeInInstruction(expose, word.range),
          message: `Protocol of EXPOSE ${value} is not lowercase`,
          fix: isLiteral
            ? { description: `Use ${text}`, edits: [{ ...word.range, text }] }
            : undefined,
        });
      }
    }
  },
});
