import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import { hardeningRules } from '../../src/hardening/rules/index.js';
import { detailsOf } from '../core/details-of.js';
import { pax, type TarMember } from '../image/build-tar.js';
import { hardeningOf, type Made, program, removeImages, said } from './image-of.js';

afterAll(removeImages);

describe('the list of rules', () => {
  it('has every file of rules/ once, under its id', () => {
    const files = readdirSync('src/hardening/rules')
      .filter((file) => file !== 'index.ts')
      .map((file) => file.replace('.ts', ''));
    expect(hardeningRules.map(({ id }) => id).sort()).toEqual(files.sort());
  });
});

it('reads the accounts after however many files that supervisors would start', async () => {
  const many = Array.from({ length: 600 }, (_, i) => ({
    name: `etc/supervisor/conf.d/${i}.conf`,
    body: '[program:x]\n',
  }));
  const found = await said('IMG-EMPTYPW', { layers: [[...many, shadow('root::1::::::')]] });
  expect(found).toHaveLength(1);
});

const base: TarMember[] = [{ name: 'etc/os-release', body: 'ID=x\n' }];
const added = (...members: TarMember[]): Made => ({ layers: [base, members] });
const below = (...members: TarMember[]): Made => ({
  layers: [members, [{ name: 'app', body: '' }]],
});
const config = (values: Record<string, unknown>): Made => ({ config: values });
const start = (...words: string[]): Made => config({ Cmd: words });
const script = (text: string, more: Made = {}): Made => ({
  config: { Entrypoint: ['/start.sh'], ...more.config },
  layers: [
    base,
    [{ name: 'start.sh', body: `#!/bin/sh\n${text}`, mode: 0o755 }],
    ...(more.layers ?? []),
  ],
});
const file = (name: string, size: number): TarMember => ({ name, body: Buffer.alloc(size, 'a') });
const shadow = (text: string): TarMember => ({ name: 'etc/shadow', body: text });
const passwd = (text: string): TarMember => ({ name: 'etc/passwd', body: text });

describe.each<[string, [Made, string[]][]]>([
  [
    'IMG-ROOT',
    [
      [config({}), ['high USER: The image sets no user, so it runs as root.']],
      [config({ User: '0:0' }), ['high USER: The image runs as 0.']],
      [config({ User: 'root:x' }), ['high USER: The image runs as root.']],
      [config({ User: '00' }), ['high USER: The image runs as 00.']],
      [config({ User: '1000' }), []],
      [config({ User: 'node:0' }), []],
    ],
  ],
  [
    'IMG-SUID',
    [
      [
        added(program('usr/local/bin/helper', 0o4755)),
        [
          'medium layer 1: /usr/local/bin/helper runs with its owner’s or group’s rights, whoever starts it.',
        ],
      ],
      [
        added(
          program('a', 0o2755),
          program('b', 0o4755),
          program('c', 0o6755),
          program('d', 0o4755),
        ),
        [
          'medium layer 1: /a, /b, /c and 1 more run with their owner’s or group’s rights, whoever starts them.',
        ],
      ],
      [below(program('opt/helper', 0o4755)), []],
      [added(program('usr/bin/su', 0o4755), program('usr/lib/openssh/ssh-keysign', 0o4755)), []],
      [
        added(program('tmp/su', 0o4755)),
        ['medium layer 1: /tmp/su runs with its owner’s or group’s rights, whoever starts it.'],
      ],
      [{ layers: [[program('opt/h', 0o4755)], [program('opt/h', 0o4755)]] }, []],
      [{ layers: [[program('opt/h', 0o755)], [program('opt/h', 0o755)]] }, []],
      [{ layers: [base, [program('h', 0o4755)], [program('h', 0o755)]] }, []],
      [{ layers: [base, [program('h', 0o4755)], [{ name: '.wh.h' }]] }, []],
    ],
  ],
  [
    'IMG-SUDO',
    [
      [
        added(program('usr/bin/sudo', 0o4755)),
        ['medium layer 1: sudo is in the image: it lets a user become root.'],
      ],
      [
        below(program('usr/bin/doas', 0o4755)),
        ['medium FROM: doas is in the image: it lets a user become root.'],
      ],
      [added(program('usr/bin/sudo', 0o755)), []],
    ],
  ],
  [
    'IMG-WORLDW',
    [
      [
        added({ name: 'app', type: '5', mode: 0o777 }, { name: 'app/run', body: 'x', mode: 0o666 }),
        ['medium layer 1: Everybody in the container may write /app and /app/run.'],
      ],
      [added({ name: 'tmp', type: '5', mode: 0o1777 }), []],
      [added({ name: 'l', type: '2', link: 'x', mode: 0o777 }), []],
      [added({ name: 'dev/x', body: 'x', mode: 0o666 }), []],
      [below({ name: 'x', body: 'x', mode: 0o666 }), []],
    ],
  ],
  [
    'IMG-EMPTYPW',
    [
      [
        added(shadow('root::19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n')),
        ['critical layer 1: The account root in /etc/shadow has an empty password.'],
      ],
      [
        below(passwd('a::1:1::/:/bin/sh\nb::2:2::/:/bin/sh\n')),
        ['critical FROM: The accounts a and b in /etc/passwd have an empty password.'],
      ],
      [added(shadow('root:!:1::::::\nx:$6$abc:1::::::\n')), []],
      [added(shadow('\n\n:')), []],
      [{ layers: [[shadow('root::1::::::')], [shadow('root:*:1::::::')]] }, []],
      [{ layers: [[shadow('root::1::::::')], [{ name: 'etc/.wh.shadow' }]] }, []],
    ],
  ],
  [
    'IMG-UID0-DUP',
    [
      [
        added(passwd('root:x:0:0::/:/bin/sh\nadmin:x:0:0::/:/bin/sh\n')),
        ['high layer 1: admin in /etc/passwd is root by another name: the user id is 0.'],
      ],
      [
        added(passwd('root:x:0:0::/:/bin/sh\na:x:7:7::/:\nb:x:7:7::/:\n')),
        ['low layer 1: The accounts a and b in /etc/passwd share the id 7.'],
      ],
      [
        added({ name: 'etc/group', body: 'a:x:007:\nb:x:7:\n' }),
        ['low layer 1: The groups a and b in /etc/group share the id 7.'],
      ],
      [
        added(passwd('toor:x:0:0::/:')),
        ['high layer 1: toor in /etc/passwd is root by another name: the user id is 0.'],
      ],
      [added(passwd('root:x:0:0::/:\nroot:x:0:0::/:\n+::::::\n#x:x:0:0\n')), []],
    ],
  ],
  [
    'IMG-SSHD',
    [
      [
        added(program('usr/sbin/sshd')),
        ['high layer 1: An SSH server is in the image: /usr/sbin/sshd.'],
      ],
      [
        added(
          { name: 'root/.ssh/authorized_keys', body: 'k' },
          { name: 'etc/ssh/ssh_host_rsa_key', body: 'k' },
        ),
        [
          'high layer 1: SSH keys are in the image: /etc/ssh/ssh_host_rsa_key and /root/.ssh/authorized_keys.',
        ],
      ],
      [added({ name: 'root/.ssh/known_hosts', body: 'k' }, program('usr/bin/ssh')), []],
    ],
  ],
  [
    'IMG-PORT22',
    [
      [
        config({ ExposedPorts: { '22/tcp': {}, '80': {} } }),
        ['medium EXPOSE 22: Port 22 is exposed, where SSH listens.'],
      ],
      [
        config({ ExposedPorts: { '2370-2375/tcp': {} } }),
        ['high EXPOSE 2370: Port 2375 is exposed, where the Docker engine without TLS listens.'],
      ],
      [config({ ExposedPorts: { '22/udp': {}, '8022/tcp': {}, x: {} } }), []],
    ],
  ],
  [
    'IMG-HEALTH',
    [
      [start('app'), ['low FROM: The image has no health check.']],
      [
        config({ Cmd: ['a'], Healthcheck: { Test: ['NONE'] } }),
        ['low HEALTHCHECK: The image’s health check is switched off.'],
      ],
      [config({ Cmd: ['a'], Healthcheck: { Test: ['CMD', 'b'] } }), []],
      [config({}), []],
    ],
  ],
  [
    'IMG-PKGMGR',
    [
      [
        below(program('usr/bin/apt-get'), program('usr/bin/dpkg')),
        ['info FROM: The base image has apt-get and dpkg to install packages.'],
      ],
      [added(program('usr/local/bin/npm')), ['info layer 1: Packages can be installed with npm.']],
      [added(program('usr/bin/apt-get', 0o644), program('opt/bin/apk')), []],
    ],
  ],
  [
    'IMG-SHELL',
    [
      [
        below(program('bin/busybox'), { name: 'bin/sh', type: '2', link: 'busybox' }),
        ['info FROM: The base image has a shell: busybox and sh.'],
      ],
      [
        { layers: [[program('bin/sh')], [program('usr/bin/sh'), program('bin/zsh')]] },
        [
          'info FROM: The base image has a shell: sh.',
          'info layer 1: A shell is in the image: zsh.',
        ],
      ],
    ],
  ],
  [
    'IMG-COMPILER',
    [
      [
        added(program('usr/bin/gcc'), program('usr/bin/curl')),
        ['low layer 1: Tools to build, debug or download are left: curl and gcc.'],
      ],
      [
        below(program('usr/bin/gcc')),
        ['info FROM: The base image has tools to build, debug or download: gcc.'],
      ],
      [{ layers: [base, [program('usr/bin/gcc')], [{ name: 'usr/bin/.wh.gcc' }]] }, []],
    ],
  ],
  [
    'IMG-CACHE',
    [
      [
        added(file('var/lib/apt/lists/x_Packages', 1_200_000), file('root/.cache/pip/http/a', 10)),
        [
          'low layer 1: 1.2 MB of this layer are the caches of apt and pip: rm -rf /var/lib/apt/lists/* in the same RUN.',
        ],
      ],
      [
        {
          layers: [
            base,
            [file('home/node/.npm/_cacache/a', 2_000_000)],
            [{ name: 'home/node/.wh..npm' }],
          ],
        },
        [
          'low layer 1: 2.0 MB of this layer are the cache of npm: npm cache clean --force in the same RUN.',
        ],
      ],
      [
        added(file('var/cache/apt/archives/a.deb', 2_000_000)),
        [
          'low layer 1: 2.0 MB of this layer are the cache of apt’s downloads: apt-get clean in the same RUN.',
        ],
      ],
      [added(file('var/lib/apt/lists/x', 900_000)), []],
      [below(file('var/lib/apt/lists/x', 2_000_000)), []],
    ],
  ],
  [
    'IMG-EFF',
    [
      [
        { layers: [base, [file('big', 3_000_000)], [file('big', 3_000_000)]] },
        [
          'low layer 2: Layer efficiency is 50 %: 3.0 MB of the layers are replaced or deleted by later ones.',
        ],
      ],
      [{ layers: [base, [file('big', 3_000_000)], [file('other', 3_000_000)]] }, []],
      [
        {
          layers: [[file('big', 3_000_000)], [file('big', 3_000_000)], [file('x', 1)]],
          baseLayers: 2,
        },
        [],
      ],
    ],
  ],
  [
    'IMG-WASTE',
    [
      [
        { layers: [base, [file('big', 3_000_000)], [{ name: '.wh.big' }]] },
        [
          'low layer 2: 100 % of what is added above the lowest layer is written more than once; 3.0 MB can be saved.',
        ],
      ],
      [{ layers: [base, [file('a', 500_000)], [file('a', 500_000)]] }, []],
    ],
  ],
  [
    'IMG-AGE',
    [
      [{ created: '2026-02-01T00:00:00Z' }, ['medium FROM: The image was built 120 days ago.']],
      [{ created: '1970-01-01T00:00:00Z' }, []],
      [{ created: 'yesterday' }, []],
      [{ created: '2026-05-01T00:00:00Z' }, []],
      [
        { created: '2026-05-31T00:00:00Z', history: [{ created: '2026-01-01T00:00:00Z' }] },
        ['medium FROM: The base image was built 151 days ago.'],
      ],
    ],
  ],
  [
    'IMG-EOL',
    [
      [
        config({ Env: ['NODE_VERSION=14.21.3'] }),
        ['high FROM: node 14 in the image has been without support since 2023-04-30.'],
      ],
      [config({ Env: ['NODE_VERSION=24.1.0', 'PYTHON_VERSION='] }), []],
    ],
  ],
  [
    'IMG-LABELS',
    [
      [
        config({
          Labels: {
            'org.opencontainers.image.source': 'x',
            'org.opencontainers.image.revision': ' ',
          },
        }),
        [
          'info FROM: The image has no label org.opencontainers.image.{revision,created,licenses,base.digest}.',
        ],
      ],
      [
        config({
          Labels: Object.fromEntries(
            ['source', 'revision', 'created', 'licenses', 'base.digest'].map((name) => [
              `org.opencontainers.image.${name}`,
              'x',
            ]),
          ),
        }),
        [],
      ],
    ],
  ],
  [
    'IMG-VOLUME',
    [
      [
        config({ Volumes: { '/etc/': {}, '/data': {} } }),
        ['high VOLUME /etc/: The volume /etc/ covers a folder of the system.'],
      ],
      [
        config({ Volumes: { '/': {} } }),
        ['high VOLUME /: The volume / covers a folder of the system.'],
      ],
      [
        config({ Volumes: { '/var/run/docker.sock': {} } }),
        [
          'high VOLUME /var/run/docker.sock: The volume /var/run/docker.sock covers a folder of the system.',
        ],
      ],
      [config({ Volumes: { '/var/lib/app': {} } }), []],
    ],
  ],
  [
    'IMG-JUNK',
    [
      [
        added(
          { name: 'app/.git/HEAD', body: 'x' },
          { name: 'app/.git/config', body: 'x' },
          { name: 'app/Dockerfile', body: 'x' },
        ),
        ['medium layer 1: Files of the repository are in the image: /app/.git, /app/Dockerfile.'],
      ],
      [
        added({ name: 'app/compose.prod.yaml', body: 'x' }),
        ['low layer 1: Files of the repository are in the image: /app/compose.prod.yaml.'],
      ],
      [
        added(
          { name: 'app/node_modules/x/Dockerfile', body: 'x' },
          { name: 'usr/share/x/.git/HEAD', body: 'x' },
        ),
        [],
      ],
    ],
  ],
  [
    'IMG-LATEST',
    [
      [{ tags: ['acme/app:latest'] }, ['medium FROM: The image is called acme/app:latest.']],
      [{ tags: ['localhost:5000/app:latest', 'app:1'] }, []],
      [{ tags: [] }, []],
    ],
  ],
  [
    'IMG-ENVSECRET',
    [
      [
        config({ Env: ['DB_PASSWORD=hunter2', 'PATH=/bin'] }),
        [
          'critical ENV DB_PASSWORD: The value of DB_PASSWORD stays readable in the image’s configuration.',
        ],
      ],
      [config({ Env: ['DB_PASSWORD=', '=x', 'DB_PASSWORD'] }), []],
    ],
  ],
  [
    'IMG-HISTSECRET',
    [
      [
        { history: [{ created_by: 'RUN |1 NPM_TOKEN=abc /bin/sh -c npm ci # buildkit' }] },
        ['critical FROM: The value of NPM_TOKEN stays readable in the image’s history.'],
      ],
      [
        {
          history: [
            { created_by: 'ARG NPM_TOKEN=abc', empty_layer: true },
            { created_by: 'COPY a b' },
          ],
        },
        ['critical ARG NPM_TOKEN: The value of NPM_TOKEN stays readable in the image’s history.'],
      ],
      [
        {
          config: { Env: ['A_TOKEN=abc'] },
          history: [{ created_by: 'ENV A_TOKEN=abc', empty_layer: true }, {}],
        },
        [],
      ],
    ],
  ],
  [
    'IMG-SECRETFILE',
    [
      [
        added({ name: 'root/.aws/credentials', body: 'k' }),
        ['high layer 1: /root/.aws/credentials is a file for credentials.'],
      ],
      [
        { layers: [base, [{ name: 'root/.netrc', body: 'k' }], [{ name: 'root/.wh..netrc' }]] },
        [
          'high layer 1: /root/.netrc is a file for credentials: deleted or replaced later, and still in this layer.',
        ],
      ],
      [
        added(
          { name: 'app/node_modules/x/test/id_rsa', body: 'k' },
          { name: 'root/.netrc', body: '' },
        ),
        [],
      ],
    ],
  ],
  [
    'IMG-SERVER',
    [
      [
        start('/usr/bin/supervisord', '-n'),
        ['low CMD: The container starts supervisord (supervisord), as a server does.'],
      ],
      [
        start('/usr/bin/tini', '--', 'cron', '-f'),
        ['low CMD: The container starts cron (cron), as a server does.'],
      ],
      [
        script('exec /usr/sbin/sshd -D\n'),
        ['low CMD: The container starts an SSH server (sshd in /start.sh), as a server does.'],
      ],
      [
        added(program('usr/sbin/cron'), program('usr/sbin/rsyslogd')),
        ['low layer 1: The image has what a server has: cron and a log server.'],
      ],
      [
        added(
          { name: 'usr/sbin/crond', type: '2', link: '/bin/busybox' },
          program('usr/sbin/rsyslogd'),
        ),
        [],
      ],
      [start('node', 'server.js'), []],
    ],
  ],
  [
    'IMG-IDLE',
    [
      [
        start('sleep', 'infinity'),
        ['medium CMD: The container is kept alive by sleep infinity and does nothing itself.'],
      ],
      [
        start('/bin/sh', '-c', 'sleep 365d'),
        ['medium CMD: The container is kept alive by sleep 365d and does nothing itself.'],
      ],
      [
        start('/bin/sh', '-c', 'service nginx start && tail -f /var/log/nginx/access.log'),
        [
          'medium CMD: The container is kept alive by tail -f /var/log/nginx/access.log: what it really runs is not watched.',
        ],
      ],
      [
        script('mkdir -p /x\nexec tail -F /dev/null'),
        [
          'medium ENTRYPOINT: The container is kept alive by tail -f /dev/null and does nothing itself.',
        ],
      ],
      [
        start('bash'),
        ['low CMD: The container starts a shell, bash, and waits to be used by hand.'],
      ],
      [
        start('/bin/sh', '-l'),
        ['low CMD: The container starts a shell, sh, and waits to be used by hand.'],
      ],
      [start('/bin/sh', '-c', 'sleep 5; exec server'), []],
      [start('sleep', '5'), []],
      [start('bash', 'run.sh'), []],
      [config({}), []],
    ],
  ],
  [
    'IMG-DAEMONS',
    [
      [
        start('/bin/sh', '-c', 'service cron start && php-fpm -D && nginx -g "daemon off;"'),
        ['medium CMD: The container starts several services: cron, php-fpm and nginx.'],
      ],
      [
        script('redis-server &\n# worker & more\necho "a & b"\nexec python app.py >/log 2>&1\n'),
        ['medium CMD: The container starts several services: redis-server and python.'],
      ],
      [
        {
          ...added({
            name: 'etc/supervisor/conf.d/a.conf',
            body: '[program:web]\ncommand=x\n[program:db]\n',
          }),
          config: { Cmd: ['supervisord'] },
        },
        ['medium layer 1: The container runs 2 services under a supervisor: web and db.'],
      ],
      [
        {
          ...added(program('etc/services.d/a/run'), program('etc/services.d/b/run')),
          config: { Entrypoint: ['/init'] },
        },
        ['medium layer 1: The container runs 2 services under a supervisor: a and b.'],
      ],
      [
        {
          ...added({ name: 'etc/supervisord.conf', body: '[program:web]\n' }),
          config: { Cmd: ['supervisord'] },
        },
        [],
      ],
      [script('sleep 1 &\nexec server &>/dev/null\n'), []],
      [
        {
          config: { Entrypoint: ['/start.sh'] },
          layers: [
            [{ name: 'start.sh', body: '#!/bin/sh\nmysqld &\nexec "$@"', mode: 0o755 }],
            [{ name: 'x', body: '' }],
          ],
        },
        [],
      ],
    ],
  ],
  [
    'IMG-STATE',
    [
      [
        start('postgres'),
        [
          'medium CMD: The container runs PostgreSQL and declares no volume: its data, in /var/lib/postgresql by default, is lost with the container.',
        ],
      ],
      [config({ Cmd: ['postgres'], Volumes: { '/var/lib/postgresql/data': {} } }), []],
      [
        added({ name: 'var/lib/mysql/ibdata1', body: 'x' }),
        ['low layer 1: The data of a server is in the image itself: /var/lib/mysql/ibdata1.'],
      ],
    ],
  ],
])('%s', (rule, cases) => {
  test.each(cases.map(([made, expected], index) => [index + 1, made, expected] as const))(
    'says of case %s what it is',
    async (_, made, expected) => {
      expect(await said(rule, made)).toEqual(expected);
    },
  );
});

/** `security.capability` of version 2 with these bits permitted and effective. */
function capability(...bits: number[]): string {
  const value = Buffer.alloc(20);
  value.writeUInt32LE(0x02000001, 0);
  for (const bit of bits)
    value.writeUInt32LE(value.readUInt32LE(bit < 32 ? 4 : 12) + 2 ** (bit % 32), bit < 32 ? 4 : 12);
  return value.toString('latin1');
}

/** As `pax`, for a value that is no text. */
function paxBytes(key: string, value: string): TarMember {
  const rest = Buffer.byteLength(` ${key}=\n`) + value.length;
  const length = rest + String(rest + 2).length;
  return {
    name: 'PaxHeaders/x',
    type: 'x',
    body: Buffer.from(`${length} ${key}=${value}\n`, 'latin1'),
  };
}

describe('IMG-FILECAP', () => {
  const cap = (...bits: number[]) =>
    paxBytes('SCHILY.xattr.security.capability', capability(...bits));
  test.each<[string, Made, string[]]>([
    [
      'a port',
      added(cap(10), program('bin/a')),
      ['medium layer 1: /bin/a has the capabilities NET_BIND_SERVICE, whoever starts it.'],
    ],
    [
      'more than 31 bits',
      added(cap(21, 39), program('bin/a')),
      ['high layer 1: /bin/a has the capabilities SYS_ADMIN and BPF, whoever starts it.'],
    ],
    ['none', added(cap(), program('bin/a')), []],
    ['the base image’s', below(cap(10), program('bin/ping')), []],
    [
      'the base image’s, again',
      {
        layers: [
          [cap(10), program('a')],
          [cap(10), program('a')],
        ],
      },
      [],
    ],
    [
      'what is no capability',
      added(pax({ 'SCHILY.xattr.security.capability': 'xx' }), program('bin/a')),
      ['medium layer 1: /bin/a has capabilities that cannot be read.'],
    ],
  ])('%s', async (_, made, expected) => {
    expect(await said('IMG-FILECAP', made)).toEqual(expected);
  });
});

describe('many', () => {
  it('thousands of files of one kind in a layer are one finding, which counts them', async () => {
    const members = Array.from({ length: 3_000 }, (_, i) => program(`opt/${i}`, 0o4777));
    const findings = await hardeningOf(added(...members));
    const found = findings.filter(({ rule }) => rule === 'IMG-SUID' || rule === 'IMG-WORLDW');
    expect(found.map((f) => detailsOf(f).count)).toEqual([3_000, 3_000]);
    expect(JSON.stringify(findings).length).toBeLessThan(20_000);
  });

  it('the same image built again has the same fingerprints, each of them once', async () => {
    const made = added(program('a', 0o4755), program('usr/sbin/sshd'), program('b', 0o777));
    const prints = async (created: string) =>
      (await hardeningOf({ ...made, created })).map(({ fingerprint }) => fingerprint);
    const first = await prints('2026-05-01T00:00:00Z');
    expect(await prints('2026-05-02T00:00:00Z')).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });
});
