import type { Edit } from '../../findings/fix.js';
import { fromInstruction } from '../instruction-range.js';
import { defineRule, type LintSubject } from '../rule.js';
import type { Stage } from '../stages.js';

export default defineRule({
  id: 'StageNameCasing',
  name: 'lowercase-stage-name',
  severity: 'info',
  practice: 'maintainability',
  title: 'Stage name is not in lower case',
  why: 'Builders compare stage names in lower case; a name in another case reads like a different one.',
  mend: 'Write the name in lower case, where it is used too.',
  references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  wrong: 'FROM debian:12 AS Builder',
  right: 'FROM debian:12 AS builder',
  check(dockerfile, report) {
    for (const stage of dockerfile.stages) {
      const { args, alias } = stage.from;
      if (args.length !== 3 || !alias || alias.raw === alias.raw.toLowerCase()) continue;
      report({
        at: fromInstruction(stage.from, alias.range),
        message: `Stage name '${alias.raw}' should be lowercase.`,
        fix: { description: 'Write the name in lower case', edits: renaming(dockerfile, stage) },
      });
    }
  },
});

/** The name and its uses that are written alike. */
function renaming({ stages }: LintSubject, stage: Stage): Edit[] {
  const { alias } = stage.from;
  if (!alias) return [];
  const words = [alias];
  for (const other of stages) {
    if (other.index > stage.index && other.from.image.raw === alias.raw)
      words.push(other.from.image);
    for (const { word, stage: used } of other.uses) {
      if (used === stage && word.raw === alias.raw && length(word) === alias.raw.length) {
        words.push(word);
      }
    }
  }
  return words.map(({ range, raw }) => ({ ...range, text: raw.toLowerCase() }));
}

/** The use in RUN --mount stands for the whole flag: that is no place to edit. */
function length({ start, end }: { readonly start: number; readonly end: number }): number {
  return end - start;
}
