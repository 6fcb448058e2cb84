import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tar } from '../../image/build-tar.js';
import { STAND_INS } from './stand-ins.js';

const execute = promisify(execFile);

/** Builds images with docker, and says what is in them. */
export interface Builder {
  /** Builds the Dockerfile of a folder; undefined if the build fails. */
  build(folder: string): Promise<Content | undefined>;
}

/** What an image has: a text for each path that is not of the base image's /usr, and for each key of its configuration. */
export type Content = ReadonlyMap<string, string>;

/** Makes the image debian:safe-edits of a shell, some programs of this machine, and our stand-ins. */
export async function openBuilder(engine: string, folder: string): Promise<Builder> {
  const env = { ...process.env, DOCKER_HOST: engine, BUILDX_CONFIG: join(folder, 'buildx') };
  const docker = async (...args: readonly string[]) =>
    (await execute('docker', args, { env, maxBuffer: 1 << 26 })).stdout;
  const root = join(folder, 'base');
  await execute('sh', ['-euc', BASE, 'sh', root]);
  for (const [name, script] of Object.entries(STAND_INS)) {
    writeFileSync(join(root, 'usr/bin', name), `#!/bin/bash -p\n${script}`);
    chmodSync(join(root, 'usr/bin', name), 0o755);
  }
  await execute(
    'sh',
    ['-euc', 'tar -C "$1" -c . | docker import - debian:safe-edits', 'sh', root],
    { env },
  );
  return {
    async build(context) {
      const tag = `safe-edits-${createHash('sha256').update(context).digest('hex').slice(0, 12)}`;
      const args = ['--network=none', '--no-cache', '--provenance=false', `--tag=${tag}`];
      const built = await docker('buildx', 'build', ...args, context).then(
        () => true,
        () => false,
      );
      if (!built) return undefined;
      const files = `${context}.files`;
      mkdirSync(files);
      const id = (await docker('create', tag, 'none')).trim();
      await execute('sh', ['-euc', EXPORT, 'sh', id, files], { env });
      const [{ Config }] = JSON.parse(await docker('inspect', tag)) as [{ Config: object }];
      await docker('rm', id);
      await docker('rmi', '--force', tag);
      const settings = Object.entries(Config).map(
        ([key, value]) => [`config ${key}`, JSON.stringify(value)] as const,
      );
      const content = new Map([...filesIn(files), ...settings]);
      rmSync(files, { recursive: true });
      return content;
    },
  };
}

/** A folder with a Dockerfile, the files a, b and `c d`, and an archive under two names. All rules are shown. */
export function writeContext(folder: string, dockerfile: string): void {
  mkdirSync(join(folder, '.github'), { recursive: true });
  const files = {
    Dockerfile: dockerfile,
    '.dockerignore': '.*\nDockerfile\n',
    '.github/portside.yml': 'rule-set: all\n',
    ...{ a: 'a', b: 'b', 'c d': 'c' },
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const name of ['e.tar', 'f'])
    writeFileSync(join(folder, name), tar([{ name: 'x', body: 'x' }]));
}

/** The differences, sorted: `gone /path`, `new /path`, `changed /path`, `changed config Cmd`. */
export function differences(before: Content, after: Content): string[] {
  const gone = [...before.keys()].filter((key) => !after.has(key)).map((key) => `gone ${key}`);
  const others = [...after].flatMap(([key, value]) => {
    const was = before.get(key);
    return was === value ? [] : `${was === undefined ? 'new' : 'changed'} ${key}`;
  });
  return [...gone, ...others].sort();
}

function filesIn(root: string, folder = ''): [string, string][] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    const full = join(root, path);
    const { mode, uid, gid } = lstatSync(full);
    const rest = lstatSync(full).isSymbolicLink()
      ? readlinkSync(full)
      : lstatSync(full).isDirectory()
        ? ''
        : readFileSync(full, 'latin1');
    const own: [string, string] = [path, `${mode.toString(8)} ${uid}:${gid} ${rest}`];
    return lstatSync(full).isDirectory() ? [own, ...filesIn(root, path)] : [own];
  });
}

/** /dev, /proc, /sys and what docker mounts at the start are no part of the image. */
const EXPORT = `
docker export "$1" | tar -x -C "$2" --exclude=usr/bin --exclude='usr/lib*' --exclude=dev --exclude=proc \\
  --exclude=sys --exclude=etc/resolv.conf --exclude=etc/hosts --exclude=etc/hostname --exclude=etc/mtab --exclude=.dockerenv
`;

const BASE = `
root=$1
mkdir -p "$root/usr/bin" "$root/usr/lib64" "$root/usr/lib" "$root/tmp" "$root/root" "$root/etc" "$root/var/log" "$root/var/cache" "$root/opt/conda" "$root/usr/local/share/.cache" "$root/srv"
for name in bin lib lib64; do ln -s "usr/$name" "$root/$name"; done
for program in bash dash env cat cp ls mkdir rm chmod tee true false test; do
  file=$(readlink -f "$(which $program)")
  cp "$file" "$root/usr/bin/$program"
  for library in $(ldd "$file" | grep -o '/[^ ]*'); do
    mkdir -p "$root/$(dirname "$library")"
    cp -nL "$library" "$root/$library"
  done
done
ln -s dash "$root/usr/bin/sh"
printf 'root:x:0:0:root:/root:/bin/bash\\napp:x:1000:1000::/srv:/bin/sh\\n' > "$root/etc/passwd"
chmod 777 "$root/srv" "$root/tmp"
`;
