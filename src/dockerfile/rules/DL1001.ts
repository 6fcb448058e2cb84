import { lintComments } from '../lint-comments.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL1001',
  name: 'no-inline-ignore',
  severity: 'info',
  severityReason:
    'Style: comments are meant to be used; the configuration of the project turns the rule on',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'Inline ignore comment is used',
  why: 'In projects that keep all exceptions in one reviewed file, an inline comment bypasses that review.',
  remediation: 'Fix the suppressed finding, or list the rule in the configuration file',
  references: ['https://github.com/hadolint/hadolint#inline-ignores'],
  optIn: true,
  suppressedBy: 'file-comment',
  wrong: '# hadolint ignore=DL3006\nFROM debian',
  right: 'FROM debian:12',
  check(dockerfile, report) {
    for (const comment of lintComments(dockerfile)) {
      if (comment.kind !== 'suppression' || comment.tool === 'buildkit') continue;
      const names = comment.rules.map(({ id }) => id).join(', ');
      const message = `Inline comment ignores ${names === '' ? 'no rule' : names.slice(0, 200)}`;
      report({ at: comment.comment.range, message });
    }
  },
});
