import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { envVariables } from '../../../src/manifests/compose/env-file.js';
import { lintManifest } from '../../../src/manifests/lint.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { NOW } from '../../now.js';

test.each<[string, [string, string][]]>([
  [
    'A=1\nB=two words\n',
    [
      ['A', '1'],
      ['B', 'two words'],
    ],
  ],
  ['export A=1', [['A', '1']]],
  ['A: 1', [['A', '1']]],
  ['  A = 1  ', [['A', '1']]],
  ['A=1 # comment', [['A', '1']]],
  ['A=1#this', [['A', '1#this']]],
  ['A=# nothing', [['A', '']]],
  ['# A=1\n\nA', []],
  ['A="x y" # c', [['A', 'x y']]],
  ["A='x # y'", [['A', 'x # y']]],
  [
    'A="a\nb"\nB=2',
    [
      ['A', 'a\nb'],
      ['B', '2'],
    ],
  ],
  ['A="a\\"b"', [['A', 'a\\"b']]],
  [
    'A="never closed\nB=2',
    [
      ['A', 'never closed'],
      ['B', '2'],
    ],
  ],
  [
    'A=1\r\nB=2\r\n',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
  ['\ufeffA=1', [['A', '1']]],
  ['=1\n1A=2\n{ "a": 1 }\n\0\0', []],
  ['', []],
])('%j sets the variables %j', (text, expected) => {
  expect(envVariables(text, '.env').map(({ name, value }) => [name, value])).toEqual(expected);
});

test('the range of each value contains its text, for any text', () => {
  const piece = fc.constantFrom(
    'A=',
    'B="',
    "C='",
    '"',
    "'",
    '\n',
    '\r\n',
    ' # x',
    'v',
    '\\',
    '=',
    'export ',
    '\ufeff',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const lines = text.split('\n');
      for (const { value, at } of envVariables(text, '.env')) {
        expect(at.endLine).toBeLessThanOrEqual(lines.length);
        expect(at.endLine - at.startLine).toBe(value.split('\n').length - 1);
        const written = lines[at.startLine - 1]?.slice(at.startColumn - 1) ?? '';
        expect(written.includes(value.split('\n')[0] ?? '')).toBe(true);
      }
    }),
  );
});

describe('the env files of a service', () => {
  const compose = (lines: string) => `services:\n  web:\n    image: x:1\n    ${lines}\n`;
  const secret = 'correct-horse-battery';
  const files: Record<string, string> = {
    'app/.env': `MODE=dev\nDB_PASSWORD=${secret}\n`,
    'app/b.env':
      'API_TOKEN="line one\nline two"\nAPI_TOKEN_FILE=/run/secrets/x\nOTHER_TOKEN=$FROM_HOST\n',
  };
  const found = (lines: string, extra: Record<string, string> = {}) => {
    const all = { ...files, ...extra };
    const manifest = readManifest(
      compose(lines),
      'app/compose.yaml',
      'compose',
      (path) => all[path],
    );
    expect(manifest.notes).toEqual([]);
    return lintManifest(manifest, { now: NOW }).filter(({ rule }) => rule === 'DEP-ENVSECRET');
  };
  const places = (lines: string) =>
    found(lines).map(
      ({ location }) => `${location?.path}:${location?.startLine}:${location?.startColumn}`,
    );

  it.each([
    ['env_file: .env', ['app/.env:2:13']],
    ['env_file: ["./.env", "b.env"]', ['app/.env:2:13', 'app/b.env:1:11']],
    ['env_file: [{ path: b.env, required: false, format: raw }]', ['app/b.env:1:11']],
    ['env_file: [{ path: gone.env, required: false }, .env]', ['app/.env:2:13']],
    ['env_file: ../../outside.env', []],
    ['env_file: /etc/passwd', []],
    ['env_file: gone.env', []],
    ['env_file: "./§{WHICH:-b}.env"'.replace('§', '$'), ['app/b.env:1:11']],
    ['env_file: { path: .env }', ['app/.env:2:13']],
    ['env_file: [3, {}]', []],
    ['env_file:', []],
  ])('%s are reported at %j', (lines, expected) => {
    expect(places(lines)).toEqual(expected);
  });

  it('are reported once, with the line that names the file and without the value', () => {
    const [finding, ...others] = found('env_file: [.env, .env]');
    expect(others).toEqual([]);
    expect(finding?.related?.[0]?.location).toMatchObject({
      path: 'app/compose.yaml',
      startLine: 4,
    });
    expect(JSON.stringify(finding)).not.toContain(secret);
  });

  it('can have comments that suppress a finding', () => {
    const ignored = {
      'app/.env': `# portside ignore=DEP-ENVSECRET reason=for tests\nDB_PASSWORD=${secret}\n`,
    };
    expect(found('env_file: .env', ignored)).toEqual([]);
  });
});
