import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sharedSystem, WITHOUT_DOCUMENTATION } from '../debian-system.js';
import { type Peer, requirePrograms, sharedEngine, startRegistry } from '../peers.js';
import { type PackageServer, startPackageServer } from './package-server.js';

/** What all rebuilds share: an engine, a registry, a server of packages, and base images. */
export interface Yard {
  readonly folder: string;
  /** `127.0.0.1:PORT` of the registry. It has the image `debian:13`. */
  readonly registry: string;
  /** Makes a base image with a language, and returns its name. It is not in the registry. */
  base(name: BaseName): Promise<string>;
  readonly packages: PackageServer;
  /** Builds an image with docker. Returns when it is tagged. */
  build(request: BuildRequest): Promise<void>;
  /** Builds an image with this Dockerfile and pushes it as `NAME:TAG` to the registry; returns `sha256:…` of its manifest. */
  push(name: string, dockerfile: string): Promise<string>;
  /** How go gets modules from the server of packages alone. */
  readonly goEnvironment: Readonly<Record<string, string>>;
  run(program: string, args: readonly string[], options?: RunOptions): Promise<string>;
  stop(): Promise<void>;
}

export interface BuildRequest {
  readonly folder: string;
  readonly tag: string;
  /** `docker build` and its options, without the folder. */
  readonly command?: readonly string[];
  /** The images that names of images outside the registry stand for. */
  readonly contexts?: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  /** In milliseconds; then the program is ended. */
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts what is not shared, and makes the base images from Debian packages and the Node.js and Go of this machine. */
export async function openYard(): Promise<Yard> {
  requirePrograms('docker', 'dockerd', 'docker-registry', 'mmdebstrap', 'go');
  const folder = mkdtempSync(join(tmpdir(), 'portside-rebuilds-'));
  const root = join(folder, 'debian');
  const [engine, system, registry, packages] = await Promise.all([
    sharedEngine(),
    sharedSystem(),
    startRegistry(),
    startPackageServer(folder),
  ]);
  const run: Yard['run'] = (name, args, options) =>
    program(name, args, {
      ...options,
      env: { DOCKER_HOST: engine, BUILDX_CONFIG: join(folder, 'buildx'), ...options?.env },
    });
  const goEnvironment = {
    ...{
      GOPROXY: `${packages.address}/go`,
      GONOSUMDB: '*',
      GOFLAGS: '-mod=mod',
      GOTOOLCHAIN: 'local',
    },
    ...{
      GOPATH: join(folder, 'gopath'),
      GOCACHE: join(folder, 'gocache'),
      GONOSUMCHECK: '1',
      GOSUMDB: 'off',
    },
  };
  const yard = {
    ...{ folder, registry: registry.host, packages, run, goEnvironment },
    ...builder(registry, folder, run),
  };
  const stop = async () => {
    await Promise.all([registry.stop(), packages.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await run('sh', ['-euc', COPY, 'sh', system, root, ...WITHOUT_DOCUMENTATION]);
    const source = `deb [trusted=yes] ${packages.address}/debian ./\n`;
    write(root, { 'etc/apt/sources.list': source });
    const image = `${registry.host}/debian:13`;
    await pack(run, root, image);
    await run('docker', ['push', '--quiet', image]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...yard, base: baseMaker(yard), stop };
}

const COPY = `
system=$1 root=$2
shift 2
mkdir "$root"
tar -C "$system" "$@" -c . | tar -C "$root" -x
`;

function builder(registry: Peer, folder: string, run: Yard['run']): Pick<Yard, 'build' | 'push'> {
  let images = 0;
  const build: Yard['build'] = async ({ folder: context, tag, command, contexts = {} }) => {
    const [, , ...options] = command ?? ['docker', 'build'];
    const named = Object.entries(contexts).map(
      ([name, image]) => `--build-context=${name}=docker-image://${image}`,
    );
    const rest = options.filter((one) => one !== '.');
    const args = ['--network=host', '--provenance=false', `--tag=${tag}`, ...named, ...rest];
    await run('docker', ['buildx', 'build', ...args, '.'], { cwd: context });
  };
  return {
    build,
    async push(name, dockerfile) {
      const context = join(folder, `base-${++images}`);
      write(context, { Dockerfile: dockerfile });
      const tag = `${registry.host}/${name}`;
      await build({ folder: context, tag });
      return /sha256:[0-9a-f]{64}/.exec(await run('docker', ['push', tag]))?.[0] ?? '';
    },
  };
}

/** Makes a base image when the first case needs it, and returns its name. */
function baseMaker(yard: Omit<Yard, 'base' | 'stop'>): Yard['base'] {
  const made = new Map<BaseName, Promise<string>>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const reference = MAKERS[name](yard);
    made.set(name, reference);
    return reference;
  };
}

type BaseName = 'node' | 'python' | 'golang';
type Maker = (yard: Omit<Yard, 'base' | 'stop'>) => Promise<string>;

const MAKERS: Readonly<Record<BaseName, Maker>> = {
  /** The official node images are Debian plus these files. */
  async node(yard) {
    const files = join(yard.folder, 'node');
    await yard.run('sh', ['-euc', NODE_FILES, 'sh', files, process.execPath]);
    return withFiles(yard, 'node:24', files, 'PATH=/usr/local/bin:/usr/bin:/bin', CA);
  },
  /** Python and pip of Debian. */
  python: (yard) =>
    buildBase(yard, 'python:3', [
      `FROM ${yard.registry}/debian:13`,
      `RUN echo 'deb [trusted=yes] http://deb.debian.org/debian trixie main' > /etc/apt/sources.list \\`,
      ' && apt-get update && apt-get install -y --no-install-recommends python3-pip \\',
      ' && rm -rf /var/lib/apt/lists/* /var/cache/apt/*',
      `ENV PIP_INDEX_URL=${yard.packages.address}/python PIP_TRUSTED_HOST=127.0.0.1 PIP_BREAK_SYSTEM_PACKAGES=1`,
    ]),
  /** Go of this machine, with a cache of what a small program needs of its library. */
  async golang(yard) {
    const { folder, run, goEnvironment } = yard;
    const files = join(folder, 'golang');
    await run('sh', ['-euc', GO_FILES, 'sh', files, (await run('go', ['env', 'GOROOT'])).trim()]);
    const program = 'package main\\nfunc main() { println() }\\n';
    return withFiles(
      yard,
      'golang:1',
      files,
      `PATH=/usr/local/go/bin:/usr/bin:/bin HOME=/root GOPROXY=${goEnvironment.GOPROXY}`,
      'GOSUMDB=off CGO_ENABLED=0 GOTOOLCHAIN=local',
      `RUN cd /tmp && printf '${program}' > a.go && go build -o a a.go && rm a a.go`,
    );
  },
};

const CA = 'NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt';

/** Debian with more files, variables, and lines. */
async function withFiles(
  yard: Omit<Yard, 'base' | 'stop'>,
  name: string,
  files: string,
  ...rest: readonly string[]
): Promise<string> {
  const image = `portside-files-${name}`;
  await pack(yard.run, files, image);
  const lines = rest.map((line) => (line.startsWith('RUN ') ? line : `ENV ${line}`));
  return buildBase(yard, name, [
    `FROM ${yard.registry}/debian:13`,
    `COPY --from=${image} / /`,
    ...lines,
  ]);
}

async function buildBase(
  { folder, registry, build }: Omit<Yard, 'base' | 'stop'>,
  name: string,
  lines: readonly string[],
): Promise<string> {
  const context = mkdtempSync(join(folder, 'base-'));
  write(context, { Dockerfile: `${lines.join('\n')}\n` });
  const tag = `${registry}/${name}`;
  await build({ folder: context, tag });
  return tag;
}

/** Imports the files of a folder as an image. */
async function pack(run: Yard['run'], folder: string, tag: string): Promise<void> {
  const script = 'tar -C "$1" -c . | docker import - "$2"';
  await run('sh', ['-euc', script, 'sh', folder, tag]);
}

export const NODE_FILES = `
install -D "$2" "$1/usr/local/bin/node"
mkdir -p "$1/usr/local/lib/node_modules" "$1/etc/ssl/certs"
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
cp -a "$npm" "$1/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"
cp -L "\${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" "$1/etc/ssl/certs/ca-certificates.crt"
`;

/** The compiler and the library without tests and what a program without cgo does not need. */
const GO_FILES = `
mkdir -p "$1/usr/local/go"
cd "$2"
tar -chf - --exclude=testdata --exclude='*_test.go' --exclude=src/cmd bin src VERSION go.env \\
  pkg/include pkg/tool/*/compile pkg/tool/*/link pkg/tool/*/asm pkg/tool/*/buildid |
  tar -xf - -C "$1/usr/local/go"
`;

/** Writes files below a folder. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Runs a program and returns its output. Throws what it printed if it fails. */
export function program(
  name: string,
  args: readonly string[],
  { cwd, env, input, timeout }: RunOptions = {},
): Promise<string> {
  return new Promise((done, fail) => {
    const child = execFile(
      name,
      [...args],
      { cwd, timeout, env: { ...process.env, ...env }, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        if (!error) return done(stdout);
        const end = `${stdout.slice(-1500)}\n${stderr.slice(-3000)}`;
        fail(new Error(`${name} ${args.join(' ')} ended with ${error.code}:\n${end}`));
      },
    );
    child.stdin?.end(input);
  });
}
