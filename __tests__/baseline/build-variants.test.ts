import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { sample } from '../sample.js';
import { type GitStory, gitStory } from './git-story.js';

/** One Dockerfile in several builds: a change of one build is new in this build, and nothing else is. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

type Files = Readonly<Record<string, string | undefined>>;
type Services = Readonly<Record<string, string | undefined>>;

const dockerfile = (base: string) =>
  `ARG BASE=${base}\nFROM debian:$BASE\nARG VERSION=1\nRUN legacy-setup $VERSION\nHEALTHCHECK CMD ["true"]\nUSER 1000\n`;

/** A Compose file whose services build the Dockerfile, each with the argument BASE or without arguments. */
function compose(services: Services): string {
  const written = Object.entries(services).map(([name, base]) => {
    const args = base === undefined ? '' : `\n      args:\n        BASE: "${base}"`;
    return `  ${name}:\n    image: registry.example.com/app:1.0\n    build:\n      context: .${args}\n`;
  });
  return `services:\n${written.join('')}`;
}

/**
 * What is new or fixed in Dockerfiles, with the builds in which it is. In a sample of the changes a stored report of the base
 * is compared as well.
 */
async function changed(before: Files, after: Files): Promise<string[]> {
  story.base(before);
  const [isCompared] = sample([true], 4, () => JSON.stringify([before, after]));
  const stored = isCompared && (await story.store());
  story.commit(after);
  const found = lintChanges(await story.run());
  if (stored) expect(lintChanges(await story.run(['--baseline', stored]))).toEqual(found);
  return found;
}

function lintChanges({ findings }: Report): string[] {
  return findings
    .filter(({ status, check }) => check === 'lint' && (status === 'new' || status === 'fixed'))
    .map(({ status, rule, location, variants = ['all'] }) =>
      [status, rule, `${location?.path}:${location?.startLine}`, ...variants].join(' '),
    );
}

const changedServices = (base: string, before: Services, after: Services) =>
  changed(
    { Dockerfile: dockerfile(base), 'compose.yaml': compose(before) },
    { 'compose.yaml': compose(after) },
  );

const PINNED = `12.5@sha256:${'0123456789abcdef'.repeat(4)}`;
const UNKNOWN = '$'.concat('{BASE_OF_WORKER}');
const WEB = 'compose.yaml: service web';
const WORKER = 'compose.yaml: service worker';

describe('a build that changes alone', () => {
  it('has a new finding if its argument names the tag latest', async () => {
    const found = await changedServices(
      '12.4',
      { web: '12.5', worker: '12.5' },
      { web: '12.5', worker: 'latest' },
    );
    expect(found).toEqual([`new PS0020 Dockerfile:2 ${WORKER}`]);
  });

  it('has a new finding if its argument becomes the value that the others have', async () => {
    const found = await changedServices(
      '12.4',
      { web: 'latest', worker: '12.5' },
      { web: 'latest', worker: 'latest' },
    );
    expect(found).toEqual([`new PS0020 Dockerfile:2 ${WORKER}`]);
  });

  it('has a new finding if it loses the argument that replaced a worse default value', async () => {
    const found = await changedServices('latest', { web: '12.5' }, { web: undefined });
    expect(found).toEqual([`new PS0020 Dockerfile:2 ${WEB}`]);
  });

  it('has a new finding if the argument moves to it from another build', async () => {
    const found = await changedServices(
      '12.4',
      { web: 'latest', worker: undefined },
      { web: undefined, worker: 'latest' },
    );
    expect(found).toEqual([
      // As for a tag in FROM: the digest is asked for once there is a version.
      `new PS0021 Dockerfile:2 ${WEB}`,
      `new PS0020 Dockerfile:2 ${WORKER}`,
      `fixed PS0020 Dockerfile:2 ${WEB}`,
    ]);
  });

  it('fixes a finding if its argument is removed', async () => {
    const found = await changedServices(
      PINNED,
      { web: 'latest', worker: undefined },
      { web: undefined, worker: undefined },
    );
    expect(found).toEqual([`fixed PS0020 Dockerfile:2 ${WEB}`]);
  });

  it('fixes a finding only for itself', async () => {
    const found = await changedServices(
      PINNED,
      { web: 'latest', worker: 'latest' },
      { web: PINNED, worker: 'latest' },
    );
    expect(found).toEqual([`fixed PS0020 Dockerfile:2 ${WEB}`]);
  });

  it('has a new finding if it is added with the argument', async () => {
    const found = await changedServices('12.4', { web: '12.5' }, { web: '12.5', worker: 'latest' });
    expect(found).toEqual([`new PS0020 Dockerfile:2 ${WORKER}`]);
  });

  it('has a new finding if it builds a stage that runs as root', async () => {
    const text = 'FROM debian:12.5 AS dev\nHEALTHCHECK CMD ["true"]\nFROM dev\nUSER 1000\n';
    const build = (target: string) =>
      `services:\n  web:\n    image: registry.example.com/app:1.0\n    build:\n      context: .\n${target}`;
    const found = await changed(
      { Dockerfile: text, 'compose.yaml': build('') },
      { 'compose.yaml': build('      target: dev\n') },
    );
    expect(found).toEqual([`new PS0013 Dockerfile:1 ${WEB}`]);
  });

  it('has a new finding if it builds a stage that switches to root', async () => {
    const text =
      'FROM debian:12.5 AS dev\nHEALTHCHECK CMD ["true"]\nUSER root\nFROM dev\nUSER 1000\n';
    const build = (target: string) =>
      `services:\n  web:\n    image: registry.example.com/app:1.0\n    build:\n      context: .\n${target}`;
    const found = await changed(
      { Dockerfile: text, 'compose.yaml': build('') },
      { 'compose.yaml': build('      target: dev\n') },
    );
    expect(found).toEqual([`new DL3002 Dockerfile:3 ${WEB}`]);
  });

  it('has a new finding if a Bake target gets the argument', async () => {
    const bake = (base: string) => `target "app" {\n  args = { BASE = "${base}" }\n}\n`;
    const found = await changed(
      { Dockerfile: dockerfile('12.4'), 'docker-bake.hcl': bake('12.5') },
      { 'docker-bake.hcl': bake('latest') },
    );
    expect(found).toEqual(['new PS0020 Dockerfile:2 docker-bake.hcl: target app']);
  });

  it('has a new finding if a workflow builds with the argument', async () => {
    const workflow = (base: string) =>
      `on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567\n        with:\n          context: .\n          build-args: |\n            BASE=${base}\n`;
    const path = '.github/workflows/ci.yml';
    const found = await changed(
      { Dockerfile: dockerfile('12.4'), [path]: workflow('12.5') },
      { [path]: workflow('latest') },
    );
    expect(found).toEqual([`new PS0020 Dockerfile:2 ${path}: job image`]);
  });
});

describe('where a build is removed and another one had no arguments', () => {
  const bake = (targets: Services) => ({
    'docker-bake.hcl': Object.entries(targets)
      .map(([name, base]) => `target "${name}" {\n  args = { BASE = "${base}" }\n}\n`)
      .join(''),
  });
  const WORKFLOW = '.github/workflows/ci.yml';
  const workflow = (jobs: Services) => ({
    [WORKFLOW]: `on: push\njobs:\n${Object.entries(jobs)
      .map(
        ([id, base]) =>
          `  ${id}:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567\n        with:\n          context: .\n          build-args: BASE=${base}\n`,
      )
      .join('')}`,
  });
  const services = (all: Services) => ({ 'compose.yaml': compose(all) });
  const KINDS: [string, (builds: Services) => Files, string][] = [
    ['service', services, 'compose.yaml: service '],
    ['target', bake, 'docker-bake.hcl: target '],
    ['job', workflow, `${WORKFLOW}: job `],
  ];

  it.each(KINDS)(
    'the %s that takes over its argument has a new finding',
    async (_, write, name) => {
      const found = await changed(
        { Dockerfile: dockerfile(PINNED), ...write({ web: 'latest', worker: PINNED }) },
        write({ worker: 'latest' }),
      );
      expect(found).toContain(`new PS0020 Dockerfile:2 ${name}worker`);
    },
  );

  it.each(KINDS)('the %s that is renamed has no new finding', async (_, write) => {
    const found = await changed(
      { Dockerfile: dockerfile(PINNED), ...write({ web: 'latest', worker: PINNED }) },
      write({ shop: 'latest', worker: PINNED }),
    );
    expect(found).toEqual([]);
  });

  it.each(KINDS)('the %s that stays has no new finding', async (_, write, name) => {
    const found = await changed(
      { Dockerfile: dockerfile(PINNED), ...write({ web: 'latest', worker: PINNED }) },
      write({ worker: PINNED }),
    );
    expect(found).toEqual([`fixed PS0020 Dockerfile:2 ${name}web`]);
  });
});

describe('a build command that changes alone', () => {
  it.each(['build.sh', 'Makefile', 'ci/build.sh'])('has a new finding in %s', async (path) => {
    const command = (base: string) => `\tdocker build -t app --build-arg BASE=${base} .\n`;
    const start = path === 'Makefile' ? 'image:\n' : '#!/bin/sh\n';
    const found = await changed(
      { Dockerfile: dockerfile('12.4'), [path]: `${start}${command('12.5')}` },
      { [path]: `${start}${command('latest')}` },
    );
    expect(found).toEqual([`new PS0020 Dockerfile:2 ${path}`]);
  });
});

it('a build command that can build either of two Dockerfiles decides about none', async () => {
  const command = (base: string) => `docker build -t app --build-arg BASE=${base} .\n`;
  const found = await changed(
    {
      Dockerfile: dockerfile('12.4'),
      'ci/Dockerfile': dockerfile('12.4'),
      'ci/build.sh': command('12.5'),
    },
    { 'ci/build.sh': command('latest') },
  );
  expect(found).toEqual([]);
});

describe('nothing is new or fixed', () => {
  it.each<[string, string, Services, Services]>([
    [
      'for a renamed service',
      '12.4',
      { web: 'latest', worker: '12.5' },
      { shop: 'latest', worker: '12.5' },
    ],
    [
      'for an added build without arguments',
      'latest',
      { web: '12.5' },
      { web: '12.5', worker: undefined },
    ],
    [
      'for services in another order',
      '12.4',
      { web: 'latest', worker: '12.5' },
      { worker: '12.5', web: 'latest' },
    ],
    [
      'for the first build with an argument, if the default value has the finding',
      'latest',
      { web: undefined },
      { web: PINNED },
    ],
    [
      'for a newer version in one build',
      '12.4',
      { web: '12.5', worker: '12.5' },
      { web: '12.5', worker: '12.6' },
    ],
    [
      'for an argument whose value is not known',
      'latest',
      { web: '12.5', worker: '12.5' },
      { web: '12.5', worker: UNKNOWN },
    ],
    [
      'for an argument whose value is not known anymore',
      '12.4',
      { web: 'latest', worker: 'latest' },
      { web: 'latest', worker: UNKNOWN },
    ],
  ])('%s', async (_, base, before, after) => {
    expect(await changedServices(base, before, after)).toEqual([]);
  });

  it('for an argument that decides about no finding', async () => {
    const build = (version: string) =>
      `services:\n  web:\n    image: registry.example.com/app:1.0\n    build:\n      context: .\n      args: { VERSION: "${version}" }\n  worker:\n    image: registry.example.com/app:1.0\n    build: { context: ., args: { BASE: "12.5" } }\n`;
    const found = await changed(
      { Dockerfile: dockerfile('latest'), 'compose.yaml': build('1') },
      { 'compose.yaml': build('2') },
    );
    expect(found).toEqual([]);
  });
});

it('a service that is renamed and loses its argument has a new finding', async () => {
  const found = await changedServices(
    'latest',
    { web: '12.5', worker: '12.4' },
    { frontend: undefined, worker: '12.4' },
  );
  expect(found).toEqual(['new PS0020 Dockerfile:2 compose.yaml: service frontend']);
});

it('a service with a Dockerfile of its own has a new finding if its argument gets worse', async () => {
  const text = (base: string) =>
    `services:\n  web:\n    image: registry.example.com/app:1.0\n    build:\n      dockerfile_inline: |\n        ARG BASE=${PINNED}\n        FROM debian:$$BASE\n        USER 1000\n      args: { BASE: "${base}" }\n`;
  const found = await changed({ 'compose.yaml': text('12.5') }, { 'compose.yaml': text('latest') });
  expect(found).toEqual(['new PS0020 compose.yaml:7 all']);
});

describe('a build for several platforms', () => {
  const text = (armUser: string) =>
    `FROM debian:12.5 AS base-amd64\nUSER 1000\nFROM debian:12.5 AS base-arm64\n${armUser}FROM base-$TARGETARCH\nHEALTHCHECK CMD ["true"]\n`;
  const service = (...platforms: readonly string[]) =>
    `services:\n  web:\n    image: registry.example.com/app:1.0\n    build:\n      context: .\n${platforms.length > 0 ? `      platforms: [${platforms.join(', ')}]\n` : ''}`;
  const BOTH = ['linux/amd64', 'linux/arm64'];

  it('has a new finding on the platform that gets worse', async () => {
    const found = await changed(
      { Dockerfile: text('USER 1000\n'), 'compose.yaml': service(...BOTH) },
      { Dockerfile: text('') },
    );
    expect(found).toEqual([`new PS0013 Dockerfile:4 ${WEB} on linux/arm64`]);
  });

  it('has a new finding if it is built for a platform whose image is worse', async () => {
    const found = await changed(
      { Dockerfile: text('USER root\n'), 'compose.yaml': service('linux/amd64') },
      { 'compose.yaml': service(...BOTH) },
    );
    expect(found).toEqual([`new DL3002 Dockerfile:4 ${WEB} on linux/arm64`]);
  });

  it('has nothing new if all its platforms have what one had', async () => {
    const both = text('USER root\n').replace('1000', 'root');
    const found = await changed(
      { Dockerfile: both, 'compose.yaml': service('linux/amd64') },
      { 'compose.yaml': service('linux/amd64', 'linux/amd64/v2') },
    );
    expect(found).toEqual([]);
  });

  it('has nothing new if its platforms are no longer written', async () => {
    const worker =
      '  worker:\n    image: registry.example.com/w:1.0\n    build:\n      context: .\n      args:\n        USER: "0"\n';
    const user =
      'FROM debian:12.5\nARG USER=1000\nUSER $USER\nHEALTHCHECK CMD ["true"]\nENV A=$TARGETARCH\n';
    const found = await changed(
      { Dockerfile: user, 'compose.yaml': `${service(...BOTH)}${worker}` },
      { 'compose.yaml': `${service()}${worker}` },
    );
    expect(found).toEqual([]);
  });
});

describe('a stage that no build needed before', () => {
  const STAGES = [
    `FROM debian:${PINNED} AS base\nHEALTHCHECK CMD ["true"]\nUSER 1000`,
    'FROM base AS tool\nRUN sudo tool',
    'FROM base AS dev\nCOPY --from=tool /a /a\nRUN sudo dev',
    'FROM base AS prod\nRUN sudo prod',
  ];
  const file = (...order: number[]) => ({
    Dockerfile: `${order.map((index) => STAGES[index]).join('\n')}\n`,
  });
  const target = (name?: string) => ({
    'compose.yaml': `services:\n  web:\n    image: acme/app:1.0\n    build:\n      context: .\n${name === undefined ? '' : `      target: ${name}\n`}`,
  });
  const NEW = ['new DL3004 Dockerfile:5 all', 'new DL3004 Dockerfile:8 all'];

  it.each<[string, Files, Files, string[]]>([
    ['if a service builds it', target('prod'), target('dev'), NEW],
    ['if a service builds it and built the last one', target(), target('dev'), NEW],
    ['if the first service builds it', {}, target('dev'), NEW],
    [
      'if a workflow builds it',
      {},
      {
        '.github/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker build --target dev .\n',
      },
      NEW,
    ],
    [
      'if it becomes the last one',
      {},
      file(0, 1, 3, 2),
      ['new DL3004 Dockerfile:5 all', 'new DL3004 Dockerfile:10 all'],
    ],
    [
      'if the last one copies from it',
      {},
      {
        Dockerfile: file(0, 1, 2, 3).Dockerfile.replace('RUN sudo prod', 'COPY --from=tool /a /a'),
      },
      ['new DL3004 Dockerfile:5 all', 'fixed DL3004 Dockerfile:10 all'],
    ],
    ['but not if no build needs it', {}, { 'a.txt': '' }, []],
    ['but not if no build needs it anymore', target('dev'), target('prod'), []],
    ['but not if the target was not known', target('$T'), target('dev'), []],
  ])('has new findings on its lines %s', async (_, before, after, found) => {
    const files = { ...file(0, 1, 2, 3), ...before };
    expect((await changed(files, after)).filter((one) => one.includes('DL3004'))).toEqual(found);
  });
});
