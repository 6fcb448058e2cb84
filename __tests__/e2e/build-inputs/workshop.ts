import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemWith, WITHOUT_DOCUMENTATION } from '../debian-system.js';
import { requirePrograms, startEngineWithProvenance } from '../peers.js';
import { type PackageServer, startPackageServer } from '../rebuilds/package-server.js';
import { NODE_FILES, program, write, type Yard } from '../rebuilds/yard.js';
import { type Sites, startSites } from './sites.js';

/** What all builds share: an engine, the sites that they ask, and a server of packages behind these. */
export interface Workshop {
  readonly folder: string;
  readonly sites: Sites;
  readonly packages: PackageServer;
  /** Holds bare Git repositories, which all sites serve. */
  readonly gitFolder: string;
  readonly run: Yard['run'];
  /** Makes an image that all sites have, and returns its digest. */
  image(name: ImageName): Promise<string>;
  /** Makes an image of Debian whose ONBUILD has this instruction. */
  onBuild(name: string, instruction: string): Promise<string>;
  /** The content of a blob that the engine stored. */
  readonly blobs: string;
  stop(): Promise<void>;
}

/** `debian` has curl, wget, git, pip and apt; `node` has npm and `golang` has go, too. */
export type ImageName = 'debian' | 'node' | 'golang' | 'files';

export async function openWorkshop(): Promise<Workshop> {
  requirePrograms('docker', 'dockerd', 'mmdebstrap', 'go', 'git');
  const folder = mkdtempSync(join(tmpdir(), 'portside-build-inputs-'));
  const gitFolder = join(folder, 'git');
  const packages = await startPackageServer(folder);
  const [engine, sites] = await Promise.all([
    startEngineWithProvenance(),
    startSites(gitFolder, packages.address),
  ]);
  const run: Yard['run'] = (name, args, options) =>
    program(name, args, {
      ...options,
      env: { DOCKER_HOST: engine.host, BUILDX_CONFIG: join(folder, 'buildx'), ...options?.env },
    });
  const store = dirname(engine.host.replace('unix://', ''));
  const workshop = {
    ...{ folder, sites, packages, gitFolder, run },
    blobs: join(store, 'data/containerd/daemon/io.containerd.content.v1.content/blobs/sha256'),
  };
  const made = new Map<string, Promise<string>>();
  const layers = new Map<string, Promise<Layer>>();
  return {
    ...workshop,
    image: (name) => {
      const known = made.get(name);
      if (known) return known;
      const image = makeImage({ name, layers: IMAGES[name] }, workshop, layer);
      made.set(name, image);
      return image;
    },
    onBuild: (name, instruction) =>
      makeImage({ name, layers: ['debian'], config: { OnBuild: [instruction] } }, workshop, layer),
    async stop() {
      await Promise.all([engine.stop(), sites.stop(), packages.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };

  function layer(name: string): Promise<Layer> {
    const known = layers.get(name);
    if (known) return known;
    const packed = packLayer(name, workshop);
    layers.set(name, packed);
    return packed;
  }
}

interface Layer {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

type Shop = Pick<Workshop, 'folder' | 'sites' | 'run'>;

/** The layers of each image. */
const IMAGES: Readonly<Record<ImageName, readonly string[]>> = {
  debian: ['debian'],
  node: ['debian', 'node'],
  golang: ['debian', 'golang'],
  files: ['files'],
};
const PATH = 'PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

interface ImageParts {
  readonly name: string;
  readonly layers: readonly string[];
  readonly config?: object;
}

async function makeImage(
  { name, layers, config }: ImageParts,
  { sites }: Shop,
  layer: (name: string) => Promise<Layer>,
): Promise<string> {
  const all = await Promise.all(layers.map(layer));
  const text = JSON.stringify({
    ...{ architecture: 'amd64', os: 'linux', config: { Env: [PATH], ...config } },
    rootfs: { type: 'layers', diff_ids: all.map(({ digest }) => digest) },
    history: all.map(() => ({ created_by: name })),
  });
  const digest = sha256(text);
  sites.blobs.set(digest, { text });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const body = JSON.stringify({
    ...{ schemaVersion: 2, mediaType, layers: all },
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest,
      size: Buffer.byteLength(text),
    },
  });
  sites.images.set(`${name}:1`, { mediaType, digest: sha256(body), body });
  return sha256(body);
}

/** Packs the files of a layer, and serves it. */
async function packLayer(name: string, { folder, sites, run }: Shop): Promise<Layer> {
  const root = join(folder, `root-${name}`);
  switch (name) {
    case 'debian':
      await systemWith(root, INCLUDED);
      // The cases name their own sources.
      write(root, { 'etc/apt/sources.list': '' });
      break;
    case 'node':
      await run('sh', ['-euc', NODE_FILES, 'sh', root, process.execPath]);
      break;
    case 'golang':
      await run('sh', ['-euc', GO, 'sh', root, (await run('go', ['env', 'GOROOT'])).trim()]);
      break;
    default:
      write(root, { 'file.txt': 'a file of an image\n' });
  }
  const file = `${root}.tar`;
  await run('tar', ['-C', root, ...WITHOUT_DOCUMENTATION, '-cf', file, '.']);
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  const digest = `sha256:${hash.digest('hex')}`;
  sites.blobs.set(digest, { file });
  const { size } = statSync(file);
  return { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size };
}

const INCLUDED = ['bash', 'curl', 'wget', 'git', 'ca-certificates', 'python3-pip'];

/** `go mod download` needs no compiler. */
const GO = `
mkdir -p "$1/usr/local/go/bin"
cd "$2"
cp -L bin/go "$1/usr/local/go/bin/"
cp -L VERSION go.env "$1/usr/local/go/"
mkdir -p "$1/usr/local/go/src" "$1/usr/local/go/pkg/tool"
`;

export function sha256(text: string | Buffer): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
