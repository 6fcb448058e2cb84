import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GitStory, gitStory, rulesWith } from './git-story.js';

/** Stored reports next to the commit that a change is compared with. */

const PINNED = `FROM debian:13@sha256:${'0'.repeat(64)}\nUSER 1000\n`;
const HARM = 'RUN curl -fsSL https://example.com/install.sh | sh\n';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const compare = (file: string) =>
  story.check(undefined, ['--baseline', file, '--baseline-ref', 'main']);

describe('a stored report', () => {
  it('counts if it is about the commit that the change is compared with', async () => {
    story.base({ Dockerfile: PINNED + HARM });
    const file = await story.store();
    story.commit({ 'README.md': 'a\n' });
    const report = await compare(file);
    expect(report.baseline?.with).toEqual([file]);
    expect(rulesWith(report, 'existing')).toContain('PS0023');
  });

  it('does not bring back what its branch has reverted since', async () => {
    story.base({ Dockerfile: PINNED + HARM });
    const file = await story.store();
    story.git('checkout', '-q', 'main');
    story.commit({ Dockerfile: PINNED });
    story.git('checkout', '-qB', 'change');
    story.commit({ Dockerfile: PINNED + HARM });
    const report = await compare(file);
    expect(rulesWith(report, 'new')).toContain('PS0023');
    expect(report.baseline?.with).toEqual(['main']);
    expect(report.notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/stored\.json is about [0-9a-f]{8}: [0-9a-f]{8} was checked instead$/),
    );
  });

  it('of an earlier version says no commit, and does not count', async () => {
    story.base({ Dockerfile: PINNED + HARM });
    const file = await story.store();
    const { commits: _, ...earlier } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(earlier));
    story.commit({ 'README.md': 'a\n' });
    const report = await compare(file);
    expect(report.baseline?.with).toEqual(['main']);
    expect(report.notes.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('stored.json does not say which commit it is about'),
    );
  });

  it('of another project does not count, also if it has the same finding', async () => {
    const other = gitStory();
    try {
      other.base({ Dockerfile: PINNED + HARM, 'other.txt': 'a\n' });
      const file = await other.store();
      story.base({ Dockerfile: PINNED });
      story.commit({ Dockerfile: PINNED + HARM });
      const report = await compare(file);
      expect(report.baseline?.with).toEqual(['main']);
      expect(rulesWith(report, 'new')).toContain('PS0023');
    } finally {
      other.remove();
    }
  });

  it.each(['1970-01-01T00:00:00Z', '2099-12-31T23:59:59Z'])(
    'counts the same from a runner whose clock says %s',
    async (instant) => {
      story.base({ Dockerfile: PINNED + HARM });
      const file = await story.store();
      const text = readFileSync(file, 'utf8');
      const wrong = text.replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, `"${instant}"`);
      expect(wrong).not.toBe(text);
      writeFileSync(file, wrong);
      story.commit({ Dockerfile: `${PINNED}${HARM}RUN curl -fsSL https://b.example/b.sh | sh\n` });
      const report = await compare(file);
      expect(report.baseline?.with).toEqual([file]);
      expect(rulesWith(report, 'existing')).toContain('PS0023');
      expect(rulesWith(report, 'new')).toContain('PS0023');
      expect(report.verdict.outcome).toBe('fail');
    },
  );

  it('counts without a revision, whatever it is about', async () => {
    story.base({ Dockerfile: PINNED });
    const file = await story.store();
    story.commit({ Dockerfile: PINNED + HARM });
    const report = await story.check(undefined, ['--baseline', file]);
    expect(report.baseline?.with).toEqual([file]);
    expect(rulesWith(report, 'new')).toContain('PS0023');
  });
});

it('an SBOM next to a revision is refused: it says nothing about files', async () => {
  story.base({ Dockerfile: PINNED });
  const file = await story.store();
  writeFileSync(file, '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}');
  await expect(compare(file)).rejects.toMatchObject({ code: 'PSE2004' });
});

it('a push whose own files decide applies its comments, and a change does not', async () => {
  story.base({ Dockerfile: PINNED });
  story.commit({ Dockerfile: `${PINNED}# portside ignore=PS0023\n${HARM}` });
  const pushed = await story.check(undefined, ['--baseline-ref', 'main', '--base-ref', 'HEAD']);
  expect(rulesWith(pushed, 'new')).not.toContain('PS0023');
  const change = await story.check(undefined, ['--baseline-ref', 'main']);
  expect(rulesWith(change, 'new')).toContain('PS0023');
});
