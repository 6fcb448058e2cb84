import type { Fix } from '../../core/fix.js';
import { instructionsOf } from '../parser/model.js';
import type { Word } from '../parser/tokens.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3048',
  name: 'valid-label-key',
  severity: 'info',
  practice: 'maintainability',
  title: 'Label key is not well formed',
  why: 'Tools that search or filter by labels expect lower-case keys with dots and hyphens; some prefixes are Docker’s own.',
  remediation:
    'Use lower-case letters, digits, `.`, `-`, `_` and `/`, best below a domain that is yours.',
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
        const fault = faultOf(key.value);
        if (fault === undefined) continue;
        const lower = key.value.toLowerCase();
        const taken = keys.has(lower) || labelSchema.has(key.value);
        const fix = taken || faultOf(lower) !== undefined ? undefined : lowerCase(key, lower);
        report({
          at: key.range,
          message: `Label key ${key.value} ${fault}.`,
          ...(fix ? { fix } : {}),
        });
      }
    }
  },
});

function faultOf(key: string): string | undefined {
  if (RESERVED.test(key)) return 'has a prefix that Docker keeps for itself';
  if (!/^[a-z]/.test(key)) return 'does not begin with a lower-case letter';
  if (!/[a-z0-9]$/.test(key)) return 'does not end with a lower-case letter or digit';
  if (!/^[a-z0-9._/-]+$/.test(key)) return 'has characters other than a-z, 0-9, ., -, _ and /';
  return /\.\.|--/.test(key) ? 'has two separators in a row' : undefined;
}

const RESERVED = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;

function lowerCase({ raw, range }: Word, text: string): Fix | undefined {
  if (raw.replace(/^(["'])(.*)\1$/, '$2').toLowerCase() !== text) return undefined;
  return { description: `Write ${text}`, edits: [{ ...range, text: raw.toLowerCase() }] };
}
