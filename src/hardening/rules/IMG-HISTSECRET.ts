import { secretMark } from '../../core/secret-mark.js';
import { defineHardeningRule } from '../rule.js';

/** Assignments of one history entry that are checked. */
const MAX_ASSIGNMENTS = 1_000;
const ASSIGNMENT =
  /(?:^|[\s|])([A-Za-z_]\w{2,99})=("[^"]{0,500}"|'[^']{0,500}'|[^\s;&|"']{1,500})/g;

export default defineHardeningRule({
  id: 'IMG-HISTSECRET',
  name: 'no-secret-in-history',
  severity: 'critical',
  severityReason:
    'Everyone who can pull the image has the secret; low for a default password or a word',
  practice: 'secrets',
  title: 'Secret is in the build history of the image',
  why: 'The history records each RUN with the values of all build arguments. Anyone who can pull the image can read them with docker history.',
  remediation: 'Revoke the secret, and pass it to the build with RUN --mount=type=secret',
  tags: ['cis:4.10'],
  aliases: ['CIS-DI-0010', 'DS-0031', 'PS0014', 'PS0015'],
  mergesWith: ['SecretsUsedInArgOrEnv'],
  wrong: 'ARG NPM_TOKEN\nRUN npm ci',
  right: 'RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci',
  check({ image, dependencies }, report) {
    const layers = new Map(image.layers.map(({ index, history }) => [history, index]));
    const inEnvironment = new Set(
      image.config.env.map((variable) => variable.slice(0, variable.indexOf('='))),
    );
    const reported = new Set<string>();
    for (const entry of image.config.history) {
      let count = 0;
      for (const [, name = '', value = ''] of (entry.createdBy ?? '').matchAll(ASSIGNMENT)) {
        if (++count > MAX_ASSIGNMENTS) break;
        // IMG-ENVSECRET reports variables of the environment.
        if (inEnvironment.has(name)) continue;
        const text = value.replace(/^["']|["']$/g, '');
        if (!dependencies.isSecret(name, text)) continue;
        const about = `${name} ${secretMark(text)}`;
        if (reported.has(about)) continue;
        reported.add(about);
        const layer = layers.get(entry);
        report({
          message: `Value of ${name} is readable in the image history`,
          confidence: 'medium',
          ...(dependencies.isGuessable?.(text) && { severity: 'low' }),
          ...(layer === undefined ? { instruction: 'ARG', mention: name } : { layer }),
          about,
          details: { variable: name },
        });
      }
    }
  },
});
