import { instructionsOf, type Stage } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { leafStages, stageIdentity } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3049',
  name: 'required-labels',
  severity: 'low',
  severityReason: 'Only metadata; the configuration of the project asks for it',
  supersedes: ['DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'],
  practice: 'maintainability',
  title: 'Required label is missing',
  why: 'The label schema of the project requires this label. Tools that look for it do not find this image.',
  remediation: 'Add the label to this stage, or to a stage that it is based on',
  references: ['https://github.com/hadolint/hadolint#linting-labels'],
  wrong: '# with `label-schema: { org.example.team: text }`\nFROM debian:12',
  right: 'FROM debian:12\nLABEL org.example.team="platform"',
  check(dockerfile, report) {
    const { labelSchema } = dockerfile.config;
    if (labelSchema.size === 0) return;
    const labels = new Map<Stage, ReadonlySet<string>>();
    for (const stage of dockerfile.stages) {
      const own = instructionsOf(stage, 'LABEL').flatMap(({ pairs }) =>
        pairs.map((p) => p.key.value),
      );
      const inherited = stage.parent ? (labels.get(stage.parent) ?? []) : [];
      labels.set(stage, new Set([...inherited, ...own.filter((key) => labelSchema.has(key))]));
    }
    for (const stage of leafStages(dockerfile)) {
      for (const key of labelSchema.keys()) {
        if (labels.get(stage)?.has(key)) continue;
        report({
          at: stage.from.image.range,
          about: `${stageIdentity(dockerfile, stage)} ${key}`,
          message: `Required label "${key}" is missing`,
        });
      }
    }
  },
});
