import { defineRule } from '../rule.js';
import { sections } from '../sections.js';
import type { Stage } from '../stages.js';

export default defineRule({
  id: 'DL3044',
  name: 'no-env-use-before-set',
  severity: 'high',
  practice: 'maintainability',
  title: 'ENV uses a variable that the same ENV sets',
  why: 'All values of an ENV are read before any is set: the variable is still empty, or has its old value.',
  mend: 'Set the variable in an ENV of its own before.',
  references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  wrong: 'FROM debian:12\nENV BASE=/opt APP=$BASE/app',
  right: 'FROM debian:12\nENV BASE=/opt\nENV APP=$BASE/app',
  check(dockerfile, report) {
    const inherited = new Map<Stage | undefined, ReadonlySet<string>>();
    for (const { stage, instructions } of sections(dockerfile)) {
      const parents = inherited.get(stage?.parent);
      const known = new Set<string>(stage?.parent ? parents : []);
      for (const instruction of instructions) {
        if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') continue;
        const { pairs } = instruction;
        const counts = new Map<string, number>();
        for (const { key } of pairs) counts.set(key.value, (counts.get(key.value) ?? 0) + 1);
        for (const { key, value } of instruction.keyword === 'ENV' ? pairs : []) {
          if (!value?.raw.includes('$')) continue;
          const used = new Set(value.variables.map(({ name }) => name));
          for (const name of used) {
            // What a pair says of itself comes from the base image: `PATH=/opt/bin:$PATH`.
            const others = (counts.get(name) ?? 0) - (key.value === name ? 1 : 0);
            if (others < 1 || known.has(name)) continue;
            const message = `${name} is set in this same ENV: here it does not have that value yet.`;
            report({ at: value.range, message });
          }
        }
        for (const name of counts.keys()) known.add(name);
      }
      inherited.set(stage, known);
    }
  },
});
