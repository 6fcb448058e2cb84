import { type Instruction, instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { lineage } from '../stages.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'DL3066',
  name: 'numeric-user',
  severity: 'low',
  severityReason: 'Kubernetes cannot prove that a named user is not root; the user is the same',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'USER is a name instead of a UID',
  why: 'Kubernetes cannot tell from a name that the user is not root: with `runAsNonRoot`, it does not start the container.',
  remediation: 'Use a numeric UID, preferably above 10000',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  // Where the last USER is root, the other rule reports the real problem.
  mergesWith: ['DL3002', 'PS0013'],
  wrong: 'FROM node:22\nUSER node',
  right: 'FROM node:22\nUSER 1000',
  check(dockerfile, report) {
    // Windows has no UIDs.
    if (dockerfile.escapeToken === '`') return;
    for (const instruction of instructionsOf(dockerfile, 'USER')) {
      const [word] = instruction.args;
      if (!word) continue;
      const [user = ''] = expandedAt(dockerfile, instruction, word).split(':');
      if (/^\d+$/.test(user.trim()) || isWindows(instruction)) continue;
      // The build or the base image can set the variable to a UID. root is UID 0 everywhere.
      if (user.includes('$') || user === 'root') continue;
      report({
        at: word.range,
        message: `USER ${word.value} is a name instead of a UID`,
      });
    }
  },
});

function isWindows({ stage }: Instruction): boolean {
  const image = stage ? lineage(stage).at(-1)?.image : undefined;
  return /windows|nanoserver|servercore/.test(image ?? '');
}
