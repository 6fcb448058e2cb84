import { fromInstruction } from '../parser/instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { isPlainSetting, UNLIKELY } from '../secret-names.js';

export default defineRule({
  id: 'SecretsUsedInArgOrEnv',
  name: 'no-secret-in-arg-or-env',
  severity: 'medium',
  practice: 'secrets',
  title: 'ARG or ENV is named like a secret',
  why: 'Values of ARG and ENV stay in the image and in its history, for everybody who can pull it.',
  remediation:
    'Use `RUN --mount=type=secret` in the build, and give the container its secrets when it starts.',
  references: ['https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/'],
  mergesWith: ['DL3064'],
  wrong: 'FROM debian:12\nARG API_TOKEN\nRUN fetch --token "$API_TOKEN"',
  right: 'FROM debian:12\nRUN --mount=type=secret,id=token fetch --token-file /run/secrets/token',
  check({ stages }, report) {
    for (const stage of stages) {
      for (const instruction of instructionsOf(stage, ['ARG', 'ENV'])) {
        const { keyword, pairs } = instruction;
        for (const { key, value } of pairs) {
          if (!SECRET.test(key.value) || HARMLESS.test(key.value)) continue;
          const message = `Do not use ${keyword} for sensitive data (${key.value}).`;
          report({
            at: fromInstruction(instruction, key.range),
            message,
            ...(isPlainSetting(value?.value) ? UNLIKELY : {}),
          });
        }
      }
    }
  },
});

/** Whole words of the name. Source: BuildKit dockerfile2llb/validations.go. */
const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const HARMLESS = /(?:_|^)(?:public|file|version)(?:_|$)/i;
