import { fromInstruction } from '../parser/instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { isSecretName } from '../secret-names.js';
import { lineage } from '../stages.js';

export default defineRule({
  id: 'PS0014',
  name: 'no-secret-in-final-image',
  severity: 'high',
  practice: 'secrets',
  title: 'The final image is built with a secret in ARG or ENV',
  why: 'Whoever can pull the image reads the value with `docker history` or `docker inspect`.',
  remediation:
    'Use `RUN --mount=type=secret` in the build, and give the container its secrets when it starts.',
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
          // An empty ENV declares the name for the run time.
          if (instruction.keyword === 'ENV' && (value?.value ?? '') === '') continue;
          if (!isSecretName(key.value)) continue;
          report({
            at: fromInstruction(instruction, key.range),
            message: `The value of ${instruction.keyword} ${key.value} stays readable in the image.`,
          });
        }
      }
    }
  },
});
