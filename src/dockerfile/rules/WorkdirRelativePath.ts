import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf, type Stage } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { lineage } from '../stages.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'WorkdirRelativePath',
  name: 'absolute-first-workdir',
  severity: 'low',
  severityReason:
    'Style while the base image stays: the files are in another folder when it moves its own',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'Relative WORKDIR depends on the base image',
  why: 'The directory moves if the base image changes its working directory.',
  remediation: 'Use an absolute path',
  references: ['https://docs.docker.com/reference/build-checks/workdir-relative-path/'],
  mergesWith: ['DL3000'],
  wrong: 'FROM node:22\nWORKDIR app',
  right: 'FROM node:22\nWORKDIR /app',
  check(dockerfile, report) {
    for (const stage of dockerfile.stages) {
      const [first] = instructionsOf(stage, 'WORKDIR');
      const [path] = first?.args ?? [];
      if (!first || !path || hasWorkdir(stage.parent)) continue;
      const value = expandedAt(dockerfile, first, path);
      // The base image may set the variable, so the path may be absolute.
      if (value.startsWith('/') || value.startsWith('$')) continue;
      if (isWindows(stage) && /^(?:[A-Za-z]:|[\\/])/.test(value)) continue;
      report({
        ...placeInInstruction(first, path.range),
        message: `WORKDIR ${value} is relative to the working directory of the base image`,
      });
    }
  },
});

function hasWorkdir(stage: Stage | undefined): boolean {
  if (!stage) return false;
  return lineage(stage).some((one) => instructionsOf(one, 'WORKDIR').length > 0);
}

function isWindows(stage: Stage): boolean {
  return lineage(stage).some(
    ({ from, image = '' }) =>
      /^windows\b/.test(from.platform?.value ?? '') || /windows|nanoserver/i.test(image),
  );
}
