import { overlaps, type Range } from '../../core/location.js';
import { secretMark } from '../../core/secret-mark.js';
import { isSecretName } from '../../secrets/secret-names.js';
import { isGuessable } from '../../secrets/value-strength.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { hasFlag, isCommand, operands } from '../shell/command-line.js';
import { findSecretValues, looksRandom, nameWithMark } from '../values/secret-values.js';

export default defineDockerfileRule({
  id: 'PS0015',
  name: 'no-hard-coded-secret',
  severity: 'critical',
  severityReason:
    'Everyone who can read the repository has the credential; high where its kind is not known',
  practice: 'secrets',
  sensitive: 'in-range',
  title: 'Hard-coded credential in the Dockerfile',
  why: 'Everyone who can read the repository or pull the image has the credential, and removing it later does not revoke it.',
  remediation:
    'Revoke the credential, and pass a new one with `RUN --mount=type=secret` or when the container starts',
  references: ['https://docs.docker.com/build/building/secrets/'],
  wrong: 'FROM node:22\nRUN npm config set registry https://bot:s3cr3tpass@npm.acme.dev/',
  right: 'FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
  check(dockerfile, report) {
    const { source } = dockerfile;
    const variables = instructionsOf(dockerfile, ['ARG', 'ENV'], { onbuild: true }).flatMap(
      ({ pairs }) => pairs,
    );
    const ofVariable = (at: Range) => {
      const pair = variables.find(({ value }) => value && overlaps(value.range, at));
      return pair && { details: { variable: pair.key.value } };
    };
    for (const { start, end, startLine, endLine, original, range } of dockerfile.instructions) {
      const found = findSecretValues(source.text.slice(start, end));
      const reportSecret = ({ kind, mark }: (typeof found)[number], at: Range) =>
        report({
          at,
          about: `${kind} ${mark}`,
          ...ofVariable(at),
          message: `Hard-coded credential: this looks like ${kind}`,
        });
      for (const secret of found)
        reportSecret(secret, source.range(start + secret.start, start + secret.end));
      // A continuation in the middle hides a secret from who reads lines.
      const marks = new Set(found.map(({ mark }) => mark));
      for (const secret of endLine > startLine ? findSecretValues(original) : [])
        if (!marks.has(secret.mark)) reportSecret(secret, range);
    }
    for (const { pairs } of instructionsOf(dockerfile, ['ARG', 'ENV', 'LABEL'], {
      onbuild: true,
    })) {
      for (const { key, value } of pairs) {
        if (!value || !isSecretName(key.value) || !looksRandom(value.value)) continue;
        if (isGuessable(value.value)) continue;
        if (findSecretValues(value.value).length > 0) continue;
        report({
          at: value.range,
          about: nameWithMark(key.value, value.value),
          details: { variable: key.value },
          severity: 'high',
          confidence: 'medium',
          message: `Value of ${key.value} looks like a hard-coded secret`,
        });
      }
    }
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const { elements } of run.script.pipelines) {
        if (!elements.some((command) => command && isCommand(command, 'chpasswd'))) continue;
        const echo = elements.find((command) => command && isCommand(command, 'echo', 'printf'));
        const word =
          echo && operands(echo).find(({ value, literal }) => literal && LOGIN.test(value));
        if (!word || elements.some((command) => command && hasFlag(command, '-e', '--encrypted')))
          continue;
        const message = 'Password of a user account is hard-coded';
        report({ at: word.range, about: secretMark(word.value), severity: 'high', message });
      }
    }
  },
});

const LOGIN = /^[a-z_][\w-]*:[^\s$]+/;
