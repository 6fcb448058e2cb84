import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';

const folder = new URL('../../../shared/conformance/lint/', import.meta.url);

interface Case {
  readonly id: string;
  readonly dockerfile: string;
  readonly warnings?: readonly { readonly rule: string; readonly line: number }[];
}

describe('real Dockerfiles, compared with the warnings that BuildKit itself gave', () => {
  if (!existsSync(folder)) {
    it.skip('skipped: ../shared/conformance is not here', () => {});
    return;
  }
  const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
  const cases = read('dockerfiles.jsonl')
    .split('\n')
    .filter(Boolean)
    .map((line): Case => JSON.parse(line));
  const buildkit = new Set(
    JSON.parse(read('buildkit-rules.json')).map(({ id }: { id: string }) => id),
  );

  it('has each warning on the same line, and no other', () => {
    const differing = cases.flatMap(({ id, dockerfile, warnings }) => {
      if (!warnings) return [];
      const findings = lintDockerfile(parseDockerfile('Dockerfile', dockerfile));
      const ours = findings.flatMap(({ rule, aliases, location }) =>
        [rule, ...aliases]
          .filter((name) => buildkit.has(name))
          .map((name) => `${name}:${location?.startLine}`),
      );
      const theirs = warnings.map(({ rule, line }) => `${rule}:${line}`);
      const same = String([...new Set(ours)].sort()) === String([...new Set(theirs)].sort());
      return same ? [] : [id];
    });
    expect(differing).toEqual([]);
  });

  it('refuses none that BuildKit could read', () => {
    const refused = cases.filter(
      ({ dockerfile, warnings }) => warnings && parseDockerfile('', dockerfile).problems.length > 0,
    );
    expect(refused.map(({ id }) => id)).toEqual([]);
  });

  it('has no rule that fails on any of them', () => {
    const failed = cases.flatMap(({ dockerfile }) =>
      lintDockerfile(parseDockerfile('Dockerfile', dockerfile), { ignoreFile: '*.log\n' }).filter(
        ({ rule }) => rule === 'PS0005',
      ),
    );
    expect(failed.map(({ message }) => message)).toEqual([]);
  });
});
