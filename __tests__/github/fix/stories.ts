import { CREATE_COMMIT, CREATE_PULL, CREATE_REF, UPDATE_PULL } from '../loopback-github.js';
import type { Night, World } from './story-world.js';

export interface Story {
  readonly name: string;
  readonly play: (world: World) => Promise<readonly string[]>;
  /** The exit status and what the last run says, and the pull requests. */
  readonly end: readonly string[];
}

const LINT = 'FROM scratch as base\nCOPY app /app\nUSER 1000\nHEALTHCHECK NONE\nCMD ["/app"]\n';
const FIXED = LINT.replace(' as ', ' AS ');
const PORT = LINT.replace('USER', 'EXPOSE 8080/TCP\nUSER');
const OTHER = FIXED.replace('USER', 'EXPOSE 8080/TCP\nUSER');

const says = ({ status, messages }: Night, words: string) =>
  `${status} ${messages.includes(words) ? words : messages}`;
const writes = ({ server }: World) =>
  server.requests.filter(
    ({ operation, path }) => !operation.startsWith('GET') && path !== '/graphql',
  ).length;

const noAnswer = (
  name: string,
  answer: number | 'nothing',
  pattern: RegExp | undefined,
): Story => ({
  name,
  async play(world) {
    world.withBase();
    await world.night();
    const before = writes(world);
    world.registryAnswers(answer, pattern);
    const silent = await world.night();
    const written = writes(world) - before;
    world.registryAnswers(undefined);
    const next = await world.night();
    return [
      says(silent, '70: left as it is'),
      `${written} writes`,
      says(next, '70: unchanged'),
      world.pulls(),
    ];
  },
  end: ['3 70: left as it is', '0 writes', '0 70: unchanged', '70 open digest 2'],
});

export const STORIES: readonly Story[] = [
  noAnswer('a registry that answers 500 closes nothing', 500, /acme\/base/),
  noAnswer('a registry that answers 429 to the tag closes nothing', 429, /manifests\/r1/),
  noAnswer(
    'a registry that answers 403 to blobs of the base image closes nothing',
    403,
    /acme\/base\/blobs/,
  ),
  noAnswer('a registry that answers nothing closes nothing', 'nothing', /acme\/base/),
  noAnswer('a registry that does not give the published image closes nothing', 403, /acme\/app/),
  {
    name: 'an advisory source that answers 500 closes nothing',
    async play(world) {
      world.withBase();
      await world.night();
      world.registryAnswers(500, /osv/);
      const url = `http://${world.registry.host}/osv#sha256=${'0'.repeat(64)}`;
      const night = await world.night(['--all-safe'], { advisories: url });
      return [says(night, '70: left as it is'), world.pulls()];
    },
    end: ['3 70: left as it is', '70 open digest 2'],
  },
  {
    name: 'a complete run with nothing left to fix closes it',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.main({ Dockerfile: FIXED });
      return [says(await world.night(), '70: closed'), world.pulls()];
    },
    end: ['0 70: closed', '70 closed AS'],
  },
  {
    name: 'what Portside closed is offered again when it is needed again',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.main({ Dockerfile: FIXED });
      await world.night();
      world.main({ Dockerfile: LINT });
      return [says(await world.night(), '71: opened'), world.pulls()];
    },
    end: ['0 71: opened', '70 closed AS, 71 open AS'],
  },
  {
    name: 'also if somebody edited the text of the closed one in a browser',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.main({ Dockerfile: FIXED });
      await world.night();
      const [pull] = world.server.pulls;
      if (pull) pull.body = `${pull.body?.replaceAll('\n', '\r\n')}\r\nDone in main.`;
      world.main({ Dockerfile: LINT });
      return [says(await world.night(), '71: opened'), world.pulls()];
    },
    end: ['0 71: opened', '70 closed AS, 71 open AS'],
  },
  {
    name: 'the close of a bot for stale pull requests declines nothing',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.closes('github-actions', 'Bot');
      return [says(await world.night(), '71: opened'), world.pulls()];
    },
    end: ['0 71: opened', '70 closed AS, 71 open AS'],
  },
  {
    name: 'an update that a person closed is not offered again',
    async play(world) {
      world.withBase();
      await world.night();
      world.closes();
      return [says(await world.night(), 'Closed by a person in pull request 70'), world.pulls()];
    },
    end: ['0 Closed by a person in pull request 70', '70 closed digest 2'],
  },
  {
    name: 'nor when another line of the file changes',
    async play(world) {
      world.withBase();
      await world.night();
      world.closes();
      world.main({ Dockerfile: `${world.text('Dockerfile')}LABEL a=b\n` });
      return [says(await world.night(), 'Closed by a person in pull request 70'), world.pulls()];
    },
    end: ['0 Closed by a person in pull request 70', '70 closed digest 2'],
  },
  {
    name: 'nor a fix of a rule when its line moves',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.closes();
      world.main({ Dockerfile: `# The shop\n${LINT}LABEL a=b\n` });
      return [says(await world.night(), 'Closed by a person in pull request 70'), world.pulls()];
    },
    end: ['0 Closed by a person in pull request 70', '70 closed AS'],
  },
  {
    name: 'an update to a newer version is offered again',
    async play(world) {
      world.withBase();
      await world.night();
      world.closes();
      world.newerBase();
      return [says(await world.night(), '71: opened'), world.pulls()];
    },
    end: ['0 71: opened', '70 closed digest 2, 71 open digest 3'],
  },
  {
    name: 'another update is offered without the one that was closed',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.closes();
      world.main({ 'api/Dockerfile': OTHER, 'api/app': 'x' });
      const night = await world.night();
      return [
        says(night, '71: opened'),
        says(night, 'Closed by a person in pull request 70'),
        world.pulls(),
      ];
    },
    end: ['0 71: opened', '0 Closed by a person in pull request 70', '70 closed AS, 71 open tcp'],
  },
  {
    name: 'also in the same file, whose later edits would do it too',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.closes();
      world.main({ Dockerfile: PORT });
      return [says(await world.night(), '71: opened'), world.pulls()];
    },
    end: ['0 71: opened', '70 closed AS, 71 open tcp'],
  },
  {
    name: 'a conflict with the base is brought up to date',
    async play(world) {
      world.withBase();
      await world.night();
      const old = world.text('Dockerfile');
      world.newerBase();
      world.main({ Dockerfile: old.replace(/@sha256:\w+/, '') });
      const wasConflict = world.conflicts();
      world.main({ Dockerfile: old.replace('FROM', 'FROM --platform=linux/amd64') });
      const night = await world.night();
      return [
        String(wasConflict),
        says(night, '70: updated'),
        String(world.conflicts()),
        world.pulls(),
      ];
    },
    end: ['true', '0 70: updated', 'false', '70 open digest 3'],
  },
  {
    name: 'a conflict is resolved also if the edited files end the same',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.main({ Dockerfile: LINT.replace(' as ', ' As ') });
      const night = await world.night();
      return [says(night, '70: updated'), String(world.conflicts()), world.pulls()];
    },
    end: ['0 70: updated', 'false', '70 open AS'],
  },
  {
    name: 'a change of another file on main writes nothing',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      const before = writes(world);
      world.main({ 'README.md': 'x\n' });
      const night = await world.night();
      return [says(night, '70: unchanged'), `${writes(world) - before} writes`];
    },
    end: ['0 70: unchanged', '0 writes'],
  },
  {
    name: 'an older run that ends later changes nothing',
    async play(world) {
      const old = world.main({ Dockerfile: LINT });
      world.main({ Dockerfile: PORT });
      await world.night();
      world.server.compare = () => 'behind';
      const late = await world.night(['--all-safe'], { sha: old });
      return [says(late, '70: left as it is'), world.pulls()];
    },
    end: ['0 70: left as it is', '70 open AS tcp'],
  },
  {
    name: 'a base branch that was written anew gets a new commit',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      const old = world.head();
      const sha = world.main({ 'README.md': 'x\n' });
      world.server.compare = () => 'diverged';
      const night = await world.night();
      const [parent] = world.server.commits.get(world.head())?.parents ?? [];
      return [says(night, '70: updated'), String(world.head() !== old && parent === sha)];
    },
    end: ['0 70: updated', 'true'],
  },
  {
    name: 'a commit that a person adds is kept, and so are title and text',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      const theirs = world.pushes('on top');
      const before = writes(world);
      world.main({ Dockerfile: PORT });
      const night = await world.night();
      return [
        says(night, 'has commits of others'),
        String(world.head() === theirs),
        `${writes(world) - before} writes`,
      ];
    },
    end: ['0 has commits of others', 'true', '0 writes'],
  },
  {
    name: 'a commit that a person amends is kept',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      const theirs = world.pushes('amended');
      world.main({ Dockerfile: PORT });
      const night = await world.night();
      return [says(night, 'has commits of others'), String(world.head() === theirs)];
    },
    end: ['0 has commits of others', 'true'],
  },
  {
    name: 'a pull request with the commit of a person is not closed',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.pushes('amended');
      world.main({ Dockerfile: FIXED });
      const night = await world.night();
      return [says(night, 'has commits of others'), world.pulls()];
    },
    end: ['0 has commits of others', '70 open AS'],
  },
  {
    name: 'a commit that a person pushes while Portside works is kept',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.main({ Dockerfile: PORT });
      let theirs = '';
      world.server.during(CREATE_COMMIT, () => {
        theirs = world.pushes('on top');
      });
      const night = await world.night();
      return [says(night, 'has commits of others'), String(world.head() === theirs)];
    },
    end: ['0 has commits of others', 'true'],
  },
  {
    name: 'the title of a person is kept',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      Object.assign(world.server.pulls[0] ?? {}, { title: 'ABC-123: base image' });
      world.main({ Dockerfile: PORT });
      const night = await world.night();
      return [says(night, '70: updated'), world.server.pulls[0]?.title ?? '', world.pulls()];
    },
    end: ['0 70: updated', 'ABC-123: base image', '70 open AS tcp'],
  },
  {
    name: 'the notes of a person are kept, wherever they are',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      const [pull] = world.server.pulls;
      if (pull) {
        const body = pull.body?.replace('\n|---', '\n- asked Bob\n|---') ?? '';
        pull.body = `For ABC-123.\n\n${body}\n\nTested by Carol.`.replaceAll('\n', '\r\n');
      }
      world.main({ Dockerfile: PORT });
      const night = await world.night();
      const again = await world.night();
      const body = world.server.pulls[0]?.body ?? '';
      const kept = ['For ABC-123.', 'asked Bob', 'Tested by Carol.'].filter(
        (note) => body.split(note).length === 2,
      );
      return [
        says(night, '70: updated'),
        says(again, '70: unchanged'),
        kept.join(' '),
        world.pulls(),
      ];
    },
    end: [
      '0 70: updated',
      '0 70: unchanged',
      'For ABC-123. asked Bob Tested by Carol.',
      '70 open AS tcp',
    ],
  },
  {
    name: 'a merged one with the commit of a person does not block the next',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.pushes('on top');
      world.closes();
      Object.assign(world.server.pulls[0] ?? {}, { isMerged: true });
      world.main({ Dockerfile: OTHER });
      return [says(await world.night(), '71: opened'), world.pulls()];
    },
    end: ['0 71: opened', '70 merged AS, 71 open tcp'],
  },
  {
    name: '--step and --all-safe have pull requests of their own',
    async play(world) {
      world.main({ Dockerfile: PORT });
      await world.night();
      const id = await world.stepAbout('ExposeProtoCasing');
      const night = await world.night(['--step', id]);
      return [says(night, '71: opened'), world.pulls()];
    },
    end: ['0 71: opened', '70 open AS tcp, 71 open tcp'],
  },
  {
    name: 'two runs at once open one pull request',
    async play(world) {
      world.main({ Dockerfile: LINT });
      let other: Night | undefined;
      world.server.during(CREATE_REF, async () => {
        other = await world.night();
      });
      const night = await world.night();
      return [String(other && says(other, '70: opened')), says(night, '70: '), world.pulls()];
    },
    end: ['0 70: opened', '0 70: ', '70 open AS'],
  },
  {
    name: 'two runs at once, of which one is about to open it, open one',
    async play(world) {
      world.main({ Dockerfile: LINT });
      let other: Night | undefined;
      world.server.during(CREATE_PULL, async () => {
        other = await world.night();
      });
      const night = await world.night();
      return [String(other && says(other, '70: opened')), says(night, '70: '), world.pulls()];
    },
    end: ['0 70: opened', '0 70: ', '70 open AS'],
  },
  {
    name: 'an answer 502 to an opened pull request opens no second one',
    async play(world) {
      world.main({ Dockerfile: LINT });
      world.server.failAfter(CREATE_PULL, { status: 502, message: 'Bad Gateway' });
      const night = await world.night();
      return [says(night, '70: '), world.pulls()];
    },
    end: ['0 70: ', '70 open AS'],
  },
  {
    name: 'a run that ends between the commit and the text is repaired by the next',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      world.main({ Dockerfile: PORT });
      world.server.fail(UPDATE_PULL, { status: 403, message: 'no' });
      await world.night();
      const night = await world.night();
      const again = await world.night();
      return [says(night, '70: updated'), says(again, '70: unchanged'), world.pulls()];
    },
    end: ['0 70: updated', '0 70: unchanged', '70 open AS tcp'],
  },
  {
    name: 'a run that ends before it opens the pull request is continued by the next',
    async play(world) {
      world.main({ Dockerfile: LINT });
      world.server.fail(CREATE_PULL, { status: 403, message: 'no' });
      await world.night();
      world.main({ Dockerfile: PORT });
      return [says(await world.night(), '70: opened'), world.pulls()];
    },
    end: ['0 70: opened', '70 open AS tcp'],
  },
  {
    name: 'a text that somebody removed is written again below theirs',
    async play(world) {
      world.main({ Dockerfile: LINT });
      await world.night();
      Object.assign(world.server.pulls[0] ?? {}, { body: 'Mine.' });
      world.main({ Dockerfile: PORT });
      const night = await world.night();
      const body = world.server.pulls[0]?.body ?? '';
      return [
        says(night, '70: updated'),
        String(/^Mine\.\n[\s\S]*\| Use AS/.test(body)),
        world.pulls(),
      ];
    },
    end: ['0 70: updated', 'true', '70 open AS tcp'],
  },
];
