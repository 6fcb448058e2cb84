import { defineRule } from '../rule.js';

/** Names and values of one history entry that are looked at. */
const MOST = 1_000;
const ASSIGNMENT =
  /(?:^|[\s|])([A-Za-z_]\w{2,99})=("[^"]{0,500}"|'[^']{0,500}'|[^\s;&|"']{1,500})/g;

export default defineRule({
  id: 'IMG-HISTSECRET',
  name: 'no-secret-in-history',
  severity: 'critical',
  practice: 'secrets',
  title: 'A secret is in the image’s build history',
  why: 'The history records each RUN with the values of all build arguments: docker history shows them to whoever can pull the image.',
  remediation: 'Revoke the secret, then hand it to the build with RUN --mount=type=secret.',
  tags: ['cis:4.10'],
  aliases: ['CIS-DI-0010', 'DS-0031', 'PS0014', 'PS0015', 'SecretsUsedInArgOrEnv'],
  wrong: 'ARG NPM_TOKEN\nRUN npm ci',
  right: 'RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci',
  check({ image, dependencies }, report) {
    const layers = new Map(image.layers.map(({ index, history }) => [history, index]));
    const set = new Set(image.config.env.map((one) => one.slice(0, one.indexOf('='))));
    const told = new Set<string>();
    for (const entry of image.config.history) {
      let count = 0;
      for (const [, name = '', value = ''] of (entry.createdBy ?? '').matchAll(ASSIGNMENT)) {
        if (++count > MOST) break;
        // What is in the environment is IMG-ENVSECRET's.
        if (told.has(name) || set.has(name)) continue;
        if (!dependencies.isSecret(name, value.replace(/^["']|["']$/g, ''))) continue;
        told.add(name);
        const layer = layers.get(entry);
        report({
          message: `The value of ${name} stays readable in the image’s history.`,
          confidence: 'medium',
          ...(layer === undefined ? { instruction: 'ARG', mention: name } : { layer }),
          about: name,
          details: { variable: name },
        });
      }
    }
  },
});
