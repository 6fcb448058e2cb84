#!/usr/bin/env node
/**
 * Compares the packages that Portside lists for an image with the lists of dpkg, npm, pip and other tools.
 *
 *   node bench/inventory.mjs IMAGE.tar… [--go FOLDER] [--show N]
 *
 * Run as root, with a Docker engine (DOCKER_HOST). Each archive is loaded and its file system exported to a temporary
 * folder. The tools of the image run in it by chroot; missing ones are replaced by the host's. `--go` is a file system
 * that contains Go, for images without it. The default is the last image that contained Go, so list such an image first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const { images, show, ...given } = readArguments(process.argv.slice(2));
let goRoot = given.go;
if (images.length === 0) {
  console.error('usage: node bench/inventory.mjs IMAGE.tar… [--go FOLDER] [--show N]');
  process.exit(2);
}

/** The tools and how to get their lists; a list is undefined if the image has no packages of the kind. */
const ORACLES = [
  {
    tool: 'dpkg-query -W',
    compares: ({ type }) => type === 'deb',
    key: ({ name, version, arch }) => `${name} ${version} ${arch}`,
    list(root) {
      const database = join(root, 'var/lib/dpkg');
      if (!existsSync(join(database, 'status'))) return undefined;
      const fields = ['db:Status-Status', 'Package', 'Version', 'Architecture'];
      const format = `${fields.map((field) => `\${${field}}`).join(' ')}\n`;
      const list = output('dpkg-query', [`--admindir=${database}`, '-W', '-f', format]);
      return new Set(
        lines(list)
          .filter((line) => line.startsWith('installed '))
          .map((line) => line.slice('installed '.length)),
      );
    },
  },
  {
    tool: 'npm ls --all --parseable',
    compares: ({ type }) => type === 'npm',
    list(root, work) {
      const trees = find(root, ['-type', 'd', '-name', 'node_modules', '-prune']);
      const shared = join(root, 'usr/share/nodejs');
      const folders = trees.map((tree) => join(tree, '..'));
      if (existsSync(shared)) {
        // Debian's folder is a node_modules folder with another name.
        mkdirSync(join(work, 'debian'));
        symlinkSync(shared, join(work, 'debian/node_modules'));
        folders.push(join(work, 'debian'));
      }
      if (folders.length === 0) return undefined;
      return new Set(folders.flatMap((folder) => npmList(folder)));
    },
  },
  {
    tool: 'pip list',
    compares: ({ type }) => type === 'pypi',
    key: ({ name, version }) => `${pypiName(name)} ${version}`,
    list(root) {
      if (!existsSync(join(root, 'usr/bin/python3'))) return undefined;
      // pip uses importlib.metadata, which is also present without pip.
      const code =
        'from importlib.metadata import distributions\nfor d in distributions(): print(d.metadata["Name"], d.version)';
      const list = existsSync(join(root, 'usr/bin/pip'))
        ? output('chroot', [root, 'pip', 'list', '--format', 'freeze']).replaceAll('==', ' ')
        : output('chroot', [root, 'python3', '-c', code]);
      return new Set(
        lines(list).map((line) => {
          const [name = '', version = ''] = line.split(' ');
          return `${pypiName(name)} ${version}`;
        }),
      );
    },
  },
  {
    tool: 'gem list',
    compares: ({ type }) => type === 'gem',
    list(root) {
      if (!existsSync(join(root, 'usr/bin/gem'))) return undefined;
      return new Set(
        lines(output('chroot', [root, 'gem', 'list', '--local'])).flatMap((line) => {
          const [, name, versions] = /^(\S+) \((.*)\)$/.exec(line) ?? [];
          return (versions ?? '')
            .split(', ')
            .map((version) => `${name} ${version.replace(/^default: /, '').split(' ')[0]}`);
        }),
      );
    },
  },
  {
    tool: 'go version -m',
    compares: ({ type }) => type === 'golang',
    list(root) {
      if (!goRoot) return undefined;
      const programs = find(root, ['-type', 'f', '-perm', '/111', '-size', '+64k']).filter(isElf);
      const found = programs.flatMap((program) => goModules(program));
      return found.length > 0 ? new Set(found) : undefined;
    },
  },
  {
    tool: 'composer show',
    compares: ({ type }) => type === 'composer',
    list(root) {
      const installed = find(root, ['-path', '*/vendor/composer/installed.json']);
      if (installed.length === 0 || !existsSync(join(root, 'usr/bin/composer'))) return undefined;
      return new Set(
        installed.flatMap((file) => {
          const folder = `/${relative(root, join(file, '../../..'))}`;
          const args = ['composer', 'show', '--format=json', '--no-interaction', '-d', folder];
          const { installed: packages = [] } = JSON.parse(output('chroot', [root, ...args]));
          return packages.map(({ name, version }) => `${name} ${version}`);
        }),
      );
    },
  },
  {
    tool: 'installed.packages() of R',
    compares: ({ type }) => type === 'cran',
    list(root) {
      if (!existsSync(join(root, 'usr/bin/Rscript'))) return undefined;
      const code = 'p <- installed.packages(); cat(paste(p[,"Package"], p[,"Version"]), sep="\\n")';
      return new Set(lines(output('chroot', [root, 'Rscript', '-e', code])));
    },
  },
  {
    tool: 'libraries of deps.json',
    compares: ({ type }) => type === 'nuget',
    list(root) {
      const files = find(root, ['-type', 'f', '-name', '*.deps.json']);
      if (files.length === 0) return undefined;
      return new Set(
        files.flatMap((file) =>
          Object.keys(JSON.parse(readFileSync(file, 'utf8')).libraries ?? {}).map((library) =>
            library.replace('/', ' '),
          ),
        ),
      );
    },
  },
  {
    tool: 'pom.properties in jars (Python zipfile)',
    compares: ({ type, evidence }) => type === 'maven' && !evidence,
    list(root) {
      const archives = find(root, ['-type', 'f', '-regex', '.*\\.\\(jar\\|war\\|ear\\)']);
      if (archives.length === 0) return undefined;
      return new Set(lines(output('python3', ['-c', POM_PROPERTIES], archives.join('\n'))));
    },
  },
];

const POM_PROPERTIES = `
import io, re, sys, zipfile
def walk(data):
    try: z = zipfile.ZipFile(data)
    except zipfile.BadZipFile: return
    for name in z.namelist():
        if re.search(r'(^|/)pom\\.properties$', name):
            p = dict(l.split('=', 1) for l in z.read(name).decode().splitlines() if '=' in l and l[:1] != '#')
            p = {k.strip(): v.strip() for k, v in p.items()}
            if all(p.get(k) for k in ('groupId', 'artifactId', 'version')):
                print(p['groupId'] + ':' + p['artifactId'], p['version'])
        elif re.search(r'\\.(jar|war|ear)$', name): walk(io.BytesIO(z.read(name)))
for path in sys.stdin.read().split('\\n'): walk(path)
`;

function ours(image) {
  const run = spawnSync('node', ['dist/cli/index.js', 'sbom', image, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  return JSON.parse(run.stdout).packages;
}

function extract(image, root) {
  const loaded = output('docker', ['load', '-i', image]);
  const name = /Loaded image(?: ID)?: (\S+)/.exec(loaded)?.[1] ?? '';
  const container = output('docker', ['create', name, 'nothing']).trim();
  try {
    const pipe = `docker export ${container} | tar -x -C '${root}' --exclude 'dev/*'`;
    output('sh', ['-c', pipe]);
  } finally {
    output('docker', ['rm', container]);
  }
}

function npmList(folder) {
  // npm ls exits with 1 if the tree differs from package.json, but lists the tree.
  const run = spawnSync('npm', ['ls', '--all', '--parseable', '--long', '--prefix', folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return lines(run.stdout).flatMap((line) => {
    const [path = ''] = line.split(':');
    if (path === folder) return [];
    const manifest = join(path, 'package.json');
    if (!existsSync(manifest)) return [];
    const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
    return name && version ? [`${name} ${version}`] : [];
  });
}

function goModules(program) {
  const place = join(goRoot, 'tmp/program');
  spawnSync('cp', [program, place]);
  const run = spawnSync('chroot', [goRoot, 'go', 'version', '-m', '/tmp/program'], {
    encoding: 'utf8',
    env: { ...process.env, GOROOT: '/usr/lib/go', GOTOOLCHAIN: 'local', HOME: '/root' },
  });
  rmSync(place, { force: true });
  const [first = '', ...rest] = run.stdout.split('\n');
  const go = /: (go\S+)/.exec(first)?.[1];
  if (!go) return [];
  const modules = [];
  for (const line of rest) {
    const [, kind, path, version] = line.split('\t');
    if (kind === 'mod' || kind === 'dep') modules.push(`${path} ${version}`);
    // The replacement of the module above. A folder has no version.
    else if (kind === '=>' && version) modules[modules.length - 1] = `${path} ${version}`;
  }
  return [...modules, `stdlib ${go}`];
}

function isElf(path) {
  return readFileSync(path).subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1'));
}

function find(root, args) {
  return lines(output('find', [root, '-xdev', ...args, '-print']));
}

function output(program, args, input) {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30, input });
  if (run.error || run.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${run.error ?? run.stderr}`);
  return run.stdout;
}

function lines(text) {
  return text.split('\n').filter((line) => line !== '');
}

function nameAndVersion({ name, version }) {
  return `${name} ${version}`;
}

/** A normalized Python package name (PEP 503). */
function pypiName(name) {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function readArguments(args) {
  const found = { images: [], show: 10 };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--go') found.go = args[++i];
    else if (args[i] === '--show') found.show = Number(args[++i]) || 0;
    else found.images.push(args[i]);
  }
  return found;
}

let wrong = 0;
for (const image of images) {
  const work = mkdtempSync(join(tmpdir(), 'portside-bench-'));
  const root = join(work, 'root');
  try {
    mkdirSync(root);
    extract(image, root);
    if (existsSync(join(root, 'usr/bin/go'))) goRoot = root;
    const packages = ours(image);
    console.log(
      `\n${image}\n\n| tool | lists | Portside | missing | unexpected |\n|---|---|---|---|---|`,
    );
    for (const oracle of ORACLES) {
      const listed = oracle.list(root, work);
      if (!listed) continue;
      const got = new Set(packages.filter(oracle.compares).map(oracle.key ?? nameAndVersion));
      const missing = [...listed].filter((key) => !got.has(key));
      const unexpected = [...got].filter((key) => !listed.has(key));
      wrong += missing.length + unexpected.length;
      console.log(
        `| ${oracle.tool} | ${listed.size} | ${got.size} | ${missing.length} | ${unexpected.length} |`,
      );
      for (const key of missing.slice(0, show)) console.log(`  missing ${key}`);
      for (const key of unexpected.slice(0, show)) console.log(`  unexpected ${key}`);
    }
  } finally {
    if (root !== goRoot) rmSync(work, { recursive: true, force: true });
  }
}
if (goRoot && goRoot !== given.go) rmSync(join(goRoot, '..'), { recursive: true, force: true });
process.exitCode = wrong === 0 ? 0 : 1;
