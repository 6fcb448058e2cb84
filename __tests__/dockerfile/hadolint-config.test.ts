import { describe, expect, it, test } from '@jest/globals';
import { parseHadolintConfig } from '../../src/dockerfile/hadolint-config.js';

const parse = (text: string) => parseHadolintConfig(text, '.hadolint.yaml');

describe('parseHadolintConfig', () => {
  it('reads the settings that hadolint documents', () => {
    const config = parse(`
ignored: [DL3008]
override:
  error: [DL3009]
  style: [DL3009, DL3015]
trustedRegistries: [docker.io, "*.acme.example"]
label-schema: { maintainer: text, source: url }
strict-labels: true
disable-ignore-pragma: true
failure-threshold: warning
format: tty
`);
    expect(config).toEqual({
      ignored: new Set(['DL3008']),
      severities: new Map([
        ['DL3009', 'high'],
        ['DL3015', 'info'],
      ]),
      trustedRegistries: ['docker.io', '*.acme.example'],
      labelSchema: new Map([
        ['maintainer', 'text'],
        ['source', 'url'],
      ]),
      strictLabels: true,
      disableIgnorePragma: true,
      failureThreshold: 'medium',
    });
  });

  it('accepts one trusted registry without a list', () => {
    expect(parse('trustedRegistries: ghcr.io')).toEqual({ trustedRegistries: ['ghcr.io'] });
  });

  it('reads rawtext as text, as older versions of hadolint write it', () => {
    expect(parse('label-schema: { a: rawtext }').labelSchema?.get('a')).toBe('text');
  });

  test.each(['none', 'ignore'])('reads the failure threshold %s as none', (threshold) => {
    expect(parse(`failure-threshold: ${threshold}`)).toEqual({ failureThreshold: 'none' });
  });

  test.each(['# no settings yet\n', '', 'ignored:\n'])('returns no settings for %j', (text) => {
    expect(parse(text)).toEqual({});
  });

  it('reports invalid YAML with its line', () => {
    expect(() => parse('ignored: [a\nb: c')).toThrow(
      expect.objectContaining({
        code: 'PSE3001',
        message: expect.stringMatching(/^Cannot read \.hadolint\.yaml:\d+: /),
      }),
    );
  });

  test.each([
    ['- DL3008', 'it is not a map of settings'],
    ['ignore: [DL3008]', 'unknown key "ignore"'],
    ['ignored: DL3008', 'ignored must be a list of strings'],
    ['override: [DL3008]', 'override must be a map'],
    ['override: { fatal: [DL3008] }', 'unknown key "fatal" in override'],
    ['override: { constructor: [DL3008] }', 'unknown key "constructor" in override'],
    ['label-schema: [a]', 'label-schema must be a map'],
    ['label-schema: { a: number }', 'unknown type "number" in label-schema'],
    ['failure-threshold: never', 'failure-threshold must be one of error, warning, info, style'],
    ['strict-labels: 1', 'strict-labels must be true or false'],
  ])('rejects %j: %s', (text, reason) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'PSE3002', message: expect.stringContaining(reason) }),
    );
  });
});
