import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3050',
  name: 'no-unknown-labels',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  practice: 'maintainability',
  title: 'Label is not in the label schema',
  why: 'With `strict-labels`, only the labels of the schema are allowed. Any other label is misspelled or unused.',
  remediation: 'Remove the label, or add it to the schema',
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  wrong: '# with `strict-labels: true`\nFROM debian:12\nLABEL paint="blue"',
  right: 'FROM debian:12',
  check(dockerfile, report) {
    const { strictLabels, labelSchema } = dockerfile.config;
    if (!strictLabels) return;
    for (const { pairs } of instructionsOf(dockerfile, 'LABEL')) {
      for (const { key } of pairs) {
        if (labelSchema.has(key.value)) continue;
        report({ at: key.range, message: `Label "${key.value}" is not in the label schema` });
      }
    }
  },
});
