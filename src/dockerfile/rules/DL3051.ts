import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3051',
  name: 'no-empty-labels',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  supersedes: ['DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'],
  practice: 'maintainability',
  title: 'Required label is empty',
  why: 'The label is present but has no value, which is easy to overlook.',
  remediation: 'Give the label a value',
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  wrong: 'FROM debian:12\nLABEL org.example.team=""',
  right: 'FROM debian:12\nLABEL org.example.team="platform"',
  check(dockerfile, report) {
    const { labelSchema } = dockerfile.config;
    if (labelSchema.size === 0) return;
    for (const { pairs } of instructionsOf(dockerfile, 'LABEL')) {
      for (const { key, value, range } of pairs) {
        if (!labelSchema.has(key.value) || value?.value.trim() !== '') continue;
        report({ at: range, message: `Label "${key.value}" is empty` });
      }
    }
  },
});
