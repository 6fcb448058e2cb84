import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3022',
  name: 'copy-from-known-stage',
  severity: 'medium',
  severityReason: 'The image is whatever a registry has under that name, in its newest version',
  practice: 'maintainability',
  title: 'COPY --from does not refer to an earlier stage',
  why: 'BuildKit then uses the name as an image reference and pulls its latest version, or the build fails.',
  remediation: 'Name an earlier stage, or an image with a tag',
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
      const from = instruction.keyword === 'COPY' ? instruction.from?.valueToken : undefined;
      if (!from || from.value === '' || /[:$]/.test(from.value)) continue;
      if (names.has(from.value.toLowerCase())) continue;
      if (/^\d+$/.test(from.value) && Number(from.value) <= (instruction.stage?.index ?? -1))
        continue;
      const message = from.value.includes('/')
        ? `COPY --from=${from.value} refers neither to an earlier stage nor to an image with a tag`
        : `COPY --from=${from.value} does not refer to an earlier stage`;
      report({ at: from.range, message });
    }
  },
});
