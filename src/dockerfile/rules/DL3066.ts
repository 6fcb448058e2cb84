import { type Instruction, instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { declarationAt, expandedAt, lineage } from '../stages.js';

export default defineRule({
  id: 'DL3066',
  name: 'numeric-user',
  severity: 'low',
  practice: 'runtime-security',
  title: 'USER is a name',
  why: 'Kubernetes’ `runAsNonRoot` cannot tell from a name that it is not root, and refuses to start the container.',
  remediation: 'Write the UID, best above 10000.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  // Of root as the last user the other says what matters.
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
      // A variable that the build sets.
      const set = word.variables.some(({ name }) => declarationAt(dockerfile, instruction, name));
      if (set && user.includes('$')) continue;
      report({
        at: word.range,
        message: `USER ${word.value} is a name: write its UID.`,
      });
    }
  },
});

function isWindows({ stage }: Instruction): boolean {
  const image = stage ? lineage(stage).at(-1)?.image : undefined;
  return /windows|nanoserver|servercore/.test(image ?? '');
}
