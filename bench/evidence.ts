import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Package } from '../src/core/package.js';
import { keepForUse, packageUses } from '../src/evidence/usage.js';
import { readConfig } from '../src/image/config.js';
import { openImages } from '../src/image/open.js';
import { startInventory } from '../src/inventory/inventory.js';

/**
 * Compares the evidence of use with what programs open. Each program of Debian and npm is started in a root of its own with
 * strace, and the packages whose files it opens are compared with the states that its start command gives them. Needs root,
 * mmdebstrap, strace and npm:
 *   node scripts/run.mjs bench/evidence.ts FOLDER [NAME…]     # FOLDER keeps the roots
 */
const [folder = '', ...only] = process.argv.slice(2);
const SECONDS = 8;

interface Program {
  /** Debian packages of its root. */
  readonly packages: string;
  readonly command: readonly string[];
  /** Files that are written before. */
  readonly files?: Readonly<Record<string, string>>;
  /** npm packages of /srv/app. */
  readonly npm?: string;
  readonly folder?: string;
  readonly env?: readonly string[];
  /** The root of another program, which has its packages. */
  readonly root?: string;
}

const POSTGRES = '/usr/lib/postgresql/17/bin/postgres';
const JETTY = ['server', 'util', 'http', 'io'].map((name) => `/usr/share/java/jetty9-${name}.jar`);

const PROGRAMS: Readonly<Record<string, Program>> = {
  nginx: { packages: 'nginx', command: ['nginx', '-g', 'daemon off;'] },
  redis: { packages: 'redis-server', command: ['redis-server', '--port', '6399'] },
  memcached: { packages: 'memcached', command: ['memcached', '-u', 'nobody', '-p', '11299'] },
  haproxy: { packages: 'haproxy', command: ['haproxy', '-f', '/etc/haproxy/haproxy.cfg'] },
  apache: {
    packages: 'apache2 libapache2-mod-php',
    command: ['/bin/sh', '/usr/sbin/apache2ctl', '-D', 'FOREGROUND'],
  },
  postgres: {
    packages: 'postgresql',
    command: [
      ...['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', POSTGRES],
      ...['-D', '/var/lib/postgresql/17/main'],
      ...['-c', 'config_file=/etc/postgresql/17/main/postgresql.conf'],
    ],
  },
  mariadb: { packages: 'mariadb-server', command: ['mariadbd', '--user=mysql'] },
  bind: { packages: 'bind9', command: ['named', '-g', '-u', 'bind', '-p', '5399'] },
  dnsmasq: { packages: 'dnsmasq-base', command: ['dnsmasq', '-k', '-p', '5398'] },
  mosquitto: { packages: 'mosquitto', command: ['mosquitto', '-p', '18839'] },
  squid: { packages: 'squid', command: ['squid', '-N'] },
  curl: { packages: 'curl', command: ['curl', '-s', 'https://127.0.0.1:9/'] },
  git: { packages: 'git', command: ['git', 'daemon', '--base-path=/srv', '--port=19418'] },
  supervisor: {
    packages: 'supervisor openssh-server',
    command: ['supervisord', '-n'],
    files: {
      'etc/supervisor/conf.d/ssh.conf': '[program:ssh]\ncommand=/usr/sbin/sshd -D -p 2299\n',
    },
  },
  'python-http': {
    root: 'python',
    packages: 'python3 python3-flask python3-gunicorn python3-requests',
    command: ['python3', '-m', 'http.server', '18099'],
  },
  flask: {
    root: 'python',
    packages: 'python3 python3-flask python3-gunicorn python3-requests',
    command: ['python3', '/srv/app.py'],
    files: {
      'srv/app.py':
        'import requests\nfrom flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=18098)\n',
    },
  },
  django: {
    packages: 'python3-django gunicorn python3-psycopg2',
    command: ['gunicorn', '-b', '127.0.0.1:18097', 'site1.wsgi:application'],
    folder: '/srv',
    files: {
      'srv/site1/__init__.py': '',
      'srv/site1/urls.py':
        'from django.contrib import admin\nfrom django.urls import path\nurlpatterns = [path("admin/", admin.site.urls)]\n',
      'srv/site1/settings.py': [
        'SECRET_KEY = "example"',
        'INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"]',
        'MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware"]',
        'ROOT_URLCONF = "site1.urls"',
        'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x"}}',
        '',
      ].join('\n'),
      'srv/site1/wsgi.py':
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\napplication = get_wsgi_application()\n',
    },
  },
  java: {
    packages: 'default-jre-headless libjetty9-java',
    command: ['java', '-cp', JETTY.join(':'), 'org.eclipse.jetty.server.Server'],
  },
  ruby: {
    packages: 'ruby ruby-sinatra ruby-webrick',
    command: ['ruby', '/srv/app.rb'],
    files: { 'srv/app.rb': 'require "sinatra/base"\nrequire "webrick"\nputs Sinatra::VERSION\n' },
  },
  php: { packages: 'php-cli php-curl php-xml', command: ['php', '-S', '127.0.0.1:18096'] },
  perl: {
    packages: 'perl libwww-perl libmojolicious-perl',
    command: ['perl', '/srv/app.pl'],
    files: { 'srv/app.pl': 'use LWP::UserAgent;\nuse Mojolicious;\nprint Mojolicious->VERSION;\n' },
  },
  npm: { root: 'node', packages: 'nodejs npm', command: ['npm', '--version'] },
  ...npmProgram('express', 'express@4', 'server.js', {
    'srv/app/server.js':
      'const express = require("express");\nconst app = express();\napp.get("/", (q, r) => r.send("x"));\napp.listen(18095);\n',
  }),
  ...npmProgram('fastify', 'fastify', 'server.mjs', {
    'srv/app/server.mjs':
      'import Fastify from "fastify";\nconst app = Fastify({ logger: true });\nawait app.listen({ port: 18094 });\n',
  }),
  ...npmProgram('eslint', 'eslint@9', 'node_modules/.bin/eslint server.js', {
    'srv/app/server.js': 'const a = 1;\n',
    'srv/app/eslint.config.js': 'module.exports = [{ rules: { "no-unused-vars": "error" } }];\n',
  }),
  ...npmProgram('prettier', 'typescript prettier', 'node_modules/.bin/prettier server.js', {
    'srv/app/server.js': 'const a = 1;\n',
  }),
  ...npmProgram(
    'webpack',
    'webpack webpack-cli',
    'node_modules/.bin/webpack --mode=none ./server.js',
    {
      'srv/app/server.js': 'console.log(1);\n',
    },
  ),
};

function npmProgram(
  name: string,
  npm: string,
  command: string,
  files: Readonly<Record<string, string>>,
): Record<string, Program> {
  const words = ['node', ...command.split(' ')];
  return {
    [name]: {
      packages: 'nodejs',
      root: `npm-${name}`,
      npm,
      command: words,
      folder: '/srv/app',
      files,
    },
  };
}

const chroot = (root: string, ...words: readonly string[]) =>
  spawnSync('chroot', [root, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH, DEBIAN_FRONTEND: 'noninteractive', HOME: '/root' },
  });
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A root with the packages of the program; made once. */
function rootOf(name: string, program: Program): string {
  const root = join(folder, 'roots', program.root ?? name);
  const done = `${root}/.done`;
  if (!existsSync(done)) {
    const base = join(folder, 'base');
    if (!existsSync(base))
      execFileSync('mmdebstrap', [
        '--variant=minbase',
        '--include=ca-certificates',
        'trixie',
        base,
      ]);
    mkdirSync(join(folder, 'roots'), { recursive: true });
    execFileSync('cp', ['-a', base, root]);
    cpSync('/etc/resolv.conf', `${root}/etc/resolv.conf`);
    writeFileSync(`${root}/usr/sbin/policy-rc.d`, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    chroot(root, 'apt-get', 'update', '-q');
    const options = ['-qy', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-unsafe-io'];
    // Java cannot be installed without it.
    execFileSync('mount', ['--bind', '/proc', `${root}/proc`]);
    chroot(root, 'apt-get', 'install', ...options, ...program.packages.split(' '));
    execFileSync('umount', [`${root}/proc`]);
    rmSync(`${root}/usr/sbin/policy-rc.d`);
    writeFileSync(done, '');
  }
  const app = `${root}/srv/app`;
  if (program.npm && !existsSync(`${app}/node_modules`)) {
    mkdirSync(app, { recursive: true });
    writeFileSync(`${app}/package.json`, '{"name":"app","version":"1.0.0","private":true}');
    execFileSync('npm', ['i', '--no-audit', '--no-fund', ...program.npm.split(' ')], { cwd: app });
  }
  for (const [path, text] of Object.entries(program.files ?? {})) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The files of the root that the program opens or executes. */
function openedFiles(root: string, { command, folder: home = '/' }: Program): Set<string> {
  const trace = join(folder, 'trace.txt');
  const words = ['env', `--chdir=${home}`, ...command];
  spawnSync(
    'strace',
    [
      ...['-f', '-qq', '-y', '-s', '4096', '-e', 'trace=openat,open,execve', '-o', trace],
      ...['timeout', '-k', '1', String(SECONDS), 'chroot', root, ...words],
    ],
    { stdio: 'ignore', env: { PATH, HOME: '/root' }, timeout: (SECONDS + 20) * 1000 },
  );
  const found = new Set<string>();
  let isInside = false;
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    if (/execve\("[^"]*\/env", \["env", /.test(line)) {
      isInside = true;
      continue;
    }
    if (!isInside || / = -1 /.test(line) || line.includes('O_DIRECTORY')) continue;
    const [, opened] = / = \d+<([^>]+)>$/.exec(line) ?? [];
    const [, executed] = /execve\("([^"]+)"/.exec(line) ?? [];
    const path = opened?.startsWith(`${root}/`)
      ? opened.slice(root.length + 1)
      : executed && real(root, executed);
    // Python stores the modules that it compiles.
    const source = path?.replace(/__pycache__\/([^/]+)\.cpython-\d+(?:\.opt-\d)?\.pyc$/, '$1.py');
    if (source && !/^(?:proc|sys|dev)\//.test(source)) found.add(source);
  }
  return found;
}

function real(root: string, path: string): string | undefined {
  const out = spawnSync('chroot', [root, 'readlink', '-f', path], {
    encoding: 'utf8',
  }).stdout.trim();
  return out === '' ? undefined : out.slice(1);
}

interface Row {
  readonly name: string;
  readonly packages: number;
  /** Packages of which a file is opened. */
  readonly opened: number;
  /** Packages of which code is opened: a native file, a module or a script. */
  readonly code: number;
  /** Those of them that are called loaded. */
  readonly loaded: number;
  readonly wrong: readonly string[];
  readonly notLoaded: readonly string[];
  readonly unknown: number;
}

async function measure(name: string, program: Program): Promise<Row> {
  const root = realpathSync(rootOf(name, program));
  const opened = openedFiles(root, program);
  const { images, close } = await openImages(`dir:${root}`);
  const [found] = images;
  if (!found) throw new Error(`no image in ${root}`);
  const config = readConfig({
    config: {
      Cmd: program.command,
      WorkingDir: program.folder,
      Env: [`PATH=${PATH}`, ...(program.env ?? [])],
    },
  });
  const image = { ...found, config };
  const inventory = startInventory();
  const files = await image.scan(inventory.readers, {
    keep: keepForUse(config),
    incomplete: () => {},
  });
  const { packages, ownersOf, ownedFiles } = inventory.finish(files, image);
  const owners = ownersOf(opened);
  const purls = new Set(owners.values());
  const isOpened = (pkg: Package) => purls.has(pkg.purl) || openedBelow(pkg, opened);
  const code = new Set([...opened].filter((path) => isCode(join(root, path))));
  const codeOwners = new Set(ownersOf(code).values());
  const isLoaded = (pkg: Package) => codeOwners.has(pkg.purl) || openedBelow(pkg, code);
  const uses = packageUses(packages, config, files, ownedFiles());
  const state = (pkg: Package) => uses.get(pkg)?.state;
  const seen = packages.filter(isOpened);
  const named = (list: readonly Package[], wanted: string, byPath: ReadonlyMap<string, string>) =>
    list
      .filter((pkg) => state(pkg) === wanted)
      .map((pkg) => {
        const file = [...byPath].find(([, purl]) => purl === pkg.purl)?.[0] ?? pkg.paths[0];
        return `${pkg.name} (${file})`;
      });
  await close();
  return {
    name,
    packages: packages.length,
    opened: seen.length,
    code: packages.filter(isLoaded).length,
    loaded: packages.filter((pkg) => isLoaded(pkg) && state(pkg) === 'loaded').length,
    wrong: named(seen, 'no-evidence', owners),
    notLoaded: named(packages.filter(isLoaded), 'unknown', ownersOf(code)),
    unknown: packages.filter((pkg) => state(pkg) === 'unknown').length,
  };
}

const CODE = /\.(?:py|pyc|js|cjs|mjs|node|jar|rb|pm|pl|php|lua)$/;

/** Whether a file is code: a native file, a script, or a module of a language. */
function isCode(path: string): boolean {
  if (CODE.test(path)) return true;
  try {
    const head = readFileSync(path).subarray(0, 4).toString('latin1');
    return head === '\x7fELF' || head.startsWith('#!');
  } catch {
    return false;
  }
}

/** Whether a file of an npm or Python package is opened; the files that only describe it do not count. */
function openedBelow({ type, paths }: Package, opened: ReadonlySet<string>): boolean {
  return paths.some((path) => {
    if (type === 'deb') return false;
    if (type === 'npm') {
      const home = path.replace(/package\.json$/, '');
      const isOwn = (one: string) =>
        one.startsWith(home) && !one.slice(home.length).includes('node_modules/');
      return [...opened].some((one) => isOwn(one) && !one.endsWith('package.json'));
    }
    if (type !== 'pypi') return opened.has(path);
    const [, parent = '', name = ''] =
      /^(.*\/)([^/]+?)-[^/-]+(?:\.dist|\.egg)-info/.exec(path) ?? [];
    const home = `${parent}${name.toLowerCase()}/`;
    return [...opened].some((one) => one.toLowerCase().startsWith(home.toLowerCase()));
  });
}

const rows: Row[] = [];
for (const [name, program] of Object.entries(PROGRAMS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const row = await measure(name, program);
  rows.push(row);
  console.log(
    `| ${name} | ${row.packages} | ${row.opened} | ${row.code} | ${row.loaded} | ${row.wrong.length} | ${row.unknown} (${Math.round((100 * row.unknown) / row.packages)} %) |`,
  );
  for (const one of row.wrong) console.error(`  no-evidence, but opened: ${one}`);
  for (const one of row.notLoaded) console.error(`  unknown, and opened: ${one}`);
}
const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0);
const code = sum((row) => row.code);
console.log(
  `${rows.length} programs: ${sum((row) => row.opened)} packages opened, ${code} with code, ${sum((row) => row.loaded)} of them called loaded (${((100 * sum((row) => row.loaded)) / code).toFixed(1)} %), ${sum((row) => row.wrong.length)} called no-evidence; ${((100 * sum((row) => row.unknown)) / sum((row) => row.packages)).toFixed(1)} % of ${sum((row) => row.packages)} packages unknown`,
);
