import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { nothingLinted, nothingScanned } from '../../src/discover/unscanned.js';
import { headline } from '../../src/reports/headline.js';
import { gitStory } from '../baseline/git-story.js';
import { context } from '../reports/sample.js';

const found = { root: 'shop', files: 0, images: 0, required: true };

test('says nothing when there are images', () => {
  expect(nothingScanned({ ...found, images: 1 })).toMatchObject({ notes: [], incomplete: [] });
});

test('notes that only files were checked', () => {
  const { notes, incomplete } = nothingScanned({ ...found, files: 3 });
  expect([notes[0]?.message, incomplete]).toEqual([
    expect.stringMatching(/only files were checked/),
    [],
  ]);
});

test('nothing to check is incomplete, and the reason names the folder and what to do', () => {
  expect(nothingScanned(found).incomplete).toEqual([
    { check: 'lint', target: 'shop', reason: expect.stringMatching(/nothing was checked\. Check/) },
  ]);
});

test('nothing to check is a note where nothing has to be there', () => {
  const { notes, incomplete } = nothingScanned({ ...found, required: false });
  expect([notes[0]?.message, incomplete]).toEqual([
    expect.stringMatching(/nothing was checked/),
    [],
  ]);
});

test('lint without a file is incomplete', () => {
  expect(nothingLinted(1).incomplete).toEqual([]);
  expect(nothingLinted(0).incomplete).toMatchObject([{ check: 'lint', target: '.' }]);
});

describe('what Git tracks', () => {
  let story: ReturnType<typeof gitStory>;
  beforeEach(() => {
    story = gitStory();
  });
  afterEach(() => story.remove());
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: a, securityContext: {privileged: true}}]}\n';

  test('is checked below an ignored folder, and compared with the base commit', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', '.gitignore': 'out/\nlocal.yaml\n' });
    story.commit({ 'out/deep/pod.yaml': pod, 'out/other.yaml': pod, 'local.yaml': pod });
    story.git('add', '-f', 'out/deep/pod.yaml');
    story.git('commit', '-qm', 'forced');
    const added = await story.run();
    expect(added.targets.map(({ name }) => name)).toEqual(['Dockerfile', 'out/deep/pod.yaml']);
    expect(added.findings.find(({ rule }) => rule === 'DEP-PRIV')?.status).toBe('new');
    story.git('branch', '-f', 'main');
    story.commit({ 'readme.md': 'x' });
    const later = await story.run();
    expect(later.findings.find(({ rule }) => rule === 'DEP-PRIV')?.status).toBe('existing');
  });

  test('is named in vendored code: first what the pull request moves there', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', 'vendor/old/Dockerfile': 'FROM scratch\n' });
    story.commit({
      Dockerfile: undefined,
      'vendor/Dockerfile': 'FROM scratch\n',
      'node_modules/a/pod.yaml': pod,
      'vendor/data.yaml': 'a: 1\n',
    });
    const report = await story.run();
    const messages = report.notes.map(({ message }) => message).join('\n');
    expect(messages).toContain(
      'node_modules/a/pod.yaml and 1 more file, which this pull request adds',
    );
    expect(messages).toContain('vendor/old/Dockerfile was not checked: folders called vendor');
    expect(messages).not.toContain('data.yaml');
    expect(headline(report, context())).not.toContain('✅');
  });

  test('is named where a submodule is not checked out', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    const commit = story.git('rev-parse', 'HEAD');
    mkdirSync(join(story.root, 'sub'));
    story.git('update-index', '--add', '--cacheinfo', `160000,${commit},sub`);
    const { notes } = await story.run([], true);
    expect(notes.map(({ message }) => message).join('\n')).toMatch(
      /^sub was not checked: it is a submodule/m,
    );
  });
});
