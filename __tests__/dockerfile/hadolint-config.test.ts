import { describe, expect, it, test } from '@jest/globals';
import { parseHadolintConfig } from '../../src/dockerfile/hadolint-config.js';
import { PortsideError } from '../../src/lib/errors.js';

const read = (text: string) => parseHadolintConfig(text, '.hadolint.yaml');

describe('readHadolintConfig', () => {
  it('reads what hadolint documents', () => {
    const config = read(`
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

  it('takes one trusted registry without a list', () => {
    expect(read('trustedRegistries: ghcr.io')).toEqual({ trustedRegistries: ['ghcr.io'] });
  });

  it('has nothing to say for an empty file', () => {
    expect(read('# later\n')).toEqual({});
  });
});

test.each([
  ['ignored: [a\nb: c', /\.hadolint\.yaml:\d+: /],
  ['- DL3008', /not a map of settings/],
  ['ignore: [DL3008]', /unknown key "ignore"/],
  ['ignored: DL3008', /ignored is a list of texts/],
  ['override: { fatal: [DL3008] }', /override knows error, warning, info, style, not "fatal"/],
  ['label-schema: { a: number }', /"number" is none of text/],
  ['failure-threshold: never', /failure-threshold is/],
  ['strict-labels: 1', /strict-labels is true or false/],
])('%j is refused with the reason', (text, message) => {
  expect(() => read(text)).toThrow(PortsideError);
  expect(() => read(text)).toThrow(message);
});
