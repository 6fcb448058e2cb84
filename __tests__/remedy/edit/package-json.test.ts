import { describe, expect, it } from '@jest/globals';
import { edited } from './edit-text.js';

interface Wanted {
  readonly manager?: string;
  readonly name?: string;
  readonly from?: string;
  readonly to?: string;
  /** The text of the lockfile of the name. */
  readonly lockfile?: readonly [name: string, text: string];
}

function raise(text: string, { lockfile, ...wanted }: Wanted): string {
  const [name, content] = lockfile ?? [];
  const change = { manager: 'npm', name: 'minimist', to: '1.2.8', ...wanted };
  return edited(
    text,
    { kind: 'dependency', path: 'app/package.json', ...change },
    name === undefined ? {} : { lockfile: { name, text: content ?? '' } },
  );
}

const YARN = 'minimist@^1.2.0, minimist@^1.2.5:\n  version "1.2.5"\n\nx@1:\n  version "1.0.0"\n';
const YARN_4 = '"minimist@npm:^1.2.0":\n  version: 1.2.5\n  resolution: "minimist@npm:1.2.5"\n';

const TABLE: Readonly<Record<string, readonly [Wanted, string, string]>> = {
  'a direct dependency with a caret': [
    { from: '1.2.5' },
    '{\n  "name": "x",\n  "dependencies": { "minimist": "^1.2.0", "a": "1" }\n}\n',
    '{\n  "name": "x",\n  "dependencies": { "minimist": "^1.2.8", "a": "1" }\n}\n',
  ],
  'a direct dependency in two sections, with other styles': [
    {},
    '{\n\t"devDependencies": {\n\t\t"minimist": "~1.2"\n\t},\n\t"optionalDependencies": {"minimist": "1.2.0"}}',
    '{\n\t"devDependencies": {\n\t\t"minimist": "~1.2.8"\n\t},\n\t"optionalDependencies": {"minimist": "1.2.8"}}',
  ],
  'an override of npm': [
    { from: '1.2.5' },
    '{\n  "name": "x",\n  "dependencies": {\n    "a": "1"\n  }\n}\n',
    '{\n  "name": "x",\n  "dependencies": {\n    "a": "1"\n  },\n  "overrides": {\n    "minimist@1.2.5": "1.2.8"\n  }\n}\n',
  ],
  'an override of a version that is not the direct one': [
    { from: '0.0.8', to: '0.2.4' },
    '{"dependencies": {"minimist": "^1.2.8"}}',
    '{"dependencies": {"minimist": "^1.2.8"}, "overrides": { "minimist@0.0.8": "0.2.4" }}',
  ],
  'an override next to others': [
    { from: '1.2.5' },
    '{\n    "overrides": {\n        "minimist@0.0.8": "0.2.4"\n    }\n}',
    '{\n    "overrides": {\n        "minimist@0.0.8": "0.2.4",\n        "minimist@1.2.5": "1.2.8"\n    }\n}',
  ],
  'an override of an older version': [
    { from: '1.2.6' },
    '{"overrides": {"minimist": "1.2.6"}}',
    '{"overrides": {"minimist": "1.2.8"}}',
  ],
  'an override in an empty object': [
    {},
    '{\n  "overrides": {},\n  "a": 1\n}',
    '{\n  "overrides": {\n    "minimist": "1.2.8"\n  },\n  "a": 1\n}',
  ],
  'an override on one line': [
    {},
    '{"name": "x"}',
    '{"name": "x", "overrides": { "minimist": "1.2.8" }}',
  ],
  'an override of pnpm': [
    { from: '1.2.5', lockfile: ['pnpm-lock.yaml', ''] },
    '{\n  "pnpm": {\n    "x": 1\n  }\n}',
    '{\n  "pnpm": {\n    "x": 1,\n    "overrides": {\n      "minimist@1.2.5": "1.2.8"\n    }\n  }\n}',
  ],
  'a resolution of Yarn 1': [
    { from: '1.2.5', lockfile: ['yarn.lock', YARN] },
    '{\n  "name": "x"\n}',
    '{\n  "name": "x",\n  "resolutions": {\n    "minimist": "1.2.8"\n  }\n}',
  ],
  'a resolution of Yarn 4': [
    { from: '1.2.5', lockfile: ['yarn.lock', YARN_4] },
    '{\n  "resolutions": {\n    "a": "1"\n  }\n}',
    '{\n  "resolutions": {\n    "a": "1",\n    "minimist": "1.2.8"\n  }\n}',
  ],
};

describe('package.json', () => {
  it.each(Object.keys(TABLE))('is changed for %s, and a second run changes nothing', (name) => {
    const row = TABLE[name];
    if (!row) throw new Error(name);
    const [wanted, before, after] = row;
    expect(raise(before, wanted)).toBe(after);
    expect(JSON.parse(after)).toBeInstanceOf(Object);
    expect(raise(after, wanted)).toMatch(/^unchanged: /);
    const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    expect(raise(windows(before), wanted)).toBe(windows(after));
  });

  it('stays as it is if a direct dependency is newer', () => {
    expect(raise('{"dependencies": {"minimist": "^1.3.0"}}', {})).toMatch(/^unchanged/);
  });

  const direct = (range: string) => JSON.stringify({ dependencies: { minimist: range } });
  it.each<readonly [why: string, text: string, wanted: Wanted, reason: RegExp]>([
    ['a range has several parts', direct('^0.2.0 || ^1.2.0'), {}, /by hand/],
    ['a range is no version', direct('^0.00.0'), {}, /by hand/],
    ['the version has zeros', direct('^1.2.0'), { to: '01.2.3' }, /not a version/],
    ['a range is a tag', direct('latest'), {}, /by hand/],
    ['a dependency is an alias', direct('npm:other@1'), {}, /by hand/],
    ['a dependency is of the workspace', direct('workspace:*'), {}, /by hand/],
    ['another range is asked for', direct('^0.1.0'), { from: '^1.2.5' }, /and not "\^1.2.5"/],
    ['it is a peer dependency', '{"peerDependencies": {"minimist": "1"}}', {}, /peer/],
    [
      'another override is there',
      '{"overrides": {"minimist": "1.0.0"}}',
      { from: '1.2.5' },
      /another/,
    ],
    ['an override has parts', '{"overrides": {"minimist": {"a": "1"}}}', {}, /another/],
    ['overrides are a list', '{"overrides": []}', {}, /not an object/],
    ['a key is there twice', '{"a": 1, "a": 2}', {}, /twice/],
    ['it is no JSON', 'a: 1', {}, /JSON/],
    ['it is a list', '[]', {}, /JSON/],
    ['it is too deep', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, {}, /JSON/],
    ['it has a comment', '{ // a\n}', {}, /JSON/],
    [
      'pnpm reads another file',
      '{"packageManager": "pnpm@11.0.0"}',
      { manager: 'pnpm' },
      /workspace/,
    ],
    ['yarn.lock is not known', '{}', { manager: 'yarn' }, /not known/],
    [
      'Yarn would replace others',
      '{}',
      { from: '1.2.0', lockfile: ['yarn.lock', YARN] },
      /others? versions|replace too/,
    ],
    ['the name is a path', '{}', { name: '../x' }, /not a name/],
    ['the name has quotes', '{}', { name: 'a"b' }, /not a name/],
    ['the version is a range', '{}', { to: '>=1' }, /not a version/],
    ['the version is a URL', '{}', { to: 'https://x/y' }, /not a version/],
  ])('is not changed if %s', (_why, text, wanted, reason) => {
    expect(raise(text, wanted)).toMatch(reason);
  });
});
