import { placeInInstruction } from '../instruction-range.js';
import { majorityCasing, toCasing } from '../keyword-casing.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'FromAsCasing',
  name: 'from-as-casing',
  severity: 'info',
  severityReason: 'Style: the image is the same',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'FROM and AS use different casing',
  why: 'Keywords in different case make the stage name harder to see.',
  remediation: 'Write AS in the same case as FROM',
  references: ['https://docs.docker.com/reference/build-checks/from-as-casing/'],
  wrong: 'FROM debian:12 as builder',
  right: 'FROM debian:12 AS builder',
  check(dockerfile, report) {
    const majority = majorityCasing(dockerfile);
    for (const { from } of dockerfile.stages) {
      const { as, keywordToken } = from;
      if (!as || !from.alias) continue;
      const keyword = keywordToken.raw;
      const wanted = keyword === keyword.toLowerCase() ? 'as' : 'AS';
      if (as.raw === wanted || (keyword !== keyword.toUpperCase() && wanted === 'AS')) continue;
      // If FROM itself has the wrong case, ConsistentInstructionCasing fixes both keywords.
      const isFromCorrect = keyword === toCasing(keyword, majority);
      report({
        ...placeInInstruction(from, as.range),
        message: `${keyword} and ${as.raw} use different casing`,
        fix: isFromCorrect
          ? { description: `Use ${wanted}`, edits: [{ ...as.range, text: wanted }] }
          : undefined,
      });
    }
  },
});
