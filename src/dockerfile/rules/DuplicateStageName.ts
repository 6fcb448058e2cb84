import { fromInstruction } from '../parser/instruction-range.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DuplicateStageName',
  name: 'unique-stage-name',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Two stages have the same name',
  why: 'A use of the name means the last stage that has it; the other can only be reached by its number.',
  remediation: 'Give each stage a name of its own.',
  references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  mergesWith: ['DL3024'],
  wrong: 'FROM debian:12 AS build\nFROM debian:12 AS build',
  right: 'FROM debian:12 AS deps\nFROM debian:12 AS build',
  check({ stages }, report) {
    const names = new Set<string>();
    for (const { name, from } of stages) {
      if (name === undefined || !from.alias) continue;
      if (names.has(name)) {
        const message = `Duplicate stage name '${name}': stage names should be unique.`;
        report({ at: fromInstruction(from, from.alias.range), message });
      }
      names.add(name);
    }
  },
});
