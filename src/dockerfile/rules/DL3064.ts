import { isSecretName } from '../../secrets/secret-names.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { lineage } from '../stages.js';
import { nameWithMark, ofEmptyVariable, ratedByValue } from '../values/secret-values.js';

export default defineDockerfileRule({
  id: 'DL3064',
  name: 'no-secret-variables',
  severity: 'low',
  severityReason: 'A name alone is no secret: PS0014 and PS0015 rate the value',
  practice: 'secrets',
  sensitive: 'after-range',
  title: 'ARG or ENV name looks like a secret',
  why: 'Everyone who can pull the image can read ENV values in its configuration and ARG values in its history.',
  remediation: 'Pass secrets to RUN with `--mount=type=secret`, and to the container at run time',
  references: ['https://docs.docker.com/build/building/secrets/'],
  mergesWith: ['SecretsUsedInArgOrEnv'],
  wrong: 'FROM debian:12\nARG NPM_TOKEN\nRUN npm ci',
  right: 'FROM debian:12\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci',
  check(dockerfile, report) {
    const last = dockerfile.stages.at(-1);
    const inImage = new Set(last ? lineage(last) : []);
    for (const { keyword, pairs, stage } of instructionsOf(dockerfile, ['ARG', 'ENV'], {
      onbuild: true,
    })) {
      const where = stage && !inImage.has(stage) ? 'the build cache and provenance' : 'the image';
      for (const { key, value } of pairs) {
        if (!isSecretName(key.value)) continue;
        const message = `${keyword} ${key.value} looks like a secret and can be read from ${where}`;
        report({
          at: key.range,
          about: nameWithMark(key.value, value?.value),
          details: { variable: key.value },
          message,
          ...(keyword === 'ENV' && value?.value === ''
            ? ofEmptyVariable(key.value)
            : ratedByValue(key.value, value?.value)),
        });
      }
    }
  },
});
