import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3024',
  name: 'unique-stage-names',
  severity: 'high',
  practice: 'maintainability',
  title: 'Two stages have the same name',
  why: 'What `--target` and `COPY --from` mean depends on where they stand.',
  remediation: 'Rename one of them.',
  references: ['https://docs.docker.com/reference/dockerfile/#from'],
  aliases: ['DS-0012'],
  mergesWith: ['DuplicateStageName'],
  wrong: 'FROM golang:1.24 AS app\nFROM debian:12 AS app',
  right: 'FROM golang:1.24 AS builder\nFROM debian:12 AS app',
  check({ stages, path }, report) {
    const first = new Map<string, (typeof stages)[number]>();
    for (const stage of stages) {
      const { alias } = stage.from;
      if (!alias || stage.name === undefined) continue;
      const known = first.get(alias.value);
      if (!known) {
        first.set(alias.value, stage);
        continue;
      }
      report({
        at: alias.range,
        message: `A stage in line ${known.from.startLine} is called ${alias.value} too.`,
        related: [
          { location: { path, ...known.from.range }, message: 'The first stage of this name.' },
        ],
      });
    }
  },
});
