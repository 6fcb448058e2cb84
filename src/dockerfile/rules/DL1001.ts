import { pragmasOf } from '../lint-comments.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL1001',
  name: 'no-inline-ignore',
  severity: 'info',
  practice: 'maintainability',
  title: 'Finding is ignored by a comment',
  why: 'Where exceptions are to stand in one reviewed place, a comment that switches a rule off goes around it.',
  remediation: 'Fix what the comment hides, or list the rule in the configuration.',
  references: ['https://github.com/hadolint/hadolint#inline-ignores'],
  optIn: true,
  wrong: '# hadolint ignore=DL3006\nFROM debian',
  right: 'FROM debian:12',
  check(dockerfile, report) {
    for (const pragma of pragmasOf(dockerfile)) {
      if (pragma.kind !== 'ignore' || pragma.tool === 'buildkit') continue;
      const names = pragma.rules.map(({ id }) => id).join(', ');
      const message = `This comment switches off ${names === '' ? 'nothing' : names.slice(0, 200)}.`;
      report({ at: pragma.comment.range, message });
    }
  },
});
