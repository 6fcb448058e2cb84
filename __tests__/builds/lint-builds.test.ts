import { describe, expect, it } from '@jest/globals';
import { type BuildBudget, buildViews, createBuildBudget } from '../../src/builds/build-views.js';
import { RULES_OF_BUILDS } from '../../src/builds/join-builds.js';
import { lintBuilds } from '../../src/builds/lint-builds.js';
import type { Finding } from '../../src/core/finding.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import type { Dockerfile } from '../../src/dockerfile/parser/model.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import type { DeclaredBuild } from '../../src/manifests/declared-build.js';

const AT = { path: 'compose.yaml', startLine: 3, startColumn: 5, endLine: 6, endColumn: 1 };

function build(
  service: string,
  args: Readonly<Record<string, string>>,
  target?: string,
): DeclaredBuild {
  return {
    definition: {
      name: `compose.yaml ${service}`,
      source: 'compose',
      location: AT,
      dockerfile: 'Dockerfile',
      ...(target !== undefined && { target }),
    },
    args: new Map(Object.entries(args)),
    contexts: new Map(),
    mounts: [],
  };
}

/** Lints a Dockerfile in builds; `runs` counts how often. */
function lint(
  text: string,
  builds: readonly DeclaredBuild[],
  budget: BuildBudget = createBuildBudget(),
) {
  let runs = 0;
  const run = (dockerfile: Dockerfile, rules?: typeof RULES_OF_BUILDS) => {
    runs++;
    const suppressed: Finding[] = [];
    const findings = lintDockerfile(
      dockerfile,
      { now: new Date('2026-11-24') },
      { ...(rules && { rules }), onSuppressed: (finding) => suppressed.push(finding) },
    );
    return { findings, suppressed };
  };
  const dockerfile = parseDockerfile('Dockerfile', text);
  const plain = run(dockerfile);
  const views = buildViews(dockerfile, builds, budget);
  const linted = lintBuilds({ views, plain, imagesOf: new Map() }, (built) =>
    run(built, RULES_OF_BUILDS),
  );
  return { ...linted, plain, runs };
}

const shown = (findings: readonly Finding[]) =>
  findings.map(
    ({ rule, location, variants = ['all'] }) =>
      `${rule}:${location?.startLine} ${variants.map((one) => one.replace('compose.yaml: service ', '')).join(', ')}`,
  );

const PLAIN = 'a build without arguments';
const TEXT = 'ARG TAG=12.5\nFROM debian:$TAG\nHEALTHCHECK CMD ["true"]\nUSER 1000\n';

describe('a Dockerfile whose builds set nothing', () => {
  it('has what it has without builds, and is read once', () => {
    const { findings, plain, holders, runs } = lint(TEXT, [
      build('web', {}),
      build('worker', { TAG: '12.5' }),
      build('other', { TAG: '$'.concat('{TAG}') }),
    ]);
    expect(findings).toBe(plain.findings);
    expect(holders.map(({ isPlain }) => isPlain)).toEqual([true, true, true]);
    expect(runs).toBe(1);
  });
});

describe('a Dockerfile whose builds differ', () => {
  it('is read once for each set of arguments', () => {
    const { runs } = lint(TEXT, [
      build('web', { TAG: '13' }),
      build('worker', { TAG: '13' }),
      build('other', { TAG: '14' }),
    ]);
    expect(runs).toBe(3);
  });

  it('has one finding for what holds in all of them', () => {
    const { findings } = lint(TEXT, [build('web', { TAG: '13' })]);
    expect(shown(findings)).toEqual(['PS0021:2 all']);
  });

  it('names the builds in which a finding holds', () => {
    const { findings } = lint(TEXT, [build('web', { TAG: 'latest' }), build('worker', {})]);
    expect(shown(findings)).toEqual([`PS0021:2 ${PLAIN}`, 'PS0020:2 web']);
    expect(findings.map(({ message }) => message)).toEqual([
      `Base image "debian:12.5" is not pinned by digest, in ${PLAIN}`,
      'Base image "debian:latest" uses the mutable tag latest, in compose.yaml: service web',
    ]);
  });

  it('says where the build is defined', () => {
    const { findings } = lint(TEXT, [build('web', { TAG: 'latest' })]);
    expect(findings[1]?.related).toEqual([
      {
        location: AT,
        message: 'compose.yaml: service web sets what the Dockerfile is built with',
      },
    ]);
    expect(findings[1]?.advice).toContain('where the build is defined');
  });

  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['no tag', 'ARG BASE=debian:12.5\nFROM $BASE\n', { BASE: 'node' }, 'PS0020:2 web'],
    [
      'the tag latest',
      'ARG BASE=debian:12.5\nFROM $BASE\n',
      { BASE: 'node:latest' },
      'PS0020:2 web',
    ],
    ['no digest', 'ARG BASE=scratch\nFROM $BASE\n', { BASE: 'node:24' }, 'PS0021:2 web'],
    ['the end of its life', 'ARG TAG=13\nFROM debian:$TAG\n', { TAG: '8' }, 'PS0029:2 web'],
    ['root', 'FROM debian:12.5\nARG NAME=1000\nUSER $NAME\n', { NAME: 'root' }, 'DL3002:3 web'],
    [
      'plain HTTP',
      'FROM scratch\nARG S=s\nADD http$S://example.org/a /a\n',
      { S: '' },
      'PS0022:3 web',
    ],
  ])('reports a build that has %s', (_, text, args, expected) => {
    expect(shown(lint(text, [build('web', args)]).findings)).toContain(expected);
  });

  it('does not report what depends on an argument that is not known', () => {
    const text = 'ARG NAME=debian\nARG TAG=13\nFROM $NAME:$TAG\n';
    const { findings } = lint(text, [build('web', { NAME: '$'.concat('{NAME}'), TAG: '8' })]);
    expect(shown(findings).filter((one) => !one.endsWith(' all'))).toEqual([]);
  });

  it('keeps what is about the default values', () => {
    const text = 'ARG TAG\nFROM debian:$TAG\n';
    const { findings } = lint(text, [build('web', { TAG: '12.5' })]);
    expect(shown(findings)).toContain('InvalidDefaultArgInFrom:2 all');
  });

  it('needs an ignore comment that one build needs', () => {
    const text = `ARG TAG=12.5\n# portside ignore=PS0020 reason=development\nFROM debian:$TAG\n`;
    const all = (builds: readonly DeclaredBuild[]) => lint(text, builds);
    expect(shown(all([]).findings)).toContain('PS0002:2 all');
    const { findings, suppressed } = all([build('web', { TAG: 'latest' })]);
    expect(findings.map(({ rule }) => rule)).not.toContain('PS0002');
    expect(shown(suppressed)).toEqual(['PS0020:3 web']);
  });
});

describe('a build for a platform', () => {
  const on = (service: string, ...platforms: readonly string[]): DeclaredBuild => {
    const one = build(service, {});
    return { ...one, definition: { ...one.definition, platforms } };
  };

  it('has what is found in the image of its platform', () => {
    const text =
      'FROM debian:12.5 AS base-amd64\nUSER 1000\nFROM debian:12.5 AS base-arm64\nUSER root\nFROM base-$TARGETARCH\n';
    const { findings } = lint(text, [on('web', 'linux/amd64', 'linux/arm64')]);
    expect(shown(findings)).toContain('DL3002:4 web on linux/arm64');
  });

  it('is checked against the platforms that its base image has', () => {
    const dockerfile = parseDockerfile('Dockerfile', 'FROM debian:12.5\n');
    const builds = [on('web', 'linux/amd64', 'linux/s390x'), on('worker', 'linux/amd64')];
    const views = buildViews(dockerfile, builds, createBuildBudget());
    const basePlatforms = new Map([['debian:12.5', ['linux/amd64', 'linux/arm64']]]);
    const plain = { findings: [], suppressed: [] };
    const { findings } = lintBuilds(
      { views, plain, imagesOf: new Map() },
      (one, { platforms: targetPlatforms }) => ({
        findings: lintDockerfile(one, {
          now: new Date('2026-11-24'),
          basePlatforms,
          targetPlatforms,
        }),
        suppressed: [],
      }),
    );
    const missing = findings.filter(({ rule }) => rule === 'InvalidBaseImagePlatform');
    expect(missing.map(({ message }) => message)).toEqual([
      'Base image "debian:12.5" does not support linux/s390x, only linux/amd64, linux/arm64, in compose.yaml: service web',
    ]);
  });
});

describe('a build of another stage', () => {
  const STAGES =
    'FROM debian:12.5 AS dev\nHEALTHCHECK CMD ["true"]\nFROM dev\nUSER 1000\nRUN cd /srv && legacy-setup\nRUN sudo a\n';

  it('has findings about its image', () => {
    const { findings } = lint(STAGES, [build('web', {}, 'dev')]);
    expect(shown(findings)).toContain('PS0013:1 web');
  });

  it('does not decide about the stages that it does not build', () => {
    const { findings } = lint(STAGES, [build('web', {}, 'dev')]);
    expect(shown(findings)).toContain('DL3004:6 all');
  });

  it('runs as root if its stage ends with root, which other stages may', () => {
    const text = 'FROM debian:12.5 AS dev\nUSER root\nFROM dev\nUSER 1000\n';
    const roots = shown(lint(text, [build('web', {}, 'dev')]).findings);
    expect(roots.filter((one) => one.startsWith('DL3002'))).toEqual([
      'DL3002:2 all',
      'DL3002:2 web',
    ]);
  });

  it('does not have the findings about the image of the last stage', () => {
    const text = 'FROM debian:12.5 AS dev\nUSER 1000\nFROM dev\nUSER root\n';
    const roots = shown(lint(text, [build('web', {}, 'dev')]).findings);
    expect(roots.filter((one) => one.startsWith('DL3002'))).toEqual([`DL3002:4 ${PLAIN}`]);
  });
});

describe('the limits', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => build(`s${index}`, { TAG: `13.${index}` }));

  it('a Dockerfile with 100 sets of arguments is checked with all of them', () => {
    const { coverage, runs } = lint(TEXT, many(100));
    expect([coverage, runs]).toEqual([[], 101]);
  });

  it('of 101 sets of arguments the last one is a gap, of the Dockerfile and of the file with the build', () => {
    const { coverage, runs } = lint(TEXT, many(101));
    expect(runs).toBe(101);
    expect(coverage.map(({ target, state }) => `${target} ${state}`)).toEqual([
      'Dockerfile partial',
      'compose.yaml partial',
    ]);
    expect(coverage[0]?.reason).toContain('Of 101 sets of arguments');
  });

  it('a long Dockerfile is checked with fewer sets of arguments', () => {
    const long = (length: number) => `${TEXT}#${'x'.repeat(length - TEXT.length - 1)}`;
    const half = 512 * 1024;
    expect(lint(long(half), many(2)).coverage).toEqual([]);
    expect(lint(long(half + 1), many(2)).coverage).toHaveLength(2);
  });

  it('a Dockerfile that is longer than what is left is a gap', () => {
    const builds = [build('web', { TAG: 'latest' })];
    expect(lint(TEXT, builds, { left: TEXT.length }).coverage).toEqual([]);
    expect(lint(TEXT, builds, { left: TEXT.length - 1 }).coverage).toHaveLength(2);
  });
});
