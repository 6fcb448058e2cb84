import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { nameWithMark, ofEmptyVariable, ratedByValue } from '../values/secret-values.js';

export default defineDockerfileRule({
  id: 'SecretsUsedInArgOrEnv',
  name: 'no-secret-in-arg-or-env',
  severity: 'low',
  severityReason: 'A name alone is no secret: PS0014 and PS0015 rate the value',
  practice: 'secrets',
  sensitive: 'after-range',
  title: 'ARG or ENV is used for a secret',
  why: 'ARG and ENV values stay in the image and its history, where everyone who can pull the image can read them.',
  remediation:
    'Use `RUN --mount=type=secret` in the build, and pass secrets to the container when it starts',
  references: ['https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/'],
  mergesWith: ['DL3064'],
  wrong: 'FROM debian:12\nARG API_TOKEN\nRUN fetch --token "$API_TOKEN"',
  right: 'FROM debian:12\nRUN --mount=type=secret,id=token fetch --token-file /run/secrets/token',
  check({ stages }, report) {
    for (const stage of stages) {
      for (const instruction of instructionsOf(stage, ['ARG', 'ENV'])) {
        const { keyword, pairs } = instruction;
        for (const { key, value } of pairs) {
          if (!SECRET.test(key.value) || NOT_SECRET.test(key.value)) continue;
          const message = `${keyword} ${key.value} looks like a secret`;
          report({
            ...placeInInstruction(instruction, key.range),
            about: nameWithMark(key.value, value?.value),
            details: { variable: key.value },
            message,
            ...(instruction.keyword === 'ENV' && value?.value === ''
              ? ofEmptyVariable(key.value)
              : ratedByValue(key.value, value?.value)),
          });
        }
      }
    }
  },
});

/**
 * BuildKit's own list, as complete words of the name, and not that of secrets/secret-names.ts: this rule reports exactly
 * what BuildKit reports. Source: BuildKit dockerfile2llb/validations.go.
 */
const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NOT_SECRET = /(?:_|^)(?:public|file|version)(?:_|$)/i;
