import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3051',
  name: 'no-empty-labels',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Label of the label schema is empty',
  why: 'A label that is there but says nothing looks like a label that was filled in.',
  remediation: 'Give the label its value.',
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  wrong: 'FROM debian:12\nLABEL org.example.team=""',
  right: 'FROM debian:12\nLABEL org.example.team="platform"',
  check(dockerfile, report) {
    const { labelSchema } = dockerfile.config;
    if (labelSchema.size === 0) return;
    for (const { pairs } of instructionsOf(dockerfile, 'LABEL')) {
      for (const { key, value, range } of pairs) {
        if (!labelSchema.has(key.value) || value?.value.trim() !== '') continue;
        report({ at: range, message: `Label ${key.value} is empty.` });
      }
    }
  },
});
