import { dnsQuestion, fastCgiPing, type Probe } from './probe.js';

/** An image of a program of Debian, written as people write them. */
export interface ProgramImage {
  readonly packages: readonly string[];
  /** The lines of the Dockerfile after the installation. */
  readonly dockerfile: readonly string[];
  /** Files of the build context. */
  readonly files?: Readonly<Record<string, string>>;
  readonly probe: Probe;
}

/** A start script that prepares folders as root and then becomes `user`. */
export function dropping(user: string, ...prepare: readonly string[]): string {
  const lines = [
    '#!/bin/sh',
    'set -e',
    `if [ "$(id -u)" = "0" ]; then`,
    ...prepare.map((line) => `  ${line}`),
    `  exec gosu ${user} "$0" "$@"`,
    'fi',
    'exec "$@"',
  ];
  return `${lines.join('\n')}\n`;
}

export const START = 'start.sh';
export const COPY_START = 'COPY --chmod=755 start.sh /usr/local/bin/start.sh';
export const ENTRYPOINT = 'ENTRYPOINT ["start.sh"]';

/** Programs that change their user themselves, or stay root. */
const ROOT_SERVERS: Readonly<Record<string, ProgramImage>> = {
  nginx: {
    packages: ['nginx-light'],
    dockerfile: [
      'RUN ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log',
      COPY_START,
      'EXPOSE 80',
      ENTRYPOINT,
      'CMD ["nginx", "-g", "daemon off;"]',
    ],
    files: {
      [START]:
        '#!/bin/sh\nset -e\n# Settings of the day.\necho "client_max_body_size 8m;" > /etc/nginx/conf.d/size.conf\nexec "$@"\n',
    },
    probe: { port: 80, http: '/', expect: 'HTTP/1.1 200' },
  },
  apache: {
    packages: ['apache2'],
    dockerfile: ['EXPOSE 80', 'CMD ["apachectl", "-D", "FOREGROUND"]'],
    probe: { port: 80, http: '/', expect: 'HTTP/1.1 200' },
  },
  lighttpd: {
    packages: ['lighttpd'],
    dockerfile: ['EXPOSE 80', 'CMD ["lighttpd", "-D", "-f", "/etc/lighttpd/lighttpd.conf"]'],
    probe: { port: 80, http: '/', expect: 'HTTP/1.[01] (?:200|403|404)' },
  },
  squid: {
    packages: ['squid'],
    dockerfile: [
      'EXPOSE 3128',
      'ENTRYPOINT ["squid"]',
      'CMD ["-N", "-d1", "-f", "/etc/squid/squid.conf"]',
    ],
    probe: { port: 3128, http: '/', expect: 'HTTP/1.[01] [234]' },
  },
  unbound: {
    packages: ['unbound'],
    dockerfile: [
      'RUN rm /etc/unbound/unbound.conf.d/root-auto-trust-anchor-file.conf',
      'COPY local.conf /etc/unbound/unbound.conf.d/local.conf',
      'EXPOSE 53/udp 53/tcp',
      'CMD ["unbound", "-d", "-p"]',
    ],
    files: {
      'local.conf':
        'server:\n  interface: 0.0.0.0\n  do-ip6: no\n  use-syslog: no\n  username: unbound\n  local-data: "portside.test. A 192.0.2.7"\n',
    },
    probe: { port: 53, send: dnsQuestion('portside.test'), expect: 'portside' },
  },
  bind: {
    packages: ['bind9'],
    dockerfile: [
      'VOLUME ["/var/cache/bind"]',
      'EXPOSE 53/udp 53/tcp',
      'CMD ["named", "-g", "-u", "bind"]',
    ],
    probe: { port: 53, send: dnsQuestion('localhost'), expect: 'localhost' },
  },
  dnsmasq: {
    packages: ['dnsmasq-base'],
    dockerfile: [
      'RUN echo "address=/portside.test/192.0.2.7" > /etc/dnsmasq.conf',
      'EXPOSE 53/udp 53/tcp',
      'ENTRYPOINT ["dnsmasq", "--keep-in-foreground", "--log-facility=-"]',
    ],
    probe: { port: 53, send: dnsQuestion('portside.test'), expect: 'portside' },
  },
  'php-fpm': {
    packages: ['php8.4-fpm'],
    dockerfile: [
      'RUN sed -i -e "s/^listen = .*/listen = 9000/" -e "s/^;ping.path/ping.path/" /etc/php/8.4/fpm/pool.d/www.conf',
      'EXPOSE 9000',
      'CMD ["php-fpm8.4", "--nodaemonize"]',
    ],
    probe: { port: 9000, send: fastCgiPing(), expect: 'pong' },
  },
  openssh: {
    packages: ['openssh-server'],
    dockerfile: [
      'RUN useradd --create-home --shell /bin/sh deploy && mkdir -p /run/sshd',
      COPY_START,
      'EXPOSE 22',
      ENTRYPOINT,
      'CMD ["/usr/sbin/sshd", "-D", "-e"]',
    ],
    files: { [START]: '#!/bin/sh\nset -e\nmkdir -p /run/sshd\nssh-keygen -A\nexec "$@"\n' },
    // The answer comes from the process that has no privileges.
    probe: { port: 22, send: 'SSH-2.0-portside\r\n', expect: 'curve25519' },
  },
};

/** Programs whose start script becomes another user. */
const DROPPED_SERVERS: Readonly<Record<string, ProgramImage>> = {
  redis: {
    packages: ['redis-server', 'gosu'],
    dockerfile: [
      'RUN mkdir /data && chown redis:redis /data',
      'VOLUME /data',
      'WORKDIR /data',
      COPY_START,
      'EXPOSE 6379',
      ENTRYPOINT,
      'CMD ["redis-server", "--protected-mode", "no"]',
    ],
    files: { [START]: dropping('redis', `find . \\! -user redis -exec chown redis '{}' +`) },
    probe: { port: 6379, send: 'SAVE\r\n', expect: '\\+OK' },
  },
  valkey: {
    packages: ['valkey-server', 'gosu'],
    dockerfile: [
      'VOLUME /var/lib/valkey',
      'WORKDIR /var/lib/valkey',
      COPY_START,
      'EXPOSE 6379',
      ENTRYPOINT,
      'CMD ["valkey-server", "--protected-mode", "no"]',
    ],
    files: { [START]: dropping('valkey', 'chown -R valkey:valkey /var/lib/valkey') },
    probe: { port: 6379, send: 'SAVE\r\n', expect: '\\+OK' },
  },
  postgres: {
    packages: ['postgresql-17', 'gosu'],
    dockerfile: [
      'ENV PATH=/usr/lib/postgresql/17/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/data',
      'RUN install -d -o postgres -g postgres -m 700 "$PGDATA"',
      'VOLUME /var/lib/postgresql/data',
      COPY_START,
      'EXPOSE 5432',
      ENTRYPOINT,
      'CMD ["postgres", "-c", "listen_addresses=*"]',
    ],
    files: {
      [START]: [
        '#!/bin/sh',
        'set -e',
        'if [ "$(id -u)" = "0" ]; then',
        '  mkdir -p "$PGDATA" /var/run/postgresql',
        '  chmod 700 "$PGDATA"',
        '  chown -R postgres "$PGDATA" /var/run/postgresql',
        '  exec gosu postgres "$0" "$@"',
        'fi',
        'if [ ! -s "$PGDATA/PG_VERSION" ]; then',
        '  initdb --auth=trust > /dev/null',
        'fi',
        'exec "$@"',
        '',
      ].join('\n'),
    },
    probe: { port: 5432, send: '\0\0\0\b\x04\xd2\x16\x2f', expect: '^[NS]' },
  },
  mariadb: {
    packages: ['mariadb-server', 'gosu'],
    dockerfile: [
      'RUN rm -rf /var/lib/mysql && install -d -o mysql -g mysql /var/lib/mysql',
      'VOLUME /var/lib/mysql',
      COPY_START,
      'EXPOSE 3306',
      ENTRYPOINT,
      'CMD ["mariadbd", "--bind-address=0.0.0.0"]',
    ],
    files: {
      [START]: [
        '#!/bin/bash',
        'set -eo pipefail',
        'datadir=/var/lib/mysql',
        'if [ "$(id -u)" = "0" ]; then',
        '  mkdir -p "$datadir" /run/mysqld',
        '  chown -R mysql:mysql "$datadir" /run/mysqld',
        '  exec gosu mysql "$0" "$@"',
        'fi',
        'if [ ! -d "$datadir/mysql" ]; then',
        '  mariadb-install-db --datadir="$datadir" --skip-test-db > /dev/null',
        'fi',
        'exec "$@"',
        '',
      ].join('\n'),
    },
    probe: { port: 3306, expect: 'MariaDB|not allowed' },
  },
  mosquitto: {
    packages: ['mosquitto', 'gosu'],
    dockerfile: [
      'RUN printf "listener 1883\\nallow_anonymous true\\npersistence true\\npersistence_location /mosquitto/data/\\n" > /etc/mosquitto/mosquitto.conf \\',
      ' && install -d -o mosquitto -g mosquitto /mosquitto/data',
      COPY_START,
      'EXPOSE 1883',
      ENTRYPOINT,
      'CMD ["mosquitto", "-c", "/etc/mosquitto/mosquitto.conf"]',
    ],
    files: { [START]: dropping('mosquitto', 'chown -R mosquitto:mosquitto /mosquitto') },
    probe: { port: 1883, send: '\x10\x0d\0\x04MQTT\x04\x02\0<\0\x01a', expect: '^\\x20\\x02' },
  },
};

/** Programs that the image starts as another user than root. */
const USER_SERVERS: Readonly<Record<string, ProgramImage>> = {
  memcached: {
    packages: ['memcached'],
    dockerfile: ['USER memcache', 'EXPOSE 11211', 'CMD ["memcached", "-l", "0.0.0.0"]'],
    probe: { port: 11211, send: 'version\r\n', expect: 'VERSION' },
  },
  haproxy: {
    packages: ['haproxy'],
    dockerfile: [
      'RUN install -d -o haproxy -g haproxy /run/haproxy',
      'COPY haproxy.cfg /etc/haproxy/haproxy.cfg',
      'USER haproxy',
      'EXPOSE 80',
      'CMD ["haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"]',
    ],
    files: {
      'haproxy.cfg':
        'global\n  stats socket /run/haproxy/admin.sock mode 660\ndefaults\n  mode http\n  timeout client 5s\n  timeout server 5s\n  timeout connect 5s\nfrontend status\n  bind :80\n  stats enable\n  stats uri /\n',
    },
    probe: { port: 80, http: '/', expect: 'HTTP/1.1 200' },
  },
  varnish: {
    packages: ['varnish'],
    dockerfile: [
      'USER varnish',
      'EXPOSE 6081',
      'CMD ["varnishd", "-F", "-a", ":6081", "-b", "127.0.0.1:8080", "-n", "/var/lib/varnish/instance", "-s", "malloc,16m"]',
    ],
    probe: { port: 6081, http: '/', expect: 'HTTP/1.1 503' },
  },
  node: {
    packages: ['nodejs'],
    dockerfile: [
      'RUN useradd --create-home node',
      'WORKDIR /app',
      'RUN install -d -o node -g node uploads',
      'COPY --chown=node:node server.js ./',
      'USER node',
      'EXPOSE 3000',
      'CMD ["node", "server.js"]',
    ],
    files: {
      'server.js':
        "const fs = require('node:fs');\nrequire('node:http').createServer((_, response) => {\n  fs.appendFileSync('/app/uploads/visits.txt', 'x');\n  response.end('hello');\n}).listen(3000);\n",
    },
    probe: { port: 3000, http: '/', expect: 'hello' },
  },
  gunicorn: {
    packages: ['gunicorn'],
    dockerfile: [
      'RUN useradd --create-home app',
      'WORKDIR /srv/app',
      'COPY app.py ./',
      'USER app',
      'EXPOSE 8000',
      'CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]',
    ],
    files: {
      'app.py':
        "def app(environ, start_response):\n    start_response('200 OK', [('Content-Type', 'text/plain')])\n    return [b'hello']\n",
    },
    probe: { port: 8000, http: '/', expect: 'hello' },
  },
  'node-exporter': {
    packages: ['prometheus-node-exporter'],
    dockerfile: ['USER prometheus', 'EXPOSE 9100', 'ENTRYPOINT ["prometheus-node-exporter"]'],
    probe: { port: 9100, http: '/metrics', expect: 'node_cpu' },
  },
};

/** By name. */
export const PROGRAMS: Readonly<Record<string, ProgramImage>> = {
  ...ROOT_SERVERS,
  ...DROPPED_SERVERS,
  ...USER_SERVERS,
};

/** The Dockerfile of a program. `isInstalled`: the base image has its packages. */
export function dockerfileOf(
  { packages, dockerfile }: ProgramImage,
  base: string,
  isInstalled: boolean,
): string {
  const install = [
    `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} \\`,
    ' && rm -rf /var/lib/apt/lists/*',
  ];
  const lines = [`FROM ${base}`, ...(isInstalled ? [] : install), ...dockerfile];
  return `${lines.join('\n')}\n`;
}
