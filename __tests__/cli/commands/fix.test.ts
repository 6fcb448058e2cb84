import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { run } from '../../../src/cli/commands/fix.js';
import { writePatch } from '../../../src/cli/commands/fix-patch.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import type { Plan, PlanStep } from '../../../src/core/plan.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { stepId } from '../../../src/remedy/plan/step-id.js';
import { type GitStory, gitStory } from '../../baseline/git-story.js';
import { VARIABLES } from '../../github/events.js';
import { startGitHub } from '../../github/loopback-github.js';
import { NOW } from '../../now.js';

let story: GitStory;
const SECRET = `q7Xk2${'q7Xk2'.repeat(4)}`;
const DOCKERFILE = `FROM debian:13 as Base\r\nENV DB_PASSWORD=${SECRET}\r\nUSER 1\r\n`;

beforeEach(() => {
  story = gitStory();
  const policy = { '.github/portside.yml': 'rule-set: all\n' };
  story.base({ Dockerfile: DOCKERFILE, 'package.json': '{}\n', ...policy });
});
afterEach(() => story.remove());

const read = (path: string) => readFileSync(join(story.root, path), 'utf8');

/** The exit status, what is printed on standard output, and the messages. */
async function fix(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  folder = story.root,
) {
  const [printed, messages]: [string[], string[]] = [[], []];
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(((
    text: string,
    done?: () => void,
  ) => {
    printed.push(text);
    done?.();
    return true;
  }) as typeof process.stdout.write);
  const environment = readEnvironment({ PATH: process.env.PATH, ...variables });
  const offline = words.includes('--pull-request') ? [] : ['--offline'];
  const options = readOptions('fix', [folder, ...words, ...offline], environment, NOW);
  const stderr = { write: (text: string) => messages.push(text), isTTY: false };
  const host = terminalHost({
    quiet: false,
    path: process.env.PATH ?? '',
    stderr: stderr as unknown as NodeJS.WriteStream,
  });
  try {
    const status = await run(options, host);
    return { status, printed: printed.join(''), messages: messages.join('') };
  } finally {
    stdout.mockRestore();
  }
}

/** The id of the step about a rule. */
async function stepAbout(rule: string): Promise<string> {
  const { printed } = await fix(['--format', 'json']);
  const { steps } = JSON.parse(printed) as Plan;
  const isAbout = ({ change }: PlanStep) => change?.kind === 'rule-fix' && change.rule === rule;
  return steps.find(isAbout)?.id ?? '';
}

describe('the plan', () => {
  it('is printed for people, with what --step takes', async () => {
    const { status, printed } = await fix([]);
    expect(status).toBe(0);
    expect(printed).toMatch(/^[0-9a-f]{6} {2}\S/);
    expect(printed).toContain(`${stepId('edit Dockerfile FromAsCasing Use AS')}  Use AS`);
    expect(printed).not.toContain(SECRET);
  });

  it('is printed for programs', async () => {
    expect(JSON.parse((await fix(['--format', 'json'])).printed)).toMatchObject({
      schema: 'portside-plan/1',
      steps: expect.arrayContaining([
        expect.objectContaining({ id: stepId('edit Dockerfile FromAsCasing Use AS'), safe: true }),
      ]),
    });
  });

  it('is incomplete if the check is', async () => {
    writeFileSync(join(story.root, 'compose.yaml'), 'services: {\n');
    expect(await fix([])).toMatchObject({
      status: 3,
      messages: expect.stringContaining('not checked: compose.yaml'),
    });
  });
});

describe('the edits', () => {
  it('are shown without secrets and carriage returns, and nothing is changed', async () => {
    const { status, printed, messages } = await fix(['--all-safe']);
    expect(status).toBe(0);
    expect(printed).toContain('-FROM debian:13 as Base\n+FROM debian:13 AS ');
    expect(printed).toContain(`ENV DB_PASSWORD=${'•'.repeat(SECRET.length)}`);
    expect(printed).not.toContain('\r');
    expect(messages).toContain('1 file would change. Add --write to change them');
    expect(read('Dockerfile')).toBe(DOCKERFILE);
  });

  it('are written by --write, with the line ends of the file, and a second run has none', async () => {
    const step = await stepAbout('FromAsCasing');
    expect((await fix(['--step', step, '--write'])).messages).toContain(
      '1 file changed: Dockerfile',
    );
    expect(read('Dockerfile')).toBe(DOCKERFILE.replace(' as ', ' AS '));
    await expect(fix(['--step', step, '--write'])).rejects.toMatchObject({ code: 'PSE1014' });
  });

  it('makes no edit of a rule that the rule set of the policy does not show', async () => {
    story.base({
      '.github/portside.yml': 'rule-set: recommended\n',
      Dockerfile: 'FROM debian:13\nRUN pip install flask\nRUN apt-get install curl\n',
    });
    await fix(['--all-safe', '--write']);
    expect(read('Dockerfile')).toBe(
      'FROM debian:13\nRUN pip install flask\nRUN apt-get install -y curl\n',
    );
  });

  it('of all safe steps are written with those that they make possible, so that a second run has none', async () => {
    story.commit({ Dockerfile: 'FROM debian:13\nEXPOSE 0.0.0.0:80:80/TCP\nUSER 1\n' });
    const { messages } = await fix(['--all-safe', '--write']);
    expect(messages).toContain('edit: Use 80/tcp (Dockerfile)');
    expect((await fix(['--all-safe', '--write'])).messages).toContain('There is no edit to make');
  });

  it('of all safe steps append no command that may fail, which is a step of its own', async () => {
    const safe = 'RUN yum install -y a-1';
    const risky = 'RUN yum install -y b-1 || true';
    const compose = (run: string) =>
      `services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM a:1\n        ${run}\n`;
    story.commit({
      Dockerfile: `FROM a:1\n${safe}\n${risky}\nUSER 1\n`,
      'compose.yaml': compose(risky),
    });
    const { steps } = JSON.parse((await fix(['--format', 'json'])).printed) as Plan;
    const ofRule = steps.filter(
      ({ change }) => change?.kind === 'rule-fix' && change.rule === 'DL3032',
    );
    expect(ofRule.map(({ path, line, safe: isSafe }) => [path, line, isSafe]).sort()).toEqual([
      ['Dockerfile', 2, true],
      ['Dockerfile', 3, false],
      ['compose.yaml', 6, false],
    ]);
    await fix(['--all-safe', '--write']);
    expect(read('Dockerfile')).toContain(`${safe} && yum clean all\n${risky}\n`);
    expect(read('compose.yaml')).toBe(compose(risky));
  });

  it('of all safe steps leave out what the policy excepts', async () => {
    const exception =
      'exceptions:\n  - { rule: ExposeProtoCasing, reason: r, owner: o, until: 2099-01-01 }\n';
    story.commit({
      Dockerfile: 'FROM debian:13\nEXPOSE 0.0.0.0:80:80/TCP\nUSER 1\n',
      '.github/portside.yml': exception,
    });
    await fix(['--all-safe', '--write']);
    expect(read('Dockerfile')).toContain('EXPOSE 80/TCP\n');
  });

  it('are a patch that git apply takes', async () => {
    const patch = join(story.root, '..', 'fix.patch');
    await fix(['--step', await stepAbout('FromAsCasing'), '--patch', patch]);
    expect(read('Dockerfile')).toBe(DOCKERFILE);
    const again = await fix(['--step', await stepAbout('FromAsCasing'), '--patch', patch]);
    expect(again.messages).toContain(`replaced ${patch}`);
    execFileSync('git', ['apply', patch], { cwd: story.root });
    expect(read('Dockerfile')).toBe(DOCKERFILE.replace(' as ', ' AS '));
  });

  it('are never written through a link of the repository, or into the data of Git', async () => {
    const outside = join(story.root, '..', 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'keys'), 'mine');
    symlinkSync('../outside/keys', join(story.root, 'fix.patch'));
    symlinkSync('../outside', join(story.root, 'reports'));
    symlinkSync('../outside/new', join(story.root, 'dangling'));
    story.commit({});
    symlinkSync(join(story.root, 'reports'), join(outside, 'own'));
    const step = await stepAbout('FromAsCasing');
    const links = ['fix.patch', 'reports/keys', 'dangling', 'reports/a/b', '../outside/own/keys'];
    for (const file of links) {
      const path = join(story.root, file);
      await expect(fix(['--step', step, '--patch', path])).rejects.toThrow(
        'a symbolic link of the',
      );
      await expect(fix(['--format', `text=${path}`])).rejects.toThrow('a symbolic link');
    }
    const config = read('.git/config');
    for (const file of ['.git/config', '.git/hooks/new/pre-commit'])
      await expect(fix(['--step', step, '--patch', join(story.root, file)])).rejects.toThrow(
        'in the data of Git',
      );
    expect(read('.git/config')).toBe(config);
    expect(readdirSync(outside).sort()).toEqual(['keys', 'own']);
    expect(readFileSync(join(outside, 'keys'), 'utf8')).toBe('mine');
  });

  it('are written through a link that is not of the repository', async () => {
    const outside = join(story.root, '..', 'outside');
    mkdirSync(outside);
    symlinkSync(outside, join(story.root, 'mine'));
    const patch = join(story.root, 'mine/fix.patch');
    await fix(['--step', await stepAbout('FromAsCasing'), '--patch', patch]);
    expect(readFileSync(join(outside, 'fix.patch'), 'utf8')).toContain('+FROM debian:13 AS Base');
  });

  it('are printed as a patch for -', async () => {
    const { printed } = await fix(['--step', await stepAbout('FromAsCasing'), '--patch', '-']);
    execFileSync('git', ['apply'], { cwd: story.root, input: printed });
    expect(read('Dockerfile')).toBe(DOCKERFILE.replace(' as ', ' AS '));
  });

  it('are a patch with paths from the top of the repository', async () => {
    const [root, patch] = [story.root, join(story.root, '..', 'sub.patch')];
    mkdirSync(join(root, 'sub'));
    writeFileSync(join(root, 'sub/Dockerfile'), DOCKERFILE);
    execFileSync('git', ['add', 'sub'], { cwd: root });
    const stderr = { write: () => true, isTTY: false } as unknown as NodeJS.WriteStream;
    const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr });
    const change = { path: 'Dockerfile', before: DOCKERFILE, after: 'FROM b\n' };
    await writePatch(patch, [change], { root: join(root, 'sub'), host });
    execFileSync('git', ['apply', patch], { cwd: root });
    expect([read('Dockerfile'), read('sub/Dockerfile')]).toEqual([DOCKERFILE, 'FROM b\n']);
    await expect(
      writePatch(join(root, 'sub/Dockerfile'), [change], { root, host }),
    ).rejects.toThrow('Git tracks this file');
  });

  it('are not made through a link', async () => {
    writeFileSync(join(story.root, 'real.txt'), DOCKERFILE);
    symlinkSync('real.txt', join(story.root, 'Dockerfile.link'));
    const { status, messages } = await fix([
      ...['--dockerfile', 'Dockerfile.link', '--write'],
      ...['--step', stepId('edit Dockerfile.link FromAsCasing Use AS')],
    ]);
    expect(status).toBe(1);
    expect(messages).toContain('Cannot edit Dockerfile.link: it is a link');
    expect(messages).toContain('No file was changed');
    expect(read('real.txt')).toBe(DOCKERFILE);
  });

  it('end with 1 if a chosen step is by hand, and the other chosen steps are done', async () => {
    const { printed } = await fix(['--format', 'json']);
    const { steps } = JSON.parse(printed) as Plan;
    const byHand = steps.find(({ change, remedy }) => !change && remedy === 'edit')?.id ?? '';
    for (const quiet of [[], ['-q']]) {
      const alone = await fix(['--step', byHand, ...quiet]);
      expect(alone.status).toBe(1);
      // It stands alone: -q leaves out the other lines.
      expect(alone.messages).toMatch(
        new RegExp(`Not done: step ${byHand}\\. Do it by hand: \\S+ .*\\(Dockerfile`),
      );
    }
    const edit = await stepAbout('FromAsCasing');
    expect(await fix(['--step', byHand, '--step', edit, '--write'])).toMatchObject({ status: 1 });
    expect(read('Dockerfile')).toBe(DOCKERFILE.replace(' as ', ' AS '));
  });

  it.each([
    ['a folder', ['--step', 'abc123', 'def456'], '--step abc123 --step def456'],
    ['a list', ['--step', 'abc123,def456'], 'Repeat --step for each step'],
    ['another folder', ['--step', 'abc123'], 'in the same folder and with the same options'],
  ])('say how to name steps that were given as %s', async (_, words, advice) => {
    await expect(fix(words)).rejects.toThrow(advice);
  });

  it.each(['--write', '--pull-request', '--patch=a.patch'])(
    '%s needs to know of which steps',
    async (option) => {
      await expect(fix([option])).rejects.toMatchObject({ code: 'PSE1004' });
    },
  );
});

describe('--undo', () => {
  const undo = () => fix(['--undo']);

  it('takes back what --write changed, once', async () => {
    await fix(['--all-safe', '--write']);
    expect(read('Dockerfile')).not.toBe(DOCKERFILE);
    expect(await undo()).toMatchObject({
      status: 0,
      printed: '',
      messages: expect.stringContaining('1 file as before: Dockerfile'),
    });
    expect(read('Dockerfile')).toBe(DOCKERFILE);
    await expect(undo()).rejects.toMatchObject({ code: 'PSE2013' });
  });

  it('takes back the edits of a folder from the top of the repository', async () => {
    const policy = { 'web/.github/portside.yml': 'rule-set: all\n' };
    story.commit({ 'web/Dockerfile': DOCKERFILE, ...policy });
    const top = story.root;
    await fix(['--all-safe', '--write'], {}, join(top, 'web'));
    expect(read('web/Dockerfile')).not.toBe(DOCKERFILE);
    await undo();
    expect(read('web/Dockerfile')).toBe(DOCKERFILE);
  });

  it('changes nothing if a file has changed since', async () => {
    await fix(['--all-safe', '--write']);
    const edited = `${read('Dockerfile')}# mine\n`;
    writeFileSync(join(story.root, 'Dockerfile'), edited);
    await expect(undo()).rejects.toMatchObject({ code: 'PSE2010' });
    expect(read('Dockerfile')).toBe(edited);
  });

  it.each([
    ['damaged', '{'],
    ['of another kind', '[{ "path": "Dockerfile" }]'],
    ['about a file outside', '[{ "path": "../a", "before": "b", "after": "a" }]'],
  ])('refuses a record that is %s', async (_, text) => {
    writeFileSync(join(story.root, '.git/portside-fix.json'), text);
    await expect(undo()).rejects.toMatchObject({ code: expect.stringMatching(/^PSE20(?:10|13)$/) });
  });
});

describe('--pull-request', () => {
  const schedule = (url: string) => ({
    ...VARIABLES,
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_API_URL: url,
    GITHUB_TOKEN: 't0ken',
  });

  it('proposes the edits for the commit of the run', async () => {
    const server = await startGitHub();
    try {
      for (const path of ['Dockerfile', 'package.json']) server.files.set(path, read(path));
      const words = ['--step', await stepAbout('FromAsCasing'), '--pull-request'];
      const { status, messages } = await fix(words, schedule(server.url));
      expect({ status, messages }).toMatchObject({
        messages: expect.stringContaining('Pull request 70: opened'),
      });
      expect([...server.blobs.values()]).toEqual([DOCKERFILE.replace(' as ', ' AS ')]);
      expect(read('Dockerfile')).toBe(DOCKERFILE);
      expect(server.violations).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it.each([
    ['outside of a workflow', {}, 'PSE1007'],
    ['without a token', { GITHUB_TOKEN: '' }, 'PSE9004'],
    ['in a pull request', { GITHUB_EVENT_NAME: 'pull_request' }, 'PSE9006'],
  ])('is an error %s, before anything is checked', async (_, changed, code) => {
    writeFileSync(join(story.root, 'Dockerfile'), 'FROM\n');
    const variables = Object.keys(changed).length === 0 ? {} : { ...schedule(''), ...changed };
    await expect(fix(['--all-safe', '--pull-request'], variables)).rejects.toMatchObject({ code });
  });
});
