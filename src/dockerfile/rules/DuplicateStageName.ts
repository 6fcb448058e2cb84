import { placeInInstruction } from '../instruction-range.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DuplicateStageName',
  name: 'unique-stage-name',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the build takes the later stage',
  practice: 'maintainability',
  affectsBuild: true,
  title: 'Two stages have the same name',
  why: 'A reference to the name selects the last stage with that name. The other stage can only be selected by its index.',
  remediation: 'Give each stage a unique name',
  references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  mergesWith: ['DL3024'],
  wrong: 'FROM debian:12 AS build\nFROM debian:12 AS build',
  right: 'FROM debian:12 AS deps\nFROM debian:12 AS build',
  check({ stages }, report) {
    const names = new Set<string>();
    for (const { name, from } of stages) {
      if (name === undefined || !from.alias) continue;
      if (names.has(name)) {
        const message = `Stage name "${name}" is used more than once`;
        report({ ...placeInInstruction(from, from.alias.range), message });
      }
      names.add(name);
    }
  },
});
