import type { Fix } from '../../core/fix.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import type { Token } from '../text/tokens.js';

export default defineDockerfileRule({
  id: 'DL3048',
  name: 'valid-label-key',
  severity: 'info',
  severityReason: 'Style: the label is only metadata',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'Label key is invalid',
  why: 'Tools that search or filter by label expect lowercase keys with dots and hyphens. Some prefixes are reserved for Docker.',
  remediation:
    'Use lowercase letters, digits, `.`, `-`, `_`, and `/`, preferably after a domain that you own',
  references: [
    'https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations',
  ],
  wrong: 'FROM debian:12\nLABEL Version="1.0"',
  right: 'FROM debian:12\nLABEL org.opencontainers.image.version="1.0"',
  check(dockerfile, report) {
    const { labelSchema } = dockerfile.config;
    for (const { pairs } of instructionsOf(dockerfile, 'LABEL')) {
      const keys = new Set(pairs.map(({ key }) => key.value));
      for (const { key } of pairs) {
        const problem = problemOf(key.value);
        if (problem === undefined) continue;
        const lower = key.value.toLowerCase();
        const taken = keys.has(lower) || labelSchema.has(key.value);
        const fix = taken || problemOf(lower) !== undefined ? undefined : lowerCase(key, lower);
        report({
          at: key.range,
          message: `Label key "${key.value}" ${problem}`,
          fix,
        });
      }
    }
  },
});

function problemOf(key: string): string | undefined {
  if (RESERVED.test(key)) return 'has a prefix that is reserved for Docker';
  if (!/^[a-z]/.test(key)) return 'does not start with a lowercase letter';
  if (!/[a-z0-9]$/.test(key)) return 'does not end with a lowercase letter or digit';
  if (!/^[a-z0-9._/-]+$/.test(key))
    return 'contains characters other than a-z, 0-9, ., -, _, and /';
  return /\.\.|--/.test(key) ? 'contains two separators in a row' : undefined;
}

const RESERVED = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;

function lowerCase({ raw, range }: Token, text: string): Fix | undefined {
  if (raw.replace(/^(["'])(.*)\1$/, '$2').toLowerCase() !== text) return undefined;
  return { description: `Use ${text}`, edits: [{ ...range, text: raw.toLowerCase() }] };
}
