import {
  apk,
  deb,
  distroless,
  maven,
  npm,
  type PackageSystem,
  pypi,
  rpm,
} from './package-systems.js';
import type { Files, SampleImage } from './sample-image.js';

export const ELF = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(2_000, 1)]);
export const OTHER_ELF = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(2_000, 2)]);

export const PASSWD = 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n';
export const GROUP = 'root:x:0:\nwheel:x:10:\n';
export const CONFIG = {
  User: 'app',
  Env: ['PATH=/usr/bin', 'MODE=a'],
  Entrypoint: ['/app/run.sh'],
  ExposedPorts: { '80/tcp': {} },
  Labels: { team: 'a' },
};
/** The packages of each image that has a package manager. */
export const PACKAGES = { base: '1', tool: '1.0' };

const system = (id: string, version: string): Files => ({
  'etc/os-release': { body: `ID=${id}\nVERSION_ID="${version}"\n` },
  'etc/passwd': { body: PASSWD },
  'etc/group': { body: GROUP },
  tmp: { type: '5', mode: 0o1777 },
});
const TOOL: Files = {
  'usr/bin/tool': { body: ELF, mode: 0o755 },
  'usr/lib/libtool.so.1': { body: ELF },
};
const APP: Files = {
  app: { type: '5' },
  'app/main.dat': { body: 'one\n' },
  'app/run.sh': { body: '#!/bin/sh\necho 1\n', mode: 0o755 },
  'app/current': { type: '2', link: 'main.dat' },
  'app/assets/a.css': { body: 'a\n' },
  'app/assets/b.css': { body: 'b\n' },
};
const SETTINGS = [
  'ENV PATH=/usr/bin MODE=a',
  'LABEL team=a',
  'EXPOSE 80',
  'USER app',
  'ENTRYPOINT ["/app/run.sh"]',
].map((text) => ({ text }));

interface Layers {
  readonly base: readonly Files[];
  /** Written by `RUN make`, the step that changes. */
  readonly run: Files;
  /** Written by `COPY app /app`, after it. */
  readonly copy?: Files;
}

function sample(
  name: string,
  { base, run, copy }: Layers,
  about: Partial<SampleImage> & { readonly packages?: PackageSystem } = {},
): SampleImage {
  const copied = copy ? [{ text: 'COPY app /app', files: copy }] : [];
  return {
    name,
    base,
    steps: [...copied, { text: 'RUN make', files: run }, ...SETTINGS],
    changed: copied.length,
    config: CONFIG,
    builder: 'buildkit',
    ...about,
  };
}

/** Small images with the package managers and the forms of layers that images have. */
export const TEN_IMAGES: readonly SampleImage[] = [
  sample(
    'debian',
    { base: [{ ...system('debian', '12'), ...deb.files(PACKAGES), ...TOOL }], run: APP },
    { packages: deb },
  ),
  sample(
    'alpine',
    { base: [system('alpine', '3.20.1')], run: { ...apk.files(PACKAGES), ...TOOL }, copy: APP },
    { packages: apk, builder: 'classic' },
  ),
  sample(
    'fedora',
    { base: [system('fedora', '41'), { ...rpm.files(PACKAGES), ...TOOL }], run: APP },
    { packages: rpm },
  ),
  sample(
    'node',
    { base: [{ ...system('debian', '12'), ...TOOL }], run: npm.files(PACKAGES), copy: APP },
    { packages: npm },
  ),
  sample(
    'python',
    { base: [{ ...system('debian', '12'), ...TOOL, ...pypi.files(PACKAGES) }], run: {}, copy: APP },
    { packages: pypi, isCompressed: true },
  ),
  sample(
    'java',
    { base: [system('debian', '12'), TOOL], run: { ...APP, ...maven.files(PACKAGES) } },
    { packages: maven, isCompressed: true },
  ),
  sample(
    'distroless',
    { base: [{ ...system('debian', '12'), ...distroless.files(PACKAGES) }, TOOL], run: APP },
    { packages: distroless },
  ),
  sample(
    'rebuilt base',
    { base: [{ ...system('debian', '12'), ...deb.files(PACKAGES) }, TOOL, APP], run: {} },
    { packages: deb, isBaseRebuilt: true },
  ),
  sample(
    'squashed',
    { base: [system('debian', '12')], run: { ...deb.files(PACKAGES), ...TOOL }, copy: APP },
    { packages: deb, builder: 'squash' },
  ),
  sample(
    'busybox',
    {
      base: [
        {
          ...system('busybox', '1.36'),
          'bin/busybox': { body: ELF, mode: 0o755 },
          'bin/sh': { type: '1', link: 'bin/busybox' },
          'bin/ls': { type: '1', link: 'bin/busybox' },
        },
      ],
      run: { ...APP, ...TOOL },
    },
    { builder: 'classic' },
  ),
];
