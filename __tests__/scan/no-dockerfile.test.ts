import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Report } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import {
  type ArchiveOptions,
  dockerArchive,
  sha256,
  tar,
  temporaryFolder,
} from '../image/build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });

const ECOSYSTEMS = { npm: 'npm', pypi: 'PyPI' } as const;
const advisory = (type: keyof typeof ECOSYSTEMS, name: string) => ({
  schema_version: '1.7.0',
  id: `CVE-2026-${name}`,
  modified: '2026-11-24T00:00:00Z',
  affected: [
    {
      package: { ecosystem: ECOSYSTEMS[type], name },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
    },
  ],
});
beforeAll(() => {
  for (const name of ['in-base', 'direct', 'indirect'])
    folder.write(`osv/npm/${name}.json`, JSON.stringify(advisory('npm', name)));
  folder.write('osv/PyPI/a.json', JSON.stringify(advisory('pypi', 'py-direct')));
});

const npm = (at: string, name: string) => ({
  name: `${at}/node_modules/${name}/package.json`,
  body: JSON.stringify({ name, version: '1.0.0' }),
});
const LAYERS = [
  tar([npm('usr/lib', 'in-base')]),
  tar([
    npm('workspace', 'direct'),
    npm('workspace', 'indirect'),
    {
      name: 'layers/pip/py_direct-1.0.0.dist-info/METADATA',
      body: 'Metadata-Version: 2.1\nName: Py_Direct\nVersion: 1.0.0\n',
    },
  ]),
];
const [BASE_LAYER = Buffer.alloc(0)] = LAYERS;
/** The image of buildpacks on a run image with one layer. */
const BUILDPACKS: ArchiveOptions = {
  config: {
    config: {
      Labels: {
        'io.buildpacks.lifecycle.metadata': JSON.stringify({
          runImage: { topLayer: sha256(BASE_LAYER), image: 'docker.io/paketobuildpacks/run' },
        }),
      },
    },
  },
};
const KO: ArchiveOptions = {
  history: [
    { created_by: 'apko', author: 'apko' },
    { created_by: 'ko build ko://example.com/shop/cmd/api', author: 'ko' },
  ],
};

async function checkProject(
  name: string,
  files: Readonly<Record<string, string>>,
  options: ArchiveOptions,
): Promise<Report> {
  const root = join(folder.path, name);
  folder.write(
    `${name}/app.tar`,
    dockerArchive(LAYERS, { tags: ['ghcr.io/acme/app:1'], ...options }),
  );
  for (const [path, text] of Object.entries(files)) folder.write(join(name, path), text);
  const words = ['--offline', '--advisories', join(folder.path, 'osv')];
  const image = ['--image', join(root, 'app.tar')];
  const now = new Date('2026-11-24T00:00:00Z');
  const environment = { path: '', noColor: true };
  const { report } = await check(
    root,
    readOptions('check', [...words, ...image], environment, now),
    host,
  );
  return report;
}

/** `path:line` of each vulnerability, by package. */
function placesOf({ findings }: Report): Record<string, string | undefined> {
  return Object.fromEntries(
    findings
      .filter(({ check }) => check === 'vulnerability')
      .map(({ rule, location }) => [
        rule.slice('CVE-2026-'.length),
        location && `${location.path}:${location.startLine}`,
      ]),
  );
}

const PACKAGE = '{\n  "dependencies": {\n    "direct": "1.0.0"\n  }\n}\n';
const WORKFLOW = 'jobs:\n  build:\n    steps:\n      - run: pack build ghcr.io/acme/app:1\n';

describe('an image that is built without a Dockerfile', () => {
  it('has findings on the lines of the descriptors that name the packages, else on the line that names the image', async () => {
    const report = await checkProject(
      'buildpacks',
      {
        'package.json': PACKAGE,
        'requirements.txt': '# pinned\npy-direct==1.0.0\n',
        '.github/workflows/build.yml': WORKFLOW,
      },
      BUILDPACKS,
    );
    expect(placesOf(report)).toEqual({
      'in-base': '.github/workflows/build.yml:4',
      direct: 'package.json:3',
      indirect: '.github/workflows/build.yml:4',
      'py-direct': 'requirements.txt:2',
    });
    const image = report.targets.find(({ kind }) => kind === 'image');
    expect(image).toMatchObject({ builder: 'Cloud Native Buildpacks' });
    const base = report.findings.find(({ rule }) => rule === 'CVE-2026-in-base');
    expect(base?.origin).toEqual({ kind: 'base-image', image: 'docker.io/paketobuildpacks/run' });
    const own = report.findings.find(({ rule }) => rule === 'CVE-2026-direct');
    expect(own?.origin).toEqual({ kind: 'own-layer' });
  });

  it('has findings of its base image on the line that names the base image', async () => {
    const files = { 'project.toml': 'x = 1\nrun = "docker.io/paketobuildpacks/run:latest"\n' };
    expect(placesOf(await checkProject('base', files, BUILDPACKS))['in-base']).toBe(
      'project.toml:2',
    );
  });

  it('of buildpacks has its other findings on project.toml', async () => {
    const files = { 'project.toml': '[_]\n[io.buildpacks]\nbuilder = "x"\n' };
    expect(placesOf(await checkProject('toml', files, BUILDPACKS))).toEqual({
      'in-base': 'project.toml:3',
      direct: 'project.toml:3',
      indirect: 'project.toml:3',
      'py-direct': 'project.toml:3',
    });
  });

  it('takes the descriptor that names most of its packages, if there are several', async () => {
    const report = await checkProject(
      'monorepo',
      {
        'package.json': '{ "dependencies": { "direct": "1" } }\n',
        'app/package.json': '{\n"dependencies": { "direct": "1", "indirect": "1" } }\n',
      },
      BUILDPACKS,
    );
    expect(placesOf(report).direct).toBe('app/package.json:2');
  });

  it('has findings without a location if no file names anything', async () => {
    expect(placesOf(await checkProject('nothing', {}, BUILDPACKS))).toEqual({
      'in-base': undefined,
      direct: undefined,
      indirect: undefined,
      'py-direct': undefined,
    });
  });

  it('is not one of a Dockerfile, which gets no note about it', async () => {
    const report = await checkProject('ko', { Dockerfile: 'FROM debian:13\nRUN make\n' }, KO);
    expect(report.targets.find(({ kind }) => kind === 'image')).toMatchObject({ builder: 'ko' });
    expect(report.notes.filter(({ message }) => message.includes('FROM line'))).toEqual([]);
  });

  it('of an unknown tool has no builder, and its findings no location', async () => {
    const report = await checkProject('unknown', { 'package.json': PACKAGE }, {});
    expect(report.targets.find(({ kind }) => kind === 'image')).not.toHaveProperty('builder');
    expect(placesOf(report).direct).toBeUndefined();
  });
});
