import { placeInInstruction } from '../instruction-range.js';
import type { Stage } from '../parser/model.js';
import { defineDockerfileRule, type LintSubject } from '../rule.js';
import type { Token } from '../text/tokens.js';

export default defineDockerfileRule({
  id: 'StageNameCasing',
  name: 'lowercase-stage-name',
  severity: 'info',
  severityReason: 'Style: the image is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'Stage name is not lowercase',
  why: 'BuildKit compares stage names in lowercase, so a name in another case looks like a different stage but is the same one.',
  remediation: 'Write the name in lowercase, also where it is used',
  references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  wrong: 'FROM debian:12 AS Builder',
  right: 'FROM debian:12 AS builder',
  check(dockerfile, report) {
    let uses: ReturnType<typeof usesOf> | undefined;
    for (const stage of dockerfile.stages) {
      const { args, alias } = stage.from;
      if (args.length !== 3 || !alias || alias.raw === alias.raw.toLowerCase()) continue;
      uses ??= usesOf(dockerfile);
      const edits = [alias, ...(uses.get(stage) ?? [])].map(({ range, raw }) => ({
        ...range,
        text: raw.toLowerCase(),
      }));
      report({
        ...placeInInstruction(stage.from, alias.range),
        message: `Stage name "${alias.raw}" is not lowercase`,
        fix: { description: 'Use the name in lowercase', edits },
      });
    }
  },
});

/** The uses of each stage's name that have the same casing as its declaration. */
function usesOf({ stages }: LintSubject): ReadonlyMap<Stage, readonly Token[]> {
  const uses = new Map<Stage, Token[]>();
  const add = (stage: Stage, word: Token) => {
    // The word of a RUN --mount spans the whole flag, so the name in it has no range that could be edited.
    if (word.raw !== stage.from.alias?.raw || word.end - word.start !== word.raw.length) return;
    const words = uses.get(stage);
    if (words) words.push(word);
    else uses.set(stage, [word]);
  };
  for (const { parent, from, uses: used } of stages) {
    if (parent) add(parent, from.image);
    for (const { token, stage } of used) add(stage, token);
  }
  return uses;
}
