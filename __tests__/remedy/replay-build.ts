import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Report } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import { dockerArchive, type TarMember, tar } from '../image/build-tar.js';
import { type LoopbackRegistry, OCI_INDEX, OCI_MANIFEST, sha256 } from '../registry/loopback.js';

/** The day of the checks. */
export const NOW = new Date('2026-11-24T12:00:00Z');

/** An instruction of the Dockerfile; one with files makes a layer. */
export interface Step {
  readonly line: string;
  readonly files?: readonly TarMember[];
  /** When the layer was made. */
  readonly created?: string;
}

/** A repository with an image that was built from it, and the advisories of the day. */
export interface Replay {
  /** The base image in the Dockerfile. */
  readonly from: string;
  readonly base: readonly TarMember[];
  readonly baseCreated?: string;
  readonly steps: readonly Step[];
  /** Lines of the Dockerfile above the last FROM. */
  readonly before?: readonly string[];
  readonly start?: readonly string[];
  readonly user?: string;
  /** The Compose file that has the Dockerfile in it, instead of a Dockerfile. */
  readonly compose?: (dockerfile: string) => string;
  readonly advisories: readonly object[];
  /** Files of the repository, besides the Dockerfile. */
  readonly files?: Readonly<Record<string, string>>;
  /** Arguments of the command; REPO is the folder of the repository. */
  readonly words?: readonly string[];
  /** What the registry has: the check is then online. HOST in `from` is the registry, DIGEST0 the first image. */
  readonly pushed?: readonly Pushed[];
}

/** A base image in the registry. */
export interface Pushed {
  readonly tag?: string;
  readonly files: readonly TarMember[];
  readonly created?: string;
  /** An index with annotations of its own. */
  readonly index?: string;
  readonly user?: string;
  readonly onBuild?: readonly string[];
}

/** Writes the repository and the image, checks them without a network, and returns the report. */
export async function replay(
  folder: string,
  written: Replay,
  registry: LoopbackRegistry,
): Promise<Report> {
  const digests = written.pushed?.map((one) => push(registry, one)) ?? [];
  const from = written.from
    .replace('HOST', registry.host)
    .replace(/DIGEST(\d)/, (_, number: string) => digests[Number(number)] ?? '');
  const made = { ...written, from };
  const write = (path: string, content: string | Uint8Array) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  const { start = ['app'], user = '1000' } = made;
  const end = [`USER ${user}`, `CMD ${JSON.stringify(start)}`];
  const lines = [
    ...(made.before ?? []),
    `FROM ${made.from}`,
    ...made.steps.map(({ line }) => line),
  ];
  const dockerfile = `${[...lines, 'HEALTHCHECK NONE', ...end].join('\n')}\n`;
  if (made.compose) write('repo/compose.yaml', made.compose(dockerfile));
  else write('repo/Dockerfile', dockerfile);
  // The plans are about findings of any rule.
  const policy = '.github/portside.yml';
  const files = { ...made.files, [policy]: `rule-set: all\n${made.files?.[policy] ?? ''}` };
  for (const [path, text] of Object.entries(files)) write(`repo/${path}`, text);
  write('repo/image.tar', imageOf(made, start, user));
  made.advisories.forEach((advisory, i) => {
    write(`osv/${i}.json`, JSON.stringify(advisory));
  });
  // Without any record, there are no advisories.
  write('osv/other.json', JSON.stringify(advisory('npm', 'other', '1.0.0')));
  const offline = written.pushed ? [] : ['--offline'];
  const words = [...offline, '--advisories', join(folder, 'osv')];
  const root = join(folder, 'repo');
  const options = readOptions(
    'check',
    [
      ...words,
      '--image',
      join(root, 'image.tar'),
      ...(made.words ?? []).map((word) => word.replace('REPO', root)),
    ],
    { path: '', noColor: true },
    NOW,
  );
  const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
  return (await check(root, options, host)).report;
}

/** The same repository with the image after a step. */
export function afterStep(
  made: Replay,
  change: readonly [was: string, is: string] | RegExp,
): Replay {
  const files = (all: readonly TarMember[]): TarMember[] =>
    change instanceof RegExp
      ? all.filter(({ name }) => !change.test(String(name)))
      : all.map((one) => ({
          ...one,
          ...(typeof one.name === 'string' && { name: one.name.replaceAll(...change) }),
          ...(typeof one.body === 'string' && { body: one.body.replaceAll(...change) }),
        }));
  return {
    ...made,
    base: files(made.base),
    steps: made.steps.map((step) => ({
      ...step,
      ...(step.files && { files: files(step.files) }),
    })),
  };
}

/** Pushes an image of one layer for linux/amd64, and its index; returns the digest of the index. */
export function push(
  registry: LoopbackRegistry,
  { tag, files, created, index = '', user, onBuild }: Pushed,
): string {
  const layer = tar(files);
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    created,
    ...((user !== undefined || onBuild) && { config: { User: user, OnBuild: onBuild } }),
    rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
    history: [{ created, created_by: '# debian.sh' }],
  });
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: registry.blob(config),
      size: config.length,
    },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        digest: registry.blob(layer),
        size: layer.length,
      },
    ],
  };
  const entry = {
    mediaType: OCI_MANIFEST,
    digest: registry.manifest(manifest),
    size: JSON.stringify(manifest).length,
    platform: { os: 'linux', architecture: 'amd64' },
  };
  const tags = tag === undefined ? [] : [tag];
  return registry.manifest(
    { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [entry], annotations: { index } },
    ...tags,
  );
}

/** The image, as BuildKit records it. */
function imageOf(made: Replay, start: readonly string[], user: string): Buffer {
  const { base, baseCreated = '2026-10-01T00:00:00Z', steps } = made;
  const record = (line: string, created: string, empty = false) => ({
    created,
    created_by: `${line.replace(/^RUN /, 'RUN /bin/sh -c ').replace(/^COPY --\S+ /, 'COPY ')} # buildkit`,
    comment: 'buildkit.dockerfile.v0',
    ...(empty && { empty_layer: true }),
  });
  const layers = [base, ...steps.flatMap(({ files }) => (files ? [files] : []))];
  const lastCreated = steps.at(-1)?.created ?? baseCreated;
  return dockerArchive(
    layers.map((files) => tar(files)),
    {
      history: [
        { created: baseCreated, created_by: '# debian.sh' },
        record('CMD ["bash"]', baseCreated, true),
        ...steps.map(({ line, created = '2026-10-01T00:00:00Z', files }) =>
          record(line, created, files === undefined),
        ),
        record('HEALTHCHECK NONE', lastCreated, true),
        record(`USER ${user}`, lastCreated, true),
        record(`CMD ${JSON.stringify(start).replaceAll('","', '" "')}`, lastCreated, true),
      ],
      config: { created: lastCreated, config: { Cmd: start, User: user } },
    },
  );
}

/** Files of Debian 12 with the packages, as `name version` or `name version source`. */
export function debian(...packages: readonly string[]): TarMember[] {
  return [
    {
      name: 'etc/os-release',
      body: 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian 12"\n',
    },
    dpkg(...packages),
  ];
}

export function dpkg(...packages: readonly string[]): TarMember {
  const stanzas = packages.map((one) => {
    const [name, version, source] = one.split(' ');
    const from = source === undefined ? '' : `Source: ${source}\n`;
    return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\n${from}Version: ${version}\n`;
  });
  return { name: 'var/lib/dpkg/status', body: `${stanzas.join('\n')}\n` };
}

/** A file of a Debian package, with the list that says so. */
export function owned(name: string, path: string): TarMember[] {
  return [
    { name: `var/lib/dpkg/info/${name}.list`, body: `/.\n/${path}\n` },
    { name: path, body: 'x' },
  ];
}

/** Files of Azure Linux 3 with the packages, as `name version`. */
export function rpms(...packages: readonly string[]): TarMember[] {
  const lines = packages.map((one) => {
    const [name, version] = one.split(' ');
    return [
      name,
      version,
      '1',
      '1',
      'Microsoft',
      '(none)',
      '1',
      'x86_64',
      '0',
      `${name}-${version}.src.rpm`,
    ].join('\t');
  });
  return [
    { name: 'etc/os-release', body: 'ID=azurelinux\nVERSION_ID="3.0"\n' },
    {
      name: 'var/lib/rpmmanifest/container-manifest-2',
      body: `${['filesystem\t1.1-1\t1\t1\tMicrosoft\t(none)\t1\tx86_64\t0\tfilesystem-1.1-1.src.rpm', ...lines].join('\n')}\n`,
    },
  ];
}

/** A policy that leaves out the findings about the Dockerfile and the image itself. */
export const QUIET = {
  '.github/portside.yml': `exceptions:\n${['DL*', 'PS0*', 'IMG-*', 'BASE-IMAGE']
    .map((rule) => `  - { rule: '${rule}', reason: not what the case is about }\n`)
    .join('')}`,
};

/** Files of Alpine 3.22 with the packages, as `name version`, `name version origin` or with a file in usr/bin. */
export function alpine(...packages: readonly string[]): TarMember[] {
  return [
    { name: 'etc/os-release', body: 'ID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine"\n' },
    apk(...packages),
  ];
}

export function apk(...packages: readonly string[]): TarMember {
  const stanzas = packages.map((one) => {
    const [name, version, origin = name, file] = one.split(' ');
    const files = file === undefined ? '' : `F:usr/bin\nR:${file}\n`;
    return `P:${name}\nV:${version}\nA:x86_64\no:${origin}\n${files}`;
  });
  return { name: 'lib/apk/db/installed', body: `${stanzas.join('\n')}\n` };
}

export function npm(folder: string, name: string, version: string): TarMember {
  return {
    name: `${folder}/node_modules/${name}/package.json`,
    body: JSON.stringify({ name, version, license: 'MIT' }),
  };
}

export function python(
  name: string,
  version: string,
  folder = 'usr/local/lib/python3.12',
): TarMember {
  return {
    name: `${folder}/site-packages/${name}-${version}.dist-info/METADATA`,
    body: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
  };
}

export function gem(name: string, version: string): TarMember {
  return {
    name: `usr/local/bundle/specifications/${name}-${version}.gemspec`,
    body: `Gem::Specification.new do |s|\n  s.name = "${name}".freeze\n  s.version = "${version}"\nend\n`,
  };
}

let numbers = 0;

/** A record about a package; without `fixed` there is no fix. */
export function advisory(
  ecosystem: string,
  name: string,
  fixed: string | undefined,
  more: Readonly<Record<string, unknown>> = {},
  row: object = {},
): object {
  const id = `CVE-2026-${1000 + ++numbers}`;
  return {
    schema_version: '1.7.0',
    id,
    modified: '2026-11-20T00:00:00Z',
    published: '2026-11-10T00:00:00Z',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        ...row,
        package: { ecosystem, name },
        ranges: [
          {
            type: 'ECOSYSTEM',
            events: [{ introduced: '0' }, ...(fixed === undefined ? [] : [{ fixed }])],
          },
        ],
      },
    ],
    ...more,
  };
}

/** A fix that Debian announced. */
export function dsa(name: string, fixed: string, published = '2026-11-10T00:00:00Z'): object {
  const record = advisory('Debian:12', name, fixed, { published });
  const { id } = record as { readonly id: string };
  return { ...record, id: `DSA-${id.slice(-4)}-1`, upstream: [id] };
}
