import type { FileChanges, Files, SampleFile, SampleImage } from './sample-image.js';
import { CONFIG, ELF, GROUP, OTHER_ELF, PACKAGES, PASSWD } from './ten-images.js';

/** A kind of change, alone, with what must be reported of it. */
export interface Mutation {
  readonly name: string;
  /** Files that the image has before, too. */
  readonly given?: Files;
  readonly files?: FileChanges;
  /** An instruction of the Dockerfile that is new, or replaces that of the same keyword. */
  readonly instruction?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Each `risk: message`. */
  readonly expected: readonly string[];
}

const FILE_MUTATIONS: readonly (readonly [
  name: string,
  files: FileChanges,
  expected: string | readonly string[],
  given?: Files,
])[] = [
  [
    'a program without a package is added',
    { 'opt/miner': { body: ELF, mode: 0o755 } },
    'medium: New program opt/miner',
  ],
  [
    'a library without a package is added',
    { 'opt/libx.so.1': { body: ELF } },
    'medium: New library opt/libx.so.1',
  ],
  [
    'a script is added',
    { 'opt/go': { body: '#!/bin/sh\nid\n', mode: 0o755 } },
    'low: New script opt/go',
  ],
  ['an archive is added', { 'opt/a.zip': { body: 'PK\x03\x04abc' } }, 'low: New archive opt/a.zip'],
  [
    'a private key is added',
    { 'app/id': { body: '-----BEGIN OPENSSH PRIVATE KEY-----\nx\n' } },
    'high: New private key app/id',
  ],
  ['an empty file is added', { 'app/on': { body: '' } }, 'info: New file app/on'],
  ['a name has a line feed', { 'app/a\nb': { body: 'x' } }, 'info: New file app/a\nb'],
  ['a link is added', { 'app/ln': { type: '2', link: '/' } }, 'info: New link app/ln'],
  [
    'a hard link to a program is added',
    { 'opt/two': { type: '1', link: 'opt/one', mode: 0o755 } },
    'medium: New program opt/two',
    { 'opt/one': { body: ELF, mode: 0o755 } },
  ],
  [
    'an empty directory is added',
    { 'srv/drop': { type: '5', mode: 0o777 } },
    'info: New directory srv/drop',
  ],
  ['a device is added', { 'dev/sda': { type: '4', mode: 0o666 } }, 'low: New device dev/sda'],
  ['a pipe is added', { 'run/pipe': { type: '6' } }, 'info: New pipe run/pipe'],
  [
    'a setuid program is added',
    { 'opt/su': { body: ELF, mode: 0o4755 } },
    'high: New setuid root program opt/su',
  ],
  [
    'a program becomes setuid',
    { 'opt/x': { body: ELF, mode: 0o4755 } },
    'high: New setuid root program opt/x',
    { 'opt/x': { body: ELF, mode: 0o755 } },
  ],
  [
    'a program becomes setgid',
    { 'opt/x': { body: ELF, mode: 0o2755 } },
    'high: New setgid program opt/x',
    { 'opt/x': { body: ELF, mode: 0o755 } },
  ],
  [
    'a program gets capabilities',
    {
      'opt/x': {
        body: ELF,
        mode: 0o755,
        capabilities: Buffer.from('0100000200200000000000000000000000000000', 'hex'),
      },
    },
    'high: New capabilities of program opt/x',
    { 'opt/x': { body: ELF, mode: 0o755 } },
  ],
  [
    'a script is changed',
    { 'app/run.sh': { body: '#!/bin/sh\necho 2\n', mode: 0o755 } },
    'low: Changed script app/run.sh (content)',
  ],
  [
    'one byte of a file is changed',
    { 'app/main.dat': { body: 'onE\n' } },
    'info: Changed file app/main.dat (content)',
  ],
  [
    'the length of a file is changed',
    { 'app/main.dat': { body: 'one\n\n' } },
    'info: Changed file app/main.dat (content)',
  ],
  [
    'one byte of a file of 5 MB is changed',
    { 'app/big': { body: Buffer.alloc(5 << 20).fill(1, (5 << 20) - 1) } },
    'info: Changed file app/big (content)',
    { 'app/big': { body: Buffer.alloc(5 << 20) } },
  ],
  [
    'a program is changed',
    { 'opt/x': { body: OTHER_ELF, mode: 0o755 } },
    'medium: Changed program opt/x (content)',
    { 'opt/x': { body: ELF, mode: 0o755 } },
  ],
  ['a file is removed', { 'app/main.dat': undefined }, 'info: Removed app/main.dat'],
  [
    'a directory is removed',
    { 'app/assets/a.css': undefined, 'app/assets/b.css': undefined },
    ['info: Removed app/assets/a.css', 'info: Removed app/assets/b.css'],
  ],
  [
    'a file is moved',
    { 'app/main.dat': undefined, 'app/other.dat': { body: 'one\n' } },
    ['info: New file app/other.dat', 'info: Removed app/main.dat'],
  ],
  [
    'a link replaces a file',
    { 'app/main.dat': { type: '2', link: '/etc/passwd' } },
    'info: Changed link app/main.dat (type, target)',
  ],
  [
    'a file replaces a link',
    { 'app/current': { body: 'x' } },
    'info: Changed file app/current (type, target)',
  ],
  [
    'the target of a link is changed',
    { 'app/current': { type: '2', link: 'run.sh' } },
    'info: Changed link app/current (target)',
  ],
  [
    'permissions of a file are changed',
    { 'app/main.dat': { body: 'one\n', mode: 0o666 } },
    'info: Changed file app/main.dat (mode)',
  ],
  [
    'the owner of a file is changed',
    { 'app/main.dat': { body: 'one\n', uid: 1000 } },
    'info: Changed file app/main.dat (owner)',
  ],
  [
    'the group of a file is changed',
    { 'app/main.dat': { body: 'one\n', gid: 1000 } },
    'info: Changed file app/main.dat (owner)',
  ],
  [
    'permissions of a directory are changed',
    { tmp: { type: '5', mode: 0o777 } },
    'info: Changed directory tmp (mode)',
  ],
  [
    'a rule of sudo is added',
    { 'etc/sudoers.d/app': { body: 'app ALL=(ALL) NOPASSWD: ALL\n' } },
    'high: New rule of sudo etc/sudoers.d/app',
  ],
  [
    'a cron job is added',
    { 'etc/cron.d/x': { body: '* * * * * root id\n' } },
    'medium: New cron job etc/cron.d/x',
  ],
  [
    'a systemd unit is added',
    { 'etc/systemd/system/x.service': { body: '[Service]\n' } },
    'medium: New systemd unit etc/systemd/system/x.service',
  ],
  [
    'a certificate authority is added',
    { 'usr/local/share/ca-certificates/x.crt': { body: 'x' } },
    'medium: New certificate authority usr/local/share/ca-certificates/x.crt',
  ],
  [
    'a preloaded library is added',
    { 'etc/ld.so.preload': { body: '/opt/x.so\n' } },
    'high: New library for every program, named in etc/ld.so.preload',
  ],
  [
    'a key for logins is added',
    { 'root/.ssh/authorized_keys': { body: 'ssh-ed25519 x\n' } },
    'high: New key that may log in, root/.ssh/authorized_keys',
  ],
  [
    'a repository of packages is added',
    { 'etc/apk/repositories': { body: 'http://example.com/\n' } },
    [
      'medium: New host example.com in etc/apk/repositories',
      'medium: New source of packages etc/apk/repositories',
    ],
  ],
  [
    'a key for packages is added',
    { 'usr/share/keyrings/x.gpg': { body: 'x' } },
    'medium: New key for packages usr/share/keyrings/x.gpg',
  ],
  [
    'a user is added',
    { 'etc/passwd': { body: `${PASSWD}x:x:7:7::/:/bin/sh\n` } },
    'low: New user x of the system',
  ],
  [
    'a second root is added',
    { 'etc/passwd': { body: `${PASSWD}x:x:0:0::/:/bin/sh\n` } },
    'high: User x of the system has ID 0 now, as root has',
  ],
  [
    'a second root is added by another form of its number',
    { 'etc/passwd': { body: `${PASSWD}x:x:00:0::/:/bin/sh\nx:x:7:7::/:/bin/sh\n` } },
    'high: User x of the system has ID 0 now, as root has',
  ],
  [
    'a member of a group is added',
    { 'etc/group': { body: GROUP.replace('10:', '10:app') } },
    'high: Changed group wheel of the system: new member app',
  ],
];

const SETTING_MUTATIONS: readonly (readonly [
  name: string,
  instruction: string,
  config: Readonly<Record<string, unknown>>,
  expected: string,
])[] = [
  [
    'the user becomes root',
    'USER root',
    { User: 'root' },
    'high: Runs as root now, and not as app',
  ],
  [
    'the entry point runs through a shell',
    'ENTRYPOINT /app/run.sh',
    { Entrypoint: ['/bin/sh', '-c', '/app/run.sh'] },
    'medium: The entry point runs through a shell now: ["/bin/sh","-c","/app/run.sh"]',
  ],
  [
    'the entry point runs through a shell that env starts',
    'ENTRYPOINT ["env", "sh", "-c", "/app/run.sh"]',
    { Entrypoint: ['env', 'sh', '-c', '/app/run.sh'] },
    'medium: The entry point runs through a shell now: ["env","sh","-c","/app/run.sh"]',
  ],
  ['the command changes', 'CMD ["x"]', { Cmd: ['x'] }, 'low: New command ["x"]'],
  [
    'a port is added',
    'EXPOSE 80 22',
    { ExposedPorts: { '80/tcp': {}, '22/tcp': {} } },
    'medium: New port 22/tcp',
  ],
  ['a volume is added', 'VOLUME /data', { Volumes: { '/data': {} } }, 'low: New volume /data'],
  [
    'PATH changes',
    'ENV PATH=/tmp:/usr/bin MODE=a',
    { Env: ['PATH=/tmp:/usr/bin', 'MODE=a'] },
    'medium: Changed environment variable PATH: /tmp:/usr/bin',
  ],
  [
    'LD_PRELOAD is set',
    'ENV PATH=/usr/bin MODE=a LD_PRELOAD=/x.so',
    { Env: [...CONFIG.Env, 'LD_PRELOAD=/x.so'] },
    'high: New environment variable LD_PRELOAD: /x.so',
  ],
  [
    'a variable changes',
    'ENV PATH=/usr/bin MODE=b',
    { Env: ['PATH=/usr/bin', 'MODE=b'] },
    'info: Changed environment variable MODE',
  ],
  ['a label changes', 'LABEL team=b', { Labels: { team: 'b' } }, 'info: Changed label team'],
  [
    'the stop signal changes',
    'STOPSIGNAL SIGINT',
    { StopSignal: 'SIGINT' },
    'info: New stop signal SIGINT',
  ],
  [
    'the working directory changes',
    'WORKDIR /app',
    { WorkingDir: '/app' },
    'low: New working directory /app',
  ],
  [
    'a health check is added',
    'HEALTHCHECK CMD ["x"]',
    { Healthcheck: { Test: ['CMD', 'x'] } },
    'info: New health check ["CMD","x"]',
  ],
];

/** The kinds of changes that an image can have. */
export function mutationsOf(image: SampleImage): readonly Mutation[] {
  return [
    ...FILE_MUTATIONS.map(([name, files, expected, given]) => ({
      name,
      files,
      expected: [expected].flat(),
      ...(given && { given }),
    })),
    ...SETTING_MUTATIONS.map(([name, instruction, config, expected]) => ({
      name,
      instruction,
      config,
      expected: [expected],
    })),
    ...packageMutations(image),
  ];
}

function packageMutations({ packages }: SampleImage): readonly Mutation[] {
  if (!packages) return [];
  const { type, files, reported, owner } = packages;
  const change = (now: Readonly<Record<string, string>>): FileChanges => {
    const [before, after] = [files(PACKAGES), files(now)];
    const gone = Object.keys(before).filter((path) => !(path in after));
    const isNew = ([path, { body }]: readonly [string, SampleFile]) =>
      Buffer.compare(Buffer.from(body ?? ''), Buffer.from(before[path]?.body ?? '')) !== 0;
    return {
      ...Object.fromEntries(gone.map((path) => [path, undefined])),
      ...Object.fromEntries(Object.entries(after).filter(isNew)),
    };
  };
  const version = (number: string) => (type === 'rpm' ? `${number}-1` : number);
  const tool = reported('tool');
  const of = `${type} package tool ${version('1.0')}`;
  return [
    {
      name: 'a package is added',
      files: change({ ...PACKAGES, fresh: '2' }),
      expected: [`low: New ${type} package ${reported('fresh')} ${version('2')}`],
    },
    {
      name: 'a package is removed',
      files: {
        ...change({ base: '1' }),
        ...(owner && { 'usr/bin/tool': undefined, 'usr/lib/libtool.so.1': undefined }),
      },
      expected: [`info: Removed ${type} package ${tool} ${version('1.0')}`],
    },
    {
      name: 'a package is raised',
      files: change({ ...PACKAGES, tool: '1.10' }),
      expected: [
        `info: Raised ${type} package ${tool} from ${version('1.0')} to ${version('1.10')}`,
      ],
    },
    {
      name: 'a package is lowered',
      files: change({ ...PACKAGES, tool: '0.9' }),
      expected: [
        `medium: Lowered ${type} package ${tool} from ${version('1.0')} to ${version('0.9')}`,
      ],
    },
    ...(owner === undefined
      ? []
      : [
          {
            name: 'a program of a package gets another owner',
            files: { 'usr/bin/tool': { body: ELF, mode: 0o755, uid: 1000 } },
            expected: [`low: Changed usr/bin/tool of ${of} (owner)`],
          },
          {
            name: 'a program of a package is changed',
            files: { 'usr/bin/tool': { body: OTHER_ELF, mode: 0o755 } },
            expected: [`high: Changed program usr/bin/tool of ${of} (content)`],
          },
          {
            name: 'a library of a package is changed',
            files: { 'usr/lib/libtool.so.1': { body: OTHER_ELF } },
            expected: [`high: Changed library usr/lib/libtool.so.1 of ${of} (content)`],
          },
        ]),
  ];
}
