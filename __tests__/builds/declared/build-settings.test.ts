import { describe, expect, it } from '@jest/globals';
import { groupBuilds, openLinesReader } from '../../../src/builds/declared/build-settings.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';
import type { DeclaredBuild } from '../../../src/manifests/declared-build.js';

const TEXT = `ARG BASE=debian
ARG TAG=12
ARG IMAGE=$BASE:$TAG
FROM $IMAGE AS dev
ARG TAG
RUN legacy-setup $TAG
FROM dev
RUN legacy-setup
`;
const DOCKERFILE = parseDockerfile('Dockerfile', TEXT);

function build(
  args: Readonly<Record<string, string>>,
  more: Partial<DeclaredBuild> & { readonly target?: string } = {},
): DeclaredBuild {
  const { target, ...rest } = more;
  const at = { path: 'compose.yaml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  return {
    definition: {
      name: 'compose.yaml web',
      source: 'compose',
      location: at,
      dockerfile: 'Dockerfile',
      ...(target !== undefined && { target }),
    },
    args: new Map(Object.entries(args)),
    contexts: new Map(),
    mounts: [],
    ...rest,
  };
}

/** What each group of builds sets. */
function settings(...builds: readonly DeclaredBuild[]) {
  const { plain, others } = groupBuilds(DOCKERFILE, builds);
  const show = ({ settings: { args, target }, builds: same }: (typeof others)[number]) =>
    `${JSON.stringify(Object.fromEntries(args))} ${target ?? ''}× ${same.length}`;
  return { plain: plain.length, others: others.map(show) };
}

describe('groupBuilds', () => {
  it('joins builds that set the same', () => {
    expect(
      settings(build({ BASE: 'node' }), build({ BASE: 'node' }), build({ TAG: '13' })),
    ).toEqual({ plain: 0, others: ['{"BASE":"node"} × 2', '{"TAG":"13"} × 1'] });
  });

  it.each<[string, DeclaredBuild]>([
    ['sets nothing', build({})],
    ['sets an argument that the Dockerfile does not declare', build({ OTHER: '1' })],
    ['sets the default value', build({ BASE: 'debian' })],
    ['sets what is not known', build({ BASE: '$'.concat('{BASE}') })],
    ['names the last stage', build({}, { target: '1' })],
    ['names a stage that does not exist', build({}, { target: 'missing' })],
  ])('a build is plain that %s', (_, one) => {
    expect(settings(one)).toEqual({ plain: 1, others: [] });
  });

  it('a value is set where one of several declarations has no default value', () => {
    expect(settings(build({ TAG: '12' })).others).toEqual(['{"TAG":"12"} × 1']);
  });

  it('a build with a named context or another first image is not plain', () => {
    const at = { path: 'compose.yaml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    const contexts = new Map([['debian', { text: 'docker-image://alpine', at }]]);
    expect(settings({ ...build({}), contexts }).others).toEqual(['{} × 1']);
    expect(settings({ ...build({}), firstImage: 'alpine' }).others).toEqual(['{} × 1']);
  });

  it('what is not known counts also where an expression may give more', () => {
    const one = build({ BASE: '$'.concat('{BASE}') }, { mayHaveMore: { args: true } });
    const [group] = groupBuilds(DOCKERFILE, [one]).plain;
    expect(group?.settings.unknown).toContain('BASE');
  });

  it('a build for a platform is one of its own', () => {
    const on = (...platforms: readonly string[]) => {
      const one = build({});
      return { ...one, definition: { ...one.definition, platforms } };
    };
    const listsOf = (dockerfile: typeof DOCKERFILE, ...builds: readonly DeclaredBuild[]) =>
      groupBuilds(dockerfile, builds).others.map(({ settings: { platforms } }) => platforms);
    const both = on('linux/arm64', ' Linux/AMD64', 'linux/arm64');
    expect(listsOf(DOCKERFILE, both, on('$'.concat('{PLATFORM}')))).toEqual([
      ['linux/amd64', 'linux/arm64'],
    ]);
    const inScript = parseDockerfile('Dockerfile', 'FROM a\nARG TARGETARCH\nRUN a $TARGETARCH\n');
    expect(listsOf(inScript, both)).toEqual([['linux/amd64', 'linux/arm64']]);
    const divided = parseDockerfile('Dockerfile', 'FROM a-$TARGETARCH\n');
    expect(listsOf(divided, both, on('linux/arm64'))).toEqual([['linux/amd64'], ['linux/arm64']]);
  });

  it('a build of another stage is not plain', () => {
    expect(settings(build({}, { target: 'dev' })).others).toEqual(['{} dev× 1']);
  });
});

describe('openLinesReader', () => {
  const openLines = (one: DeclaredBuild) => {
    const { plain, others } = groupBuilds(DOCKERFILE, [one]);
    const [group] = [...plain, ...others];
    return [
      ...openLinesReader(DOCKERFILE)(
        group?.settings ?? { args: new Map(), contexts: new Map(), platforms: [], unknown: [] },
      ),
    ];
  };

  it('follows an argument that is not known through other arguments', () => {
    expect(openLines(build({ BASE: '$'.concat('{BASE}') })).sort()).toEqual([3, 4]);
  });

  it('finds all arguments open if an expression gives them', () => {
    const lines = openLines(build({}, { mayHaveMore: { args: true } }));
    expect(lines.sort()).toEqual([3, 4, 6]);
  });

  it('finds none if all values are known', () => {
    expect(openLines(build({ BASE: 'node' }))).toEqual([]);
  });
});
