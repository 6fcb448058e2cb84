import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const POLICY = `registries: [docker.io, typo.example]
trust:
  - { images: docker.io/library/debian, signed-by: [{ issuer: "https://a.example", subject: a }] }
  - { images: "typo.example/*", signed-by: [{ issuer: "**", subject: "**" }] }
exceptions:
  - { rule: DL3008, reason: never, until: 2027-01-01 }
  - { rule: DL3004, reason: sudo, until: 2027-01-01 }
allow-uncovered:
  - { check: lint, target: typo }
`;
const SUDO = 'FROM debian:13\nRUN sudo true\nUSER 1000\n';

const entries = ({ findings }: Report, wanted: string) =>
  findings.flatMap(({ rule, status, message }) =>
    /^PSP00[23]$/.test(rule) && status === wanted
      ? [/"?(\S+?)"? (?:of|matches)/.exec(message)?.[1]]
      : [],
  );
const OLD = ['typo.example/*', 'typo.example', 'typo', 'typo.example/*', 'DL3008'];

it('what the policy of the base names without a match is existing, also if the change edits the policy', async () => {
  story.base({ Dockerfile: SUDO, '.github/portside.yml': POLICY });
  story.commit({ 'readme.md': 'x' });
  for (const again of [1, 2]) {
    const report = await story.run();
    expect(entries(report, 'new')).toEqual([]);
    expect(entries(report, 'existing')).toEqual(OLD);
    if (again === 1) story.commit({ '.github/portside.yml': `${POLICY}# more\n` });
  }
});

it('an entry is new where the change takes away what it matched', async () => {
  story.base({ Dockerfile: SUDO, '.github/portside.yml': POLICY });
  story.commit({ Dockerfile: 'FROM gcr.io/distroless/base:nonroot\n' });
  const report = await story.run();
  expect(entries(report, 'new')).toEqual(['docker.io/library/debian', 'docker.io', 'DL3004']);
  expect(entries(report, 'existing')).toEqual(OLD);
});

it('is new in a push that adds the entry, and existing in the next', async () => {
  story.base({ Dockerfile: SUDO });
  story.commit({ '.github/portside.yml': POLICY });
  const push = async (before: string, after: string) =>
    story.check({
      baseCommit: await story.tree(before),
      head: await story.tree(after),
      isPush: true,
    });
  expect(entries(await push('HEAD~1', 'HEAD'), 'new')).toEqual(OLD);
  story.commit({ 'readme.md': 'x' });
  expect(entries(await push('HEAD~1', 'HEAD'), 'new')).toEqual([]);
});
