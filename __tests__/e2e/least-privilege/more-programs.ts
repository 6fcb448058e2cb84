import { dnsQuestion } from './probe.js';
import { COPY_START, dropping, ENTRYPOINT, type ProgramImage, START } from './programs.js';

/** Programs that start as root: they become another user themselves, or stay root. */
const ROOT_SERVERS: Readonly<Record<string, ProgramImage>> = {
  ngircd: {
    packages: ['ngircd'],
    dockerfile: ['EXPOSE 6667', 'CMD ["ngircd", "--nodaemon"]'],
    probe: { port: 6667, send: 'NICK me\r\nUSER me 0 * :me\r\n', expect: 'NOTICE|PING| 001 ' },
  },
  vsftpd: {
    packages: ['vsftpd'],
    dockerfile: [
      'COPY vsftpd.conf /etc/vsftpd.conf',
      'RUN mkdir -p /var/run/vsftpd/empty',
      'EXPOSE 21',
      'CMD ["vsftpd", "/etc/vsftpd.conf"]',
    ],
    files: {
      'vsftpd.conf':
        'listen=YES\nbackground=NO\nanonymous_enable=YES\nsecure_chroot_dir=/var/run/vsftpd/empty\nxferlog_enable=YES\nseccomp_sandbox=NO\n',
    },
    probe: { port: 21, send: 'USER anonymous\r\nPASS a@b\r\n', expect: '230 Login' },
  },
  'pdns-recursor': {
    packages: ['pdns-recursor'],
    dockerfile: [
      'COPY recursor.conf /etc/powerdns/recursor.conf',
      'RUN install -d -o pdns -g pdns /run/pdns-recursor',
      'EXPOSE 53/udp 53/tcp',
      'CMD ["pdns_recursor"]',
    ],
    files: {
      'recursor.conf':
        "incoming:\n  listen: ['0.0.0.0']\nrecursor:\n  daemon: false\n  setuid: pdns\n  setgid: pdns\nlogging:\n  disable_syslog: true\n",
    },
    probe: { port: 53, send: dnsQuestion('portside.test'), expect: 'portside' },
  },
  knot: {
    packages: ['knot'],
    dockerfile: [
      'COPY knot.conf /etc/knot/knot.conf',
      'COPY portside.test.zone /etc/knot/zones/portside.test.zone',
      'RUN install -d -o knot -g knot /run/knot',
      'EXPOSE 53/udp 53/tcp',
      'CMD ["knotd", "-c", "/etc/knot/knot.conf"]',
    ],
    files: {
      'knot.conf':
        'server:\n  listen: 0.0.0.0@53\n  user: knot:knot\n  rundir: /run/knot\nlog:\n  - target: stdout\n    any: info\ndatabase:\n  storage: /var/lib/knot\nzone:\n  - domain: portside.test\n    file: /etc/knot/zones/portside.test.zone\n    zonefile-sync: -1\n',
      'portside.test.zone':
        '$TTL 3600\n@ SOA ns hostmaster 1 3600 600 86400 3600\n@ NS ns\n@ A 192.0.2.7\nns A 192.0.2.8\n',
    },
    probe: { port: 53, send: dnsQuestion('portside.test'), expect: 'portside' },
  },
  dovecot: {
    packages: ['dovecot-imapd'],
    dockerfile: [
      'RUN printf "ssl = no\\nlog_path = /dev/stderr\\n" > /etc/dovecot/conf.d/99-local.conf',
      'EXPOSE 143',
      'CMD ["dovecot", "-F"]',
    ],
    // The answer comes from a process that has another user and another root folder.
    probe: { port: 143, send: 'a CAPABILITY\r\n', expect: 'a OK' },
  },
  postfix: {
    packages: ['postfix'],
    dockerfile: [
      'RUN postconf -e maillog_file=/dev/stdout inet_protocols=ipv4 myhostname=mail.portside.test',
      'EXPOSE 25',
      'CMD ["postfix", "start-fg"]',
    ],
    probe: { port: 25, send: 'EHLO portside.test\r\n', expect: '250[ -]' },
  },
  slapd: {
    packages: ['slapd'],
    dockerfile: [
      'RUN install -d -o openldap -g openldap /run/slapd',
      'VOLUME ["/var/lib/ldap", "/etc/ldap/slapd.d"]',
      'EXPOSE 389',
      'CMD ["slapd", "-d", "0", "-h", "ldap:///", "-u", "openldap", "-g", "openldap"]',
    ],
    // An anonymous bind. Source: RFC 4511, 4.2.
    probe: {
      port: 389,
      send: '\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\0\x80\0',
      expect: '\\x61',
    },
  },
  nghttpx: {
    packages: ['nghttp2-proxy'],
    dockerfile: ['COPY nghttpx.conf /etc/nghttpx/nghttpx.conf', 'EXPOSE 3000', 'CMD ["nghttpx"]'],
    files: {
      'nghttpx.conf':
        'frontend=0.0.0.0,3000;no-tls\nbackend=127.0.0.1,8080\nuser=nobody\nworkers=1\naccesslog-file=/dev/stdout\n',
    },
    probe: { port: 3000, http: '/', expect: 'HTTP/1.1 50[0-9]' },
  },
  starman: {
    packages: ['starman'],
    dockerfile: [
      'WORKDIR /srv/app',
      'COPY app.psgi ./',
      'EXPOSE 5000',
      'CMD ["starman", "--port", "5000", "--workers", "2", "--user", "www-data", "--group", "www-data", "app.psgi"]',
    ],
    files: { 'app.psgi': "sub { [200, ['Content-Type' => 'text/plain'], ['hello']] };\n" },
    probe: { port: 5000, http: '/', expect: 'hello' },
  },
};

/** Programs whose start script becomes another user. */
const DROPPED_SERVERS: Readonly<Record<string, ProgramImage>> = {
  beanstalkd: {
    packages: ['beanstalkd', 'gosu'],
    dockerfile: [
      'VOLUME /var/lib/beanstalkd',
      COPY_START,
      'EXPOSE 11300',
      ENTRYPOINT,
      'CMD ["beanstalkd", "-b", "/var/lib/beanstalkd", "-p", "11300"]',
    ],
    files: { [START]: dropping('beanstalkd', 'chown -R beanstalkd: /var/lib/beanstalkd') },
    probe: { port: 11300, send: 'stats\r\n', expect: 'OK \\d' },
  },
  transmission: {
    packages: ['transmission-daemon', 'gosu'],
    dockerfile: [
      'ENV TRANSMISSION_HOME=/config',
      'VOLUME ["/config", "/downloads"]',
      COPY_START,
      'EXPOSE 9091',
      ENTRYPOINT,
      'CMD ["transmission-daemon", "--foreground", "--download-dir", "/downloads"]',
    ],
    files: {
      [START]: dropping(
        'debian-transmission',
        'mkdir -p "$TRANSMISSION_HOME" /downloads',
        'chown debian-transmission: "$TRANSMISSION_HOME" /downloads',
      ),
    },
    probe: { port: 9091, http: '/transmission/rpc', expect: 'HTTP/1.1 4[0-9]{2}' },
  },
  influxdb: {
    packages: ['influxdb', 'gosu'],
    dockerfile: [
      'VOLUME /var/lib/influxdb',
      COPY_START,
      'EXPOSE 8086',
      ENTRYPOINT,
      'CMD ["influxd", "-config", "/etc/influxdb/influxdb.conf"]',
    ],
    files: { [START]: dropping('influxdb', 'chown -R influxdb:influxdb /var/lib/influxdb') },
    probe: { port: 8086, http: '/ping', expect: 'HTTP/1.1 204' },
  },
  'apt-cacher-ng': {
    packages: ['apt-cacher-ng'],
    dockerfile: [
      'ENV CACHE_DIR=/var/cache/apt-cacher-ng LOG_DIR=/var/log/apt-cacher-ng RUN_AS=apt-cacher-ng',
      'VOLUME /var/cache/apt-cacher-ng',
      COPY_START,
      'EXPOSE 3142/tcp',
      ENTRYPOINT,
    ],
    files: {
      [START]: [
        '#!/bin/bash',
        'set -e',
        'prepare() {',
        '  mkdir -p /run/apt-cacher-ng "$CACHE_DIR" "$LOG_DIR"',
        '  chown -R "$RUN_AS:$RUN_AS" /run/apt-cacher-ng "$CACHE_DIR" "$LOG_DIR"',
        '}',
        'prepare',
        'if [ "$1" = shell ]; then exec bash; fi',
        `exec start-stop-daemon --start --chuid "$RUN_AS:$RUN_AS" --exec /usr/sbin/apt-cacher-ng -- -c /etc/apt-cacher-ng ForeGround=1 "$@"`,
        '',
      ].join('\n'),
    },
    probe: { port: 3142, http: '/acng-report.html', expect: 'HTTP/1.1 [24]0' },
  },
  gearmand: {
    packages: ['gearman-job-server', 'gosu'],
    dockerfile: [
      COPY_START,
      'EXPOSE 4730',
      ENTRYPOINT,
      'CMD ["gearmand", "--listen=0.0.0.0", "--log-file=stderr"]',
    ],
    files: { [START]: dropping('gearman', 'chown gearman /var/log/gearmand.log || true') },
    probe: { port: 4730, send: 'version\n', expect: 'OK' },
  },
};

/** Programs that the image starts as another user than root. */
const USER_SERVERS: Readonly<Record<string, ProgramImage>> = {
  prosody: {
    packages: ['prosody'],
    dockerfile: [
      'RUN sed -i -e "s#/var/log/prosody/.*\\"#*console\\"#" /etc/prosody/prosody.cfg.lua \\',
      ' && install -d -o prosody -g prosody /run/prosody',
      'VOLUME /var/lib/prosody',
      'USER prosody',
      'EXPOSE 5222 5269',
      'CMD ["prosody", "-F"]',
    ],
    probe: {
      port: 5222,
      send: "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
      expect: '<stream:(?:stream|features)',
    },
  },
  coturn: {
    packages: ['coturn'],
    dockerfile: [
      'USER turnserver:turnserver',
      'EXPOSE 3478 3478/udp',
      'CMD ["turnserver", "-n", "--log-file=stdout", "--listening-ip=0.0.0.0", "--relay-ip=127.0.0.1", "--realm=portside.test"]',
    ],
    // A binding request. Source: RFC 8489, 5.
    probe: { port: 3478, send: '\0\x01\0\0\x21\x12\xa4\x42abcdefghijkl', expect: '^\\x01\\x01' },
  },
  nats: {
    packages: ['nats-server'],
    dockerfile: [
      'RUN install -d -o nobody -g nogroup /data',
      'VOLUME /data',
      'USER nobody',
      'EXPOSE 4222 8222',
      'ENTRYPOINT ["nats-server"]',
      'CMD ["-js", "-sd", "/data", "-m", "8222"]',
    ],
    probe: { port: 4222, expect: '^INFO' },
  },
  puma: {
    packages: ['puma'],
    dockerfile: [
      'RUN useradd --create-home --shell /bin/bash rails',
      'WORKDIR /rails',
      'COPY . .',
      'RUN mkdir -p log tmp/pids && chown -R rails:rails log tmp',
      'USER rails:rails',
      'EXPOSE 9292',
      'CMD ["puma", "-C", "puma.rb"]',
    ],
    files: {
      'puma.rb':
        'port 9292\nthreads 1, 2\npidfile "tmp/pids/server.pid"\nstdout_redirect "log/puma.log", "log/puma.log", true\n',
      'config.ru': 'run ->(_) { [200, { "content-type" => "text/plain" }, ["hello"]] }\n',
    },
    probe: { port: 9292, http: '/', expect: 'hello' },
  },
  alertmanager: {
    packages: ['prometheus-alertmanager'],
    dockerfile: [
      'USER prometheus',
      'EXPOSE 9093',
      'ENTRYPOINT ["prometheus-alertmanager"]',
      'CMD ["--config.file=/etc/prometheus/alertmanager.yml", "--storage.path=/var/lib/prometheus/alertmanager", "--cluster.listen-address="]',
    ],
    probe: { port: 9093, http: '/-/ready', expect: 'HTTP/1.1 200' },
  },
  'docker-registry': {
    packages: ['docker-registry'],
    dockerfile: [
      'VOLUME /var/lib/docker-registry',
      'USER docker-registry',
      'EXPOSE 5000',
      'ENTRYPOINT ["docker-registry"]',
      'CMD ["serve", "/etc/docker/registry/config.yml"]',
    ],
    probe: { port: 5000, http: '/v2/', expect: 'HTTP/1.1 (?:200|401)' },
  },
};

/** More programs, by name. They were listed before the first of them was tried. */
export const MORE_PROGRAMS: Readonly<Record<string, ProgramImage>> = {
  ...ROOT_SERVERS,
  ...DROPPED_SERVERS,
  ...USER_SERVERS,
};
