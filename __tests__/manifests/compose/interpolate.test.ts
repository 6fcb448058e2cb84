import { describe, expect, it, test } from '@jest/globals';
import {
  interpolate,
  MAX_EXPANDED,
  withEnvFile,
} from '../../../src/manifests/compose/interpolate.js';
import { lintManifest } from '../../../src/manifests/lint.js';
import { readManifestYaml } from '../../../src/manifests/manifest-yaml.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { NOW } from '../../now.js';
import { markedTexts } from '../lint-text.js';
import { withDollars } from '../rule-cases.js';

const none = () => ({ values: new Map<string, string>(), budget: { left: MAX_EXPANDED } });

test.each([
  ['plain', 'plain', false],
  ['a-§{V:-b}', 'a-b', true],
  ['§{V-b}', 'b', true],
  ['§{V:-§{W:-c}}', 'c', true],
  ['§{V}', '§{V}', true],
  ['§V', '§V', true],
  ['§{V:?must be set}', '§{V:?must be set}', true],
  ['a§§b', 'a§b', false],
  ['§{unclosed', '§{unclosed', true],
])('%s is read as %s', (text, expanded, hasVariable) => {
  const [node] = readManifestYaml(JSON.stringify(withDollars(text)), 'm.yaml');
  if (!node) throw new Error('no document');
  const result = interpolate(node, none());
  expect([result.scalar, result.hasVariable ?? false]).toEqual([
    withDollars(expanded),
    hasVariable,
  ]);
});

test('a default that makes a service privileged is reported', () => {
  const text = withDollars('services:\n  a: { image: x, privileged: "§{P:-true}" }\n');
  expect(markedTexts('DEP-PRIV', text)).toEqual([withDollars('"§{P:-true}"')]);
});

test.each([
  ['§{V}-§V', 'v-v'],
  ['§{V:-d}§{V-d}', 'vv'],
  ['§{EMPTY:-d}§{EMPTY-d}§{EMPTY}', 'd'],
  ['§{V:+yes}§{EMPTY:+yes}', 'yes'],
  ['§{EMPTY+yes}', 'yes'],
  ['§{V:?must be set}', 'v'],
  ['§{EMPTY:?must be set}', '§{EMPTY:?must be set}'],
  ['§{UNKNOWN:+yes}', '§{UNKNOWN:+yes}'],
  ['§{UNKNOWN:-§{V}}', 'v'],
  ['§{QUOTED} §{SINGLE}', 'a v §{V}'],
  ['§V_ §V1 §V.', '§V_ §V1 v.'],
  ['§{Vx', '§{Vx'],
])('with a .env file, %s is read as %s', (text, expanded) => {
  const env = withDollars('V=v # a comment\nEMPTY=\nexport QUOTED="a §{V}"\nSINGLE=\'§{V}\'\n');
  const [node] = readManifestYaml(JSON.stringify(withDollars(text)), 'm.yaml');
  if (!node) throw new Error('no document');
  const { scalar, hasVariable } = interpolate(node, withEnvFile(none(), env, '.env'));
  expect([scalar, hasVariable]).toEqual([withDollars(expanded), true]);
});

describe('the variables of a Compose project', () => {
  const service = 'services:\n  a: { image: x, privileged: "§{P:-false}" }\n';
  const priv = (files: Readonly<Record<string, string>>) => {
    const path = 'deploy/compose.yaml';
    const read = (file: string) => files[file] && withDollars(files[file]);
    const manifest = readManifest(read(path) ?? '', path, 'compose', read);
    return lintManifest(manifest, { now: NOW }).filter(({ rule }) => rule === 'DEP-PRIV').length;
  };
  it.each([
    ['of .env next to it', { 'deploy/compose.yaml': service, 'deploy/.env': 'P=true\n' }, 1],
    ['of .env elsewhere', { 'deploy/compose.yaml': service, '.env': 'P=true\n' }, 0],
    [
      'of .env, in a service that it extends',
      {
        'deploy/compose.yaml':
          'services:\n  b: { image: x, extends: { file: ../base.yaml, service: a } }\n',
        'base.yaml': service,
        'deploy/.env': 'P=true\n',
        '.env': 'P=false\n',
      },
      1,
    ],
    [
      'of the .env of an included file',
      {
        'deploy/compose.yaml': 'include: [../app/app.yaml]\n',
        'app/app.yaml': service,
        'app/.env': 'P=true\n',
      },
      1,
    ],
    [
      'of .env before those of an included file',
      {
        'deploy/compose.yaml': 'include: [../app/app.yaml]\n',
        'app/app.yaml': service,
        'app/.env': 'P=true\n',
        'deploy/.env': 'P=false\n',
      },
      0,
    ],
    [
      'of the env file that include names',
      {
        'deploy/compose.yaml': 'include: [{ path: app.yaml, env_file: [one.env, two.env] }]\n',
        'deploy/app.yaml': service,
        'deploy/one.env': 'P=false\n',
        'deploy/two.env': 'P=true\n',
      },
      1,
    ],
  ])('are those %s', (_, files, findings) => {
    expect(priv(files as Readonly<Record<string, string>>)).toBe(findings);
  });

  it('expand to a limit, which is noted', () => {
    const text = `services:\n  a: { image: x, command: [${'§V,'.repeat(1000)}] }\n`;
    const env = `V=${'v'.repeat(10_000)}\n`;
    const { notes } = readManifest(withDollars(text), 'compose.yaml', 'compose', (path) =>
      path === '.env' ? env : undefined,
    );
    expect(notes).toEqual([expect.stringContaining('more than 1,048,576 characters')]);
  });
});
