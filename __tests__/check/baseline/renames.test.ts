import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GitStory, gitStory, rulesWith } from './git-story.js';

/** `git mv` in a pull request: the findings of the file are not new. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const DOCKERFILE = `FROM debian:13
RUN sudo true
RUN sudo true
# portside ignore=DL3020
ADD a /a
ADD b /b
CMD ["x"]
`;
const COMPOSE = 'services:\n  web:\n    image: a\n    privileged: true\n';

describe.each([
  ['a stored report', true],
  ['the base commit', false],
])('compared with %s', (_, isStored) => {
  const compared = async (change: Readonly<Record<string, string | undefined>>) => {
    story.base({ Dockerfile: DOCKERFILE, 'compose.yaml': COMPOSE });
    const words = isStored ? ['--baseline', await story.store()] : [];
    story.commit(change);
    return story.run(words);
  };

  it('the findings of a renamed Dockerfile and manifest are existing, and none is fixed', async () => {
    const report = await compared({
      Dockerfile: undefined,
      'build/Dockerfile': DOCKERFILE,
      'compose.yaml': undefined,
      'deploy/compose.yaml': COMPOSE,
    });
    expect(rulesWith(report, 'new')).toEqual([]);
    expect(rulesWith(report, 'fixed')).toEqual([]);
    expect(rulesWith(report, 'existing')).toEqual(
      expect.arrayContaining(['DEP-PRIV', 'DL3004', 'DL3004', 'DL3020']),
    );
    expect((report.suppressed ?? []).map(({ status }) => status)).toEqual(['existing']);
    expect(report.verdict.outcome).toBe('pass');
  });

  it('what is added to a renamed file is new', async () => {
    const report = await compared({
      Dockerfile: undefined,
      'build/Dockerfile': DOCKERFILE.replace('CMD', 'RUN sudo true\nADD c /c\nCMD'),
    });
    expect(rulesWith(report, 'new')).toEqual(['DL3004', 'DL3020']);
  });

  it('another file in its place is new', async () => {
    const report = await compared({
      Dockerfile: undefined,
      'build/Dockerfile': 'FROM alpine:3.22\nRUN sudo id\nWORKDIR /x\nUSER 1\nEXPOSE 80\n',
    });
    expect(rulesWith(report, 'new')).toContain('DL3004');
    expect(rulesWith(report, 'fixed')).toContain('DL3004');
  });
});
