import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Finding } from '../../src/core/finding.js';
import type { Origin } from '../../src/core/origin.js';
import { readOptions } from '../../src/options/read-options.js';
import { type ArchiveOptions, dockerArchive, tar, temporaryFolder } from '../image/build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

const npm = (at: string, name: string) => ({
  name: `${at}/node_modules/${name}/package.json`,
  body: JSON.stringify({ name, version: '1.0.0' }),
});
const advisory = (name: string) => ({
  schema_version: '1.7.0',
  id: `CVE-2026-${name}`,
  modified: '2026-11-24T00:00:00Z',
  affected: [
    {
      package: { ecosystem: 'npm', name },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
    },
  ],
});
const NAMES = ['in-base', 'in-stage', 'in-image', 'in-own', 'in-both'];
beforeAll(() => {
  for (const name of NAMES) folder.write(`osv/npm/${name}.json`, JSON.stringify(advisory(name)));
});

const DOCKERFILE = `ARG BASE=node:24-slim
FROM golang:1.25 AS build
RUN make
FROM $BASE
COPY --from=build /out /srv
COPY --from=registry.example/tools:1 /tools /tools
RUN npm ci
CMD ["node", "server.js"]
`;
const buildKit = (created_by: string, empty_layer = false) => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty_layer ? { empty_layer } : {}),
});
const OWN_HISTORY = [
  buildKit('COPY /out /srv # buildkit'),
  buildKit('COPY /tools /tools # buildkit'),
  buildKit('RUN /bin/sh -c npm ci # buildkit'),
  buildKit('CMD ["node" "server.js"]', true),
];
const BASE_HISTORY = [{ created_by: '# debian.sh' }, buildKit('CMD ["node"]', true)];
const LAYERS = [
  tar([
    npm('usr/lib', 'in-base'),
    npm('usr/lib', 'in-both'),
    { name: 'bin/sh', body: 'x', mode: 0o755 },
  ]),
  tar([npm('srv', 'in-stage')]),
  tar([npm('tools', 'in-image')]),
  tar([npm('app', 'in-own'), npm('app', 'in-both')]),
];

/** Checks a repository with this Dockerfile and the image of the layers above. */
async function findingsOf(name: string, dockerfile: string | undefined, options: ArchiveOptions) {
  const root = join(folder.path, name);
  folder.write(`${name}/app.tar`, dockerArchive(LAYERS, options));
  if (dockerfile !== undefined) folder.write(`${name}/Dockerfile`, dockerfile);
  folder.write(`${name}/.github/portside.yml`, 'rule-set: all\n');
  const words = ['--offline', '--advisories', join(folder.path, 'osv')];
  const { report } = await check(
    root,
    readOptions(
      'check',
      [...words, '--image', join(root, 'app.tar')],
      { path: '', noColor: true },
      new Date('2026-11-24T00:00:00Z'),
    ),
    host,
  );
  return report.findings;
}

/** Of each package its origin. */
function originsOf(findings: readonly Finding[]): Record<string, Origin | undefined> {
  return Object.fromEntries(
    NAMES.map((name) => [name, findings.find(({ rule }) => rule === `CVE-2026-${name}`)?.origin]),
  );
}

describe('the origin of a finding in an image', () => {
  it('is the base image, a builder stage or an own layer of the Dockerfile', async () => {
    const findings = await findingsOf('dockerfile', DOCKERFILE, {
      history: [...BASE_HISTORY, ...OWN_HISTORY],
    });
    expect(originsOf(findings)).toEqual({
      'in-base': { kind: 'base-image', image: 'node:24-slim' },
      'in-stage': { kind: 'builder-stage', stage: 'build', image: 'golang:1.25' },
      'in-image': {
        kind: 'builder-stage',
        stage: 'registry.example/tools:1',
        image: 'registry.example/tools:1',
      },
      'in-own': { kind: 'own-layer' },
      'in-both': { kind: 'own-layer', also: [{ kind: 'base-image', image: 'node:24-slim' }] },
    });
    const inBoth = findings.find(({ rule }) => rule === 'CVE-2026-in-both');
    expect(inBoth?.location?.startLine).toBe(7);
    const inBase = findings.find(({ rule }) => rule === 'CVE-2026-in-base');
    expect(inBase?.details).toMatchObject({ baseImage: 'node:24-slim' });
    const originOfRule = (id: string) => findings.find(({ rule }) => rule === id)?.origin;
    expect(originOfRule('IMG-SHELL')).toEqual({ kind: 'base-image', image: 'node:24-slim' });
    expect(originOfRule('IMG-ROOT')).toEqual({ kind: 'own-layer' });
    expect(findings.filter(({ check, origin }) => check === 'lint' && origin)).toEqual([]);
  });

  it('is found by the history and the label of the base image without a Dockerfile', async () => {
    const findings = await findingsOf('label', undefined, {
      history: [...BASE_HISTORY, ...OWN_HISTORY],
      config: { config: { Labels: { 'org.opencontainers.image.base.name': 'node:24-slim' } } },
    });
    expect(originsOf(findings)).toEqual({
      'in-base': { kind: 'base-image', image: 'node:24-slim' },
      'in-stage': { kind: 'own-layer' },
      'in-image': { kind: 'own-layer' },
      'in-own': { kind: 'own-layer' },
      'in-both': { kind: 'own-layer', also: [{ kind: 'base-image', image: 'node:24-slim' }] },
    });
  });

  it('is a base image without a name if only its layers are known', async () => {
    const history = [...BASE_HISTORY, ...OWN_HISTORY];
    expect(originsOf(await findingsOf('no-label', undefined, { history }))['in-base']).toEqual({
      kind: 'base-image',
    });
  });

  it('is not claimed for an image without history', async () => {
    const origins = originsOf(await findingsOf('no-history', undefined, {}));
    expect(Object.values(origins)).toEqual(NAMES.map(() => undefined));
  });
});
