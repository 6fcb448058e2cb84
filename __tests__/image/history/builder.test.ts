import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/image/config.js';
import { recognizeBuild } from '../../../src/image/history/builder.js';

interface Described {
  readonly layers?: number;
  readonly config?: Record<string, unknown>;
  readonly history?: readonly Record<string, unknown>[];
  readonly files?: readonly string[];
}

function recognize({ layers = 2, config = {}, history = [], files = [] }: Described) {
  const image = {
    config: readConfig({ config, history }),
    layers: Array.from({ length: layers }, (_, index) => ({
      index,
      diffID: `sha256:${String(index).repeat(64)}`,
      size: 1,
    })),
  };
  const get = (path: string) => (files.includes(path) ? ({ path } as never) : undefined);
  return recognizeBuild(image, { get });
}

const lifecycle = (metadata: unknown) => ({
  config: { Labels: { 'io.buildpacks.lifecycle.metadata': JSON.stringify(metadata) } },
});
const apko = { author: 'apko', created_by: 'apko', comment: 'This is an apko single-layer image' };
const ko = {
  author: 'ko',
  created_by: 'ko build ko://example.com/shop/cmd/api',
  comment: 'go build output, at /ko-app/api',
};

describe('an image without a Dockerfile', () => {
  it.each<[string, Described, ReturnType<typeof recognizeBuild>]>([
    [
      'of ko has the layers of its base image below its own',
      { history: [apko, ko] },
      { builder: 'ko', baseLayers: 1, mainPackage: 'example.com/shop/cmd/api' },
    ],
    [
      'of apko has no base image',
      { layers: 1, history: [apko] },
      { builder: 'apko', baseLayers: 0 },
    ],
    [
      'of Jib is known by its history',
      {
        layers: 3,
        history: [
          { created_by: '/bin/sh -c #(nop) ADD file:1 in /' },
          { created_by: 'jib-maven-plugin:3.4.4', author: 'Jib', comment: 'dependencies' },
          { created_by: 'jib-maven-plugin:3.4.4', author: 'Jib', comment: 'classes' },
        ],
      },
      { builder: 'Jib', baseLayers: 1 },
    ],
    [
      'of Bazel does not tell where the base image ends, as Bazel built that too',
      {
        history: [
          { author: 'Bazel', created_by: 'bazel build ...' },
          { created_by: 'bazel build //a' },
        ],
      },
      { builder: 'Bazel' },
    ],
    [
      'of buildpacks names the top layer of its run image',
      lifecycle({
        runImage: { topLayer: `sha256:${'0'.repeat(64)}`, reference: 'abc' },
        stack: { runImage: { image: 'docker.io/paketobuildpacks/run:base' } },
      }),
      {
        builder: 'Cloud Native Buildpacks',
        baseLayers: 1,
        base: 'docker.io/paketobuildpacks/run:base',
      },
    ],
    [
      'of buildpacks may have an unreadable label',
      lifecycle([1]),
      { builder: 'Cloud Native Buildpacks' },
    ],
    [
      'of buildpacks may have a damaged label',
      { config: { Labels: { 'io.buildpacks.lifecycle.metadata': '{' } } },
      { builder: 'Cloud Native Buildpacks' },
    ],
    [
      'of Nix is known by its history',
      { layers: 1, history: [{ comment: "store paths: ['/nix/store/abc-hello']" }] },
      { builder: 'Nix', baseLayers: 0 },
    ],
    [
      'of ko is known by its program',
      { config: { Entrypoint: ['/ko-app/api'] } },
      { builder: 'ko' },
    ],
    [
      'of ko is known by its data',
      { config: { Env: ['KO_DATA_PATH=/var/run/ko'] } },
      { builder: 'ko' },
    ],
    ['of Jib is known by its files', { files: ['app/jib-classpath-file'] }, { builder: 'Jib' }],
    [
      'of Jib is known by its class path',
      {
        config: { Entrypoint: ['java', '-cp', '/app/resources:/app/classes:/app/libs/*', 'Main'] },
      },
      { builder: 'Jib' },
    ],
    [
      'of buildpacks is known by its launcher',
      { files: ['cnb/lifecycle/launcher'] },
      { builder: 'Cloud Native Buildpacks' },
    ],
    [
      'of Nix is known by its program',
      { config: { Cmd: ['/nix/store/abc/bin/hello'] } },
      { builder: 'Nix' },
    ],
    ['of apko is known by its file', { layers: 1, files: ['etc/apko.json'] }, { builder: 'apko' }],
    ['on top of one of apko is of another tool', { files: ['etc/apko.json'] }, undefined],
    [
      'that ends with instructions is of another tool',
      { history: [apko, { author: 'kaniko', created_by: 'COPY manager .' }] },
      undefined,
    ],
    ['of another tool is not recognized', { history: [{ created_by: 'RUN make' }] }, undefined],
  ])('%s', (_, described, expected) => {
    expect(recognize(described)).toEqual(expected);
  });
});
