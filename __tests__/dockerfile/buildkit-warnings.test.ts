import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { dockerfileRules } from '../../src/dockerfile/rules/index.js';
import { NOW } from '../now.js';
import { sample } from '../sample.js';
import { readCorpus } from './corpus.js';
import { parse } from './parse-text.js';

/** The findings of a file under these names, each as `rule:line`. */
function warnings(text: string, names: ReadonlySet<string>): string[] {
  const found = lintDockerfile(parse(text), { now: NOW }).flatMap(({ rule, aliases, location }) =>
    [rule, ...aliases]
      .filter((name) => names.has(name))
      .map((name) => `${name}:${location?.startLine}`),
  );
  return [...new Set(found)].sort();
}

describe('The warnings are the same as in BuildKit', () => {
  const names = new Set(dockerfileRules.map(({ id }) => id).filter((id) => /^[A-Za-z]+$/.test(id)));

  test.each<[text: string, found: string[]]>([
    ['FROM debian:12\nCMD ["bash"]', []],
    ['FROM a:1 as b\nrun x', ['ConsistentInstructionCasing:2', 'FromAsCasing:1']],
    ['FROM a:1 AS Build', ['StageNameCasing:1']],
    ['FROM a:1 AS b\nFROM c:1 AS b', ['DuplicateStageName:2']],
    ['FROM a:1 AS context', ['ReservedStageName:1']],
    ['FROM --platform=linux/amd64 a:1', ['FromPlatformFlagConstDisallowed:1']],
    ['FROM --platform=$TARGETPLATFORM a:1', ['RedundantTargetPlatform:1']],
    ['ARG T\nFROM a:$T', ['InvalidDefaultArgInFrom:2']],
    ['FROM a$T:1', ['UndefinedArgInFrom:1']],
    ['FROM a:1\nMAINTAINER b', ['MaintainerDeprecated:2']],
    ['FROM a:1\nENV A b \\\n  c', ['LegacyKeyValueFormat:2']],
    ['FROM a:1\nCOPY $DIR /x', ['UndefinedVar:2']],
    [
      'FROM a:1\nARG API_KEY\nENV DB_PASSWORD=x',
      ['SecretsUsedInArgOrEnv:2', 'SecretsUsedInArgOrEnv:3'],
    ],
    ['FROM a:1\nWORKDIR b', ['WorkdirRelativePath:2']],
    ['FROM a:1\nCMD a\nCMD b', ['JSONArgsRecommended:3', 'MultipleInstructionsDisallowed:2']],
    ['FROM a:1\nEXPOSE 80/TCP 127.0.0.1:81:81', ['ExposeInvalidFormat:2', 'ExposeProtoCasing:2']],
    ['# check=skip=StageNameCasing\nFROM a:1 AS Build', []],
  ])('for %j', (text, found) => {
    expect(warnings(text, names)).toEqual(found);
  });
});

describe('The warnings are the same as in BuildKit, for the real Dockerfiles in ../shared', () => {
  const corpus = readCorpus();
  if (!corpus) {
    it.skip('which are missing: ../shared/conformance', () => {});
    return;
  }
  const rules = new URL('../../../shared/conformance/lint/buildkit-rules.json', import.meta.url);
  const names = new Set<string>(
    JSON.parse(readFileSync(rules, 'utf8')).map(({ id }: { id: string }) => id),
  );
  const part = sample(corpus, 4, ({ id }) => id);
  const built = part.filter(({ warnings: expected }) => expected);

  it('each on the same line, and no other', () => {
    const differing = built.filter(({ dockerfile, warnings: expected = [] }) => {
      const theirs = new Set(expected.map(({ rule, line }) => `${rule}:${line}`));
      return String(warnings(dockerfile, names)) !== String([...theirs].sort());
    });
    expect(differing.map(({ id }) => id)).toEqual([]);
  });

  it('without problems in the files that BuildKit builds', () => {
    const rejected = built.filter(({ dockerfile }) => parse(dockerfile).problems.length > 0);
    expect(rejected.map(({ id }) => id)).toEqual([]);
  });

  it('without a rule that fails', () => {
    const failed = part.flatMap(({ dockerfile }) =>
      lintDockerfile(parse(dockerfile), { now: NOW, ignoreFile: '*.log\n' }).filter(
        ({ rule }) => rule === 'PS0005',
      ),
    );
    expect(failed.map(({ message }) => message)).toEqual([]);
  });
});
