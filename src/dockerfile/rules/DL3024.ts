import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3024',
  name: 'unique-stage-names',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the build takes the later stage',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'Stage name is not unique',
  why: 'The stage that `--target` or `COPY --from` selects depends on the position of the instructions in the file.',
  remediation: 'Rename one of the stages',
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
        message: `Stage name "${alias.value}" is already used in line ${known.from.startLine}`,
        related: [
          { location: { path, ...known.from.range }, message: 'First stage with this name' },
        ],
      });
    }
  },
});
