import { isSecretName } from '../../secrets/secret-names.js';
import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { lineage } from '../stages.js';
import { isUnlikely, nameWithMark, ratedByValue } from '../values/secret-values.js';

export default defineDockerfileRule({
  id: 'PS0014',
  name: 'no-secret-in-final-image',
  severity: 'high',
  severityReason:
    'Everyone who can pull the image has the secret; critical or medium where the kind of secret is so',
  practice: 'secrets',
  sensitive: 'after-range',
  title: 'Secret in ARG or ENV of the final image',
  why: 'Everyone who can pull the image can read the value with `docker history` or `docker inspect`.',
  remediation:
    'Use `RUN --mount=type=secret` in the build, and pass secrets to the container when it starts',
  references: ['https://docs.docker.com/build/building/secrets/'],
  aliases: ['DS-0031'],
  mergesWith: ['DL3064', 'SecretsUsedInArgOrEnv'],
  wrong: 'FROM debian:12\nENV DB_PASSWORD=hunter2',
  right: 'FROM debian:12\nRUN --mount=type=secret,id=db setup --password-file /run/secrets/db',
  check({ stages }, report) {
    const last = stages.at(-1);
    for (const stage of last ? lineage(last) : []) {
      for (const instruction of instructionsOf(stage, ['ARG', 'ENV'])) {
        for (const { key, value } of instruction.pairs) {
          // An empty ENV only declares the name of a variable that is set at run time.
          if (instruction.keyword === 'ENV' && (value?.value ?? '') === '') continue;
          if (!isSecretName(key.value) || isUnlikely(key.value, value?.value)) continue;
          report({
            ...placeInInstruction(instruction, key.range),
            about: nameWithMark(key.value, value?.value),
            details: { variable: key.value },
            message: `Value of ${instruction.keyword} ${key.value} can be read from the image`,
            ...ratedByValue(key.value, value?.value),
          });
        }
      }
    }
  },
});
