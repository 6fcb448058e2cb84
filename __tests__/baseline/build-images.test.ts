import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/core/finding.js';
import { sample } from '../sample.js';
import { type GitStory, gitStory } from './git-story.js';

/** The images that builds of a Dockerfile pull: what is wrong with the one of a build is new in this build, and nothing else is. */

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

type Files = Readonly<Record<string, string | undefined>>;
type Services = Readonly<Record<string, string | undefined>>;

const POLICY = { '.github/portside.yml': 'registries: [docker.io]\n' };
const dockerfile = (base: string) =>
  `ARG BASE=${base}\nFROM $BASE\nHEALTHCHECK CMD ["true"]\nUSER 1000\n`;

/** A Compose file whose services build the Dockerfile, each with the argument BASE or without arguments. */
function compose(services: Services): string {
  const written = Object.entries(services).map(([name, base]) => {
    const args = base === undefined ? '' : `\n      args:\n        BASE: "${base}"`;
    return `  ${name}:\n    image: app:1.0\n    build:\n      context: .${args}\n`;
  });
  return `services:\n${written.join('')}`;
}

/** What is new or fixed about the images of Dockerfiles, with the builds in which it is. */
async function changed(
  before: Files,
  after: Files,
  isAsked: (finding: Finding) => boolean = isOfTrust,
): Promise<string[]> {
  story.base(before);
  const stored = await story.store();
  story.commit(after);
  const found = [await story.run(), await story.run(['--baseline', stored])].map(({ findings }) =>
    findings
      .filter((one) => isAsked(one) && one.status === 'new')
      .map(({ status, rule, location, variants = ['all'] }) =>
        [status, rule, `${location?.path}:${location?.startLine}`, ...variants].join(' '),
      ),
  );
  expect(found[1]).toEqual(found[0]);
  return found[0] ?? [];
}

const isOfTrust = ({ check }: Finding) => check === 'trust';

const changedServices = (base: string, before: Services, after: Services) =>
  changed(
    { ...POLICY, Dockerfile: dockerfile(base), 'compose.yaml': compose(before) },
    { 'compose.yaml': compose(after) },
  );

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const GOOD = `debian:12.5@${DIGEST}`;
const OTHER = `debian:12.6@${DIGEST}`;
const EVIL = `evil.example/x:1@${DIGEST}`;
const WEB = 'compose.yaml: service web';
const WORKER = 'compose.yaml: service worker';
const RULE = 'PST009 Dockerfile:2';

describe('a registry that the policy does not allow is new', () => {
  it.each<[string, string, Services, Services, string[]]>(
    sample(
      [
        [
          'in the build whose argument changes',
          GOOD,
          { web: OTHER, worker: undefined },
          { web: EVIL, worker: undefined },
          [WEB],
        ],
        [
          'in a build that gets the value that another has',
          GOOD,
          { web: EVIL, worker: OTHER },
          { web: EVIL, worker: EVIL },
          [WORKER],
        ],
        ['in a build that is added', GOOD, { web: OTHER }, { web: OTHER, worker: EVIL }, [WORKER]],
        [
          'in a build that loses the argument that replaced it',
          EVIL,
          { web: GOOD },
          { web: undefined },
          [WEB],
        ],
      ],
      2,
      ([name]) => name,
    ),
  )('%s', async (_, base, before, after, builds) => {
    expect(await changedServices(base, before, after)).toEqual([`new ${RULE} ${builds.join(' ')}`]);
  });

  it('in a target of Bake', async () => {
    const bake = (base: string) => `target "app" {\n  args = { BASE = "${base}" }\n}\n`;
    const found = await changed(
      { ...POLICY, Dockerfile: dockerfile(GOOD), 'docker-bake.hcl': bake(OTHER) },
      { 'docker-bake.hcl': bake(EVIL) },
    );
    expect(found).toEqual([`new ${RULE} docker-bake.hcl: target app`]);
  });

  it('in a job of a workflow', async () => {
    const workflow = (base: string) =>
      `on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567\n        with:\n          context: .\n          build-args: |\n            BASE=${base}\n`;
    const path = '.github/workflows/ci.yml';
    const found = await changed(
      { ...POLICY, Dockerfile: dockerfile(GOOD), [path]: workflow(OTHER) },
      { [path]: workflow(EVIL) },
    );
    expect(found).toEqual([`new ${RULE} ${path}: job image`]);
  });

  it('in a build command of a script', async () => {
    const script = (base: string) => `#!/bin/sh\ndocker build -t app --build-arg BASE=${base} .\n`;
    const found = await changed(
      { ...POLICY, Dockerfile: dockerfile(GOOD), 'build.sh': script(OTHER) },
      { 'build.sh': script(EVIL) },
    );
    expect(found).toEqual([`new ${RULE} build.sh`]);
  });

  it('in COPY --from, where a build names the image', async () => {
    const text = `FROM ${GOOD}\nARG TOOLS=${GOOD}\nCOPY --from=$TOOLS /bin/a /bin/a\nUSER 1000\n`;
    const stage = `ARG TOOLS=${GOOD}\nFROM $TOOLS AS tools\n${text.replace('--from=$TOOLS', '--from=tools')}`;
    const build = (image: string) => compose({ web: image }).replace('BASE:', 'TOOLS:');
    const found = await changed(
      { ...POLICY, Dockerfile: stage, 'compose.yaml': build(OTHER) },
      { 'compose.yaml': build(EVIL) },
    );
    expect(found).toEqual([`new ${RULE} ${WEB}`]);
  });
});

describe('an image that replaces that of the Dockerfile is new', () => {
  const text = `FROM ${GOOD} AS base\nFROM base\nHEALTHCHECK CMD ["true"]\nUSER 1000\n`;
  const withContext = (name: string, context: string) =>
    `services:\n  web:\n    image: app:1.0\n    build:\n      context: .\n      additional_contexts:\n        "${name}": "${context}"\n`;

  it.each([GOOD, `docker.io/library/${GOOD}`, 'base'])('as named context %s', async (name) => {
    const found = await changed(
      {
        ...POLICY,
        Dockerfile: text,
        'compose.yaml': withContext(name, `docker-image://${OTHER}`),
      },
      { 'compose.yaml': withContext(name, `docker-image://${EVIL}`) },
    );
    expect(found).toEqual([`new PST009 Dockerfile:1 ${WEB}`]);
  });

  it('not if a folder replaces it', async () => {
    const found = await changed(
      { ...POLICY, Dockerfile: text, 'compose.yaml': withContext('base', './a') },
      { 'compose.yaml': withContext('base', './b') },
    );
    expect(found).toEqual([]);
  });

  it('for the first FROM of podman build --from', async () => {
    const script = (image: string) => `#!/bin/sh\npodman build --from ${image} -t app .\n`;
    const found = await changed(
      { ...POLICY, Dockerfile: text, 'build.sh': script(OTHER) },
      { 'build.sh': script(EVIL) },
    );
    expect(found).toEqual(['new PST009 Dockerfile:1 build.sh']);
  });
});

describe('a registry that the policy does not allow is not new', () => {
  it.each<[string, string, Services, Services]>([
    ['in a renamed service', GOOD, { web: EVIL, worker: OTHER }, { shop: EVIL, worker: OTHER }],
    ['in an added build without arguments', EVIL, { web: GOOD }, { web: GOOD, worker: undefined }],
    [
      'with services in another order',
      GOOD,
      { web: EVIL, worker: OTHER },
      { worker: OTHER, web: EVIL },
    ],
    ['in the first build that replaces it', EVIL, { web: undefined }, { web: GOOD }],
    ['in another version', GOOD, { web: EVIL }, { web: EVIL.replace('x:1', 'x:2') }],
  ])('%s', async (_, base, before, after) => {
    expect(await changedServices(base, before, after)).toEqual([]);
  });

  it('in a renamed Dockerfile', async () => {
    const services = (file: string) =>
      compose({ web: EVIL, worker: OTHER }).replaceAll(
        'context: .\n',
        `context: .\n      dockerfile: ${file}\n`,
      );
    const found = await changed(
      { ...POLICY, Dockerfile: dockerfile(GOOD), 'compose.yaml': services('Dockerfile') },
      {
        Dockerfile: undefined,
        'app.Dockerfile': dockerfile(GOOD),
        'compose.yaml': services('app.Dockerfile'),
      },
    );
    expect(found).toEqual([]);
  });
});

it('one image that is not allowed in all builds is one finding without builds', async () => {
  story.base({
    ...POLICY,
    Dockerfile: dockerfile(EVIL),
    'compose.yaml': compose({ web: EVIL.replace('x:1', 'x:2'), worker: undefined }),
  });
  const { findings } = await story.run([], true);
  const found = findings.filter(({ rule }) => rule === 'PST009');
  expect(found.map(({ variants, message }) => ({ variants, message }))).toEqual([
    { variants: undefined, message: expect.stringMatching(/which the policy does not allow$/) },
  ]);
});

it('the finding of a build names where the build is defined', async () => {
  story.base({
    ...POLICY,
    Dockerfile: dockerfile(GOOD),
    'compose.yaml': compose({ web: EVIL }),
  });
  const { findings } = await story.run([], true);
  const found = findings.find(({ rule }) => rule === 'PST009');
  expect(found?.message).toContain(`, in ${WEB}`);
  expect(found?.related?.map(({ location }) => location.path)).toEqual(['compose.yaml']);
});

it('an image whose name is not known in a build is a gap for the registries of the policy', async () => {
  const unknown = '$'.concat('{BASE_OF_WEB}');
  const files = { ...POLICY, Dockerfile: dockerfile(GOOD) };
  story.base({ ...files, 'compose.yaml': compose({ web: GOOD }) });
  story.commit({ 'compose.yaml': compose({ web: unknown }) });
  const { findings, coverage } = await story.run();
  expect(findings.filter(isOfTrust)).toEqual([]);
  const gaps = coverage.filter(
    ({ check, state, informational }) =>
      check === 'trust' && state === 'not-covered' && !informational,
  );
  expect(gaps.map(({ target }) => target)).toEqual(['compose.yaml']);
});

describe('the advice about a base image', () => {
  const advised = ({ rule }: Finding) => rule === 'BASE-IMAGE';
  const changedAdvice = (before: Services, after: Services) =>
    changed(
      { Dockerfile: dockerfile(`debian:12@${DIGEST}`), 'compose.yaml': compose(before) },
      { 'compose.yaml': compose(after) },
      advised,
    );

  it('is new in the build that uses another image', async () => {
    const ended = `debian:10@${DIGEST}`;
    const found = await changedAdvice({ web: OTHER, worker: OTHER }, { web: OTHER, worker: ended });
    expect(found).toEqual([`new BASE-IMAGE Dockerfile:2 ${WORKER}`]);
  });

  it('is not new in a stage that one of the builds does not need', async () => {
    const text = 'FROM debian:10 AS a\nUSER 1\nFROM debian:10 AS b\nUSER 1\n';
    const build = 'build: { context: ., target: a }';
    const files = { Dockerfile: text, 'compose.yaml': `services:\n  web: { ${build} }\n` };
    const found = await changed(
      files,
      { 'compose.yaml': `${files['compose.yaml']}# a\n` },
      advised,
    );
    expect(found).toEqual([]);
  });

  it.each([
    ['openjdk:17', 'openjdk:latest'],
    ['debian:12.5', 'debian'],
    ['debian:12.5', 'debian:latest'],
    ['python:3.8', 'python'],
    ['node:20-bullseye-slim', 'node:latest'],
  ])('is neither new nor fixed where %s loses its version: %s', async (before, after) => {
    const from = (image: string) => ({ Dockerfile: `FROM ${image}\nUSER 1000\n` });
    expect(await changed(from(before), from(after), advised)).toEqual([]);
  });

  it('is not new in a build whose argument has no version', async () => {
    const files = { Dockerfile: dockerfile('debian:12.5') };
    const found = await changed(
      { ...files, 'compose.yaml': compose({ web: 'debian:12.4' }) },
      { 'compose.yaml': compose({ web: 'debian:latest' }) },
      advised,
    );
    expect(found).toEqual([]);
  });

  it('is not new in a renamed service, and for an image without advice', async () => {
    const found = await changedAdvice({ web: OTHER, worker: OTHER }, { shop: OTHER, worker: EVIL });
    expect(found).toEqual([]);
  });
});
