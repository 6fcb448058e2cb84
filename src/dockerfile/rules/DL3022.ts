import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3022',
  name: 'copy-from-known-stage',
  severity: 'medium',
  practice: 'maintainability',
  title: 'COPY --from names no earlier stage',
  why: 'The build then takes an image of that name, in whatever version is newest, or fails.',
  remediation: 'Name an earlier stage, or an image with its tag.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  wrong: 'FROM debian:12\nCOPY --from=builder /app /app',
  right: 'FROM golang:1.24 AS builder\nFROM debian:12\nCOPY --from=builder /app /app',
  check(dockerfile, report) {
    const names = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.keyword === 'FROM') {
        if (instruction.stage?.name !== undefined) names.add(instruction.stage.name);
        continue;
      }
      const from = instruction.keyword === 'COPY' ? instruction.from?.valueWord : undefined;
      if (!from || from.value === '' || /[:$]/.test(from.value)) continue;
      if (names.has(from.value.toLowerCase())) continue;
      if (/^\d+$/.test(from.value) && Number(from.value) <= (instruction.stage?.index ?? -1))
        continue;
      const message = from.value.includes('/')
        ? `${from.value} is no earlier stage: as an image it has no tag.`
        : `There is no earlier stage ${from.value}.`;
      report({ at: from.range, message });
    }
  },
});
