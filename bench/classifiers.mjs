#!/usr/bin/env node
/**
 * Compares the names and versions that Portside reads from Debian's programs with those of their packages.
 *
 *   node bench/classifiers.mjs [PACKAGE…]
 *
 * Run on Debian 13 with `apt-get update` done. Each package is downloaded, one program or library of it is copied alone into
 * a folder without a package database, and that folder is scanned. PORTSIDE_CLI is another command line than dist/cli.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Package, file and name. */
const PROGRAMS = `
7zip /usr/lib/7zip/7z 7-zip
apache2-bin /usr/sbin/apache2 httpd
avahi-daemon /usr/sbin/avahi-daemon avahi
bash /usr/bin/bash bash
bind9 /usr/sbin/named bind
bind9-host /usr/bin/host bind
busybox /usr/bin/busybox busybox
busybox-static /usr/bin/busybox busybox
bzip2 /usr/bin/bzip2recover bzip2
charon-systemd /usr/sbin/charon-systemd strongswan
chrony /usr/sbin/chronyd chrony
collectd-core /usr/sbin/collectd collectd
coreutils /usr/bin/cat coreutils
cpio /usr/bin/cpio cpio
crun /usr/bin/crun crun
cups-daemon /usr/sbin/cupsd cups
curl /usr/bin/curl curl
diffutils /usr/bin/cmp diffutils
dirmngr /usr/bin/dirmngr gnupg
dnsmasq-base /usr/sbin/dnsmasq dnsmasq
dovecot-core /usr/sbin/dovecot dovecot
dropbear-bin /usr/bin/dbclient dropbear
dumb-init /usr/bin/dumb-init dumb-init
erlang-base /usr/lib/erlang/erts-15.2.7/bin/beam.smp erlang
exim4-daemon-light /usr/sbin/exim4 exim
exiv2 /usr/bin/exiv2 exiv2
ffmpeg /usr/bin/ffmpeg ffmpeg
findutils /usr/bin/find findutils
freeradius /usr/sbin/freeradius freeradius
gawk /usr/bin/gawk gawk
git /usr/bin/git git
gpg /usr/bin/gpg gnupg
gpgv /usr/bin/gpgv gnupg
grep /usr/bin/grep grep
guile-3.0-libs /usr/lib/x86_64-linux-gnu/libguile-3.0.so.1.7.0 guile
gzip /usr/bin/gzip gzip
haproxy /usr/sbin/haproxy haproxy
hitch /usr/sbin/hitch hitch
iptables /usr/sbin/xtables-legacy-multi iptables
jq /usr/bin/jq jq
keepalived /usr/sbin/keepalived keepalived
kmod /usr/bin/kmod kmod
knot /usr/sbin/knotc knot
libaom3 /usr/lib/x86_64-linux-gnu/libaom.so.3.12.1 aom
libapache2-mod-php8.4 /usr/lib/apache2/modules/libphp8.4.so php
libapr1t64 /usr/lib/x86_64-linux-gnu/libapr-1.so.0.7.5 apr
libarchive13t64 /usr/lib/x86_64-linux-gnu/libarchive.so.13.7.4 libarchive
libavcodec61 /usr/lib/x86_64-linux-gnu/libavcodec.so.61.19.101 ffmpeg
libavformat61 /usr/lib/x86_64-linux-gnu/libavformat.so.61.7.103 ffmpeg
libavutil59 /usr/lib/x86_64-linux-gnu/libavutil.so.59.39.100 ffmpeg
libbz2-1.0 /usr/lib/x86_64-linux-gnu/libbz2.so.1.0.4 bzip2
libc6 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 glibc
libcares2 /usr/lib/x86_64-linux-gnu/libcares.so.2.19.8 c-ares
libcurl3t64-gnutls /usr/lib/x86_64-linux-gnu/libcurl-gnutls.so.4.8.0 curl
libcurl4t64 /usr/lib/x86_64-linux-gnu/libcurl.so.4.8.0 curl
libdav1d7 /usr/lib/x86_64-linux-gnu/libdav1d.so.7.0.0 dav1d
libdb5.3t64 /usr/lib/x86_64-linux-gnu/libdb-5.3.so berkeley-db
libdbus-1-3 /usr/lib/x86_64-linux-gnu/libdbus-1.so.3.38.3 dbus
libevent-2.1-7t64 /usr/lib/x86_64-linux-gnu/libevent-2.1.so.7.0.2 libevent
libexpat1 /usr/lib/x86_64-linux-gnu/libexpat.so.1.13.0 expat
libflac14 /usr/lib/x86_64-linux-gnu/libFLAC.so.14.0.0 flac
libgcrypt20 /usr/lib/x86_64-linux-gnu/libgcrypt.so.20.5.0 libgcrypt
libgd3 /usr/lib/x86_64-linux-gnu/libgd.so.3.0.11 gd
libgdal36 /usr/lib/x86_64-linux-gnu/libgdal.so.36.3.10.3 gdal
libgit2-1.9 /usr/lib/x86_64-linux-gnu/libgit2.so.1.9.0 libgit2
libglib2.0-0t64 /usr/lib/x86_64-linux-gnu/libgio-2.0.so.0.8400.4 glib
libgmp10 /usr/lib/x86_64-linux-gnu/libgmp.so.10.5.0 gmp
libgnutls30t64 /usr/lib/x86_64-linux-gnu/libgnutls.so.30.40.3 gnutls
libgraphicsmagick-q16-3t64 /usr/lib/libGraphicsMagick-Q16.so.3.25.2 graphicsmagick
libgs10 /usr/lib/x86_64-linux-gnu/libgs.so.10.05 ghostscript
libharfbuzz0b /usr/lib/x86_64-linux-gnu/libharfbuzz.so.0.61020.0 harfbuzz
libhdf5-310 /usr/lib/x86_64-linux-gnu/libhdf5_serial.so.310.5.0 hdf5
libheif1 /usr/lib/x86_64-linux-gnu/libheif.so.1.23.6 libheif
libidn2-0 /usr/lib/x86_64-linux-gnu/libidn2.so.0.4.0 libidn2
libjansson4 /usr/lib/x86_64-linux-gnu/libjansson.so.4.14.0 jansson
libjemalloc2 /usr/lib/x86_64-linux-gnu/libjemalloc.so.2 jemalloc
libjpeg62-turbo /usr/lib/x86_64-linux-gnu/libjpeg.so.62.3.0 libjpeg-turbo
libjson-c5 /usr/lib/x86_64-linux-gnu/libjson-c.so.5.4.0 json-c
libkrb5-3 /usr/lib/x86_64-linux-gnu/libkrb5.so.3.3 krb5
liblmdb0 /usr/lib/x86_64-linux-gnu/liblmdb.so.0.0.0 lmdb
liblz4-1 /usr/lib/x86_64-linux-gnu/liblz4.so.1.10.0 lz4
liblzma5 /usr/lib/x86_64-linux-gnu/liblzma.so.5.8.1 xz
libmagic1t64 /usr/lib/x86_64-linux-gnu/libmagic.so.1.0.0 libmagic
libmagickcore-7.q16-10 /usr/lib/x86_64-linux-gnu/libMagickCore-7.Q16.so.10.0.2 imagemagick
libmaxminddb0 /usr/lib/x86_64-linux-gnu/libmaxminddb.so.0.0.7 libmaxminddb
libmemcached11t64 /usr/lib/x86_64-linux-gnu/libmemcached.so.11.0.0 libmemcached
libmodsecurity3t64 /usr/lib/x86_64-linux-gnu/libmodsecurity.so.3.0.14 modsecurity
libnghttp2-14 /usr/lib/x86_64-linux-gnu/libnghttp2.so.14.28.3 nghttp2
libnode115 /usr/lib/x86_64-linux-gnu/libnode.so.115 node
libnss3 /usr/lib/x86_64-linux-gnu/libfreeblpriv3.so nss
libopenblas0-pthread /usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.29.so openblas
libopenjp2-7 /usr/lib/x86_64-linux-gnu/libopenjp2.so.2.5.3 openjpeg
libopus0 /usr/lib/x86_64-linux-gnu/libopus.so.0.10.1 opus
libpcap0.8t64 /usr/lib/x86_64-linux-gnu/libpcap.so.1.10.5 libpcap
libpcre2-8-0 /usr/lib/x86_64-linux-gnu/libpcre2-8.so.0.14.0 pcre2
libpng16-16t64 /usr/lib/x86_64-linux-gnu/libpng16.so.16.48.0 libpng
libpoppler147 /usr/lib/x86_64-linux-gnu/libpoppler.so.147.0.0 poppler
libproj25 /usr/lib/x86_64-linux-gnu/libproj.so.25.9.6.0 proj
libpython3.13 /usr/lib/x86_64-linux-gnu/libpython3.13.so.1.0 python
libqt5core5t64 /usr/lib/x86_64-linux-gnu/libQt5Core.so.5.15.15 qt
libqt6core6t64 /usr/lib/x86_64-linux-gnu/libQt6Core.so.6.8.2 qt
librabbitmq4 /usr/lib/x86_64-linux-gnu/librabbitmq.so.0.15.0 rabbitmq-c
libraw23t64 /usr/lib/x86_64-linux-gnu/libraw.so.23.0.0 libraw
libruby3.3 /usr/lib/x86_64-linux-gnu/libruby-3.3.so.3.3.14 ruby
libsasl2-2 /usr/lib/x86_64-linux-gnu/libsasl2.so.2.0.25 cyrus-sasl
libsndfile1 /usr/lib/x86_64-linux-gnu/libsndfile.so.1.0.37 libsndfile
libsodium23 /usr/lib/x86_64-linux-gnu/libsodium.so.23.3.0 libsodium
libsoup-3.0-0 /usr/lib/x86_64-linux-gnu/libsoup-3.0.so.0.7.4 libsoup
libsqlite3-0 /usr/lib/x86_64-linux-gnu/libsqlite3.so.0.8.6 sqlite
libssh-4 /usr/lib/x86_64-linux-gnu/libssh.so.4.10.5 libssh
libssh2-1t64 /usr/lib/x86_64-linux-gnu/libssh2.so.1.0.1 libssh2
libssl3t64 /usr/lib/x86_64-linux-gnu/libcrypto.so.3 openssl
libstd-rust-1.85 /usr/lib/x86_64-linux-gnu/librustc_driver-2ac4dc0e5fac42cf.so rust
libtiff6 /usr/lib/x86_64-linux-gnu/libtiff.so.6.1.0 libtiff
libtinfo6 /usr/lib/x86_64-linux-gnu/libtinfo.so.6.5 ncurses
libuv1t64 /usr/lib/x86_64-linux-gnu/libuv.so.1.0.0 libuv
libvips42t64 /usr/lib/x86_64-linux-gnu/libvips.so.42.18.1 libvips
libvorbis0a /usr/lib/x86_64-linux-gnu/libvorbis.so.0.4.9 libvorbis
libvpx9 /usr/lib/x86_64-linux-gnu/libvpx.so.9.1.0 libvpx
libwolfssl42t64 /usr/lib/x86_64-linux-gnu/libwolfssl.so.42.2.0 wolfssl
libxml2 /usr/lib/x86_64-linux-gnu/libxml2.so.2.9.14 libxml2
libxslt1.1 /usr/lib/x86_64-linux-gnu/libxslt.so.1.1.35 libxslt
libyaml-0-2 /usr/lib/x86_64-linux-gnu/libyaml-0.so.2.0.9 libyaml
libzip5 /usr/lib/x86_64-linux-gnu/libzip.so.5.5 libzip
libzstd1 /usr/lib/x86_64-linux-gnu/libzstd.so.1.5.7 zstd
lighttpd /usr/sbin/lighttpd lighttpd
lua5.1 /usr/bin/lua5.1 lua
lua5.3 /usr/bin/lua5.3 lua
lua5.4 /usr/bin/lua5.4 lua
luajit /usr/bin/luajit luajit
lz4 /usr/bin/lz4 lz4
make /usr/bin/make make
mariadb-server-core /usr/sbin/mariadbd mariadb
memcached /usr/bin/memcached memcached
mosquitto /usr/sbin/mosquitto mosquitto
mount /usr/bin/mount util-linux
mupdf-tools /usr/bin/mutool mupdf
musl /usr/lib/x86_64-linux-musl/libc.so musl
nano /usr/bin/nano nano
nginx /usr/sbin/nginx nginx
nmap /usr/bin/nmap nmap
nsd /usr/sbin/nsd nsd
ntpsec /usr/sbin/ntpd ntpsec
openssh-client /usr/bin/ssh openssh
openssh-server /usr/lib/openssh/sshd-session openssh
openssl /usr/bin/openssl openssl
openvpn /usr/sbin/openvpn openvpn
passenger /usr/lib/passenger/support-binaries/PassengerAgent passenger
patch /usr/bin/patch patch
pdns-recursor /usr/sbin/pdns_recursor pdns-recursor
pdns-server /usr/sbin/pdns_server pdns
perl-base /usr/bin/perl perl
pgbouncer /usr/sbin/pgbouncer pgbouncer
php8.4-cli /usr/bin/php8.4 php
php8.4-fpm /usr/sbin/php-fpm8.4 php
pigz /usr/bin/pigz pigz
poppler-utils /usr/bin/pdfinfo poppler
postfix /usr/lib/postfix/sbin/master postfix
postgresql-17 /usr/lib/postgresql/17/bin/postgres postgresql
privoxy /usr/sbin/privoxy privoxy
procps /usr/bin/ps procps-ng
proftpd-core /usr/sbin/proftpd proftpd
pure-ftpd /usr/sbin/pure-ftpd pure-ftpd
python3.13-minimal /usr/bin/python3.13 python
qemu-system-x86 /usr/bin/qemu-system-i386 qemu
r-base-core /usr/lib/R/library/grDevices/libs/cairo.so r
redis-tools /usr/bin/redis-check-aof redis
rsync /usr/bin/rsync rsync
rsyslog /usr/sbin/rsyslogd rsyslog
samba /usr/sbin/nmbd samba
sed /usr/bin/sed sed
slapd /usr/sbin/slapd openldap
socat /usr/bin/socat1 socat
squid /usr/sbin/squid-gnutls squid
strongswan-starter /usr/lib/ipsec/starter strongswan
stunnel4 /usr/bin/stunnel4 stunnel
sudo /usr/bin/sudo sudo
syslog-ng-core /usr/sbin/syslog-ng syslog-ng
systemd /usr/lib/systemd/systemd systemd
tar /usr/bin/tar tar
tarantool /usr/bin/tarantool tarantool
tcpdump /usr/bin/tcpdump tcpdump
tini /usr/bin/tini tini
tinyproxy-bin /usr/bin/tinyproxy tinyproxy
tmux /usr/bin/tmux tmux
tor /usr/bin/tor tor
transmission-daemon /usr/bin/transmission-daemon transmission
unbound /usr/sbin/unbound unbound
util-linux /usr/bin/getopt util-linux
uwsgi-core /usr/bin/uwsgi-core uwsgi
valkey-tools /usr/bin/valkey-check-aof valkey
varnish /usr/sbin/varnishd varnish
vim /usr/bin/vim.basic vim
vim-tiny /usr/bin/vim.tiny vim
vsftpd /usr/sbin/vsftpd vsftpd
wget /usr/bin/wget wget
wireguard-tools /usr/bin/wg wireguard-tools
xz-utils /usr/bin/xz xz
zabbix-agent /usr/sbin/zabbix_agentd zabbix
zabbix-server-mysql /usr/sbin/zabbix_server zabbix
zlib1g /usr/lib/x86_64-linux-gnu/libz.so.1.3.1 zlib
zsh /usr/bin/zsh zsh
zstd /usr/bin/zstd zstd
`;

/** Programs whose own version is another than that of the package, with the reason. */
const OTHER_VERSIONS = {
  graphicsmagick: ['1.4', 'Debian packages a snapshot of 1.4 as 1.4+really1.3.45'],
  imagemagick: ['7.1.1-43', 'Debian writes 7.1.1.43'],
  jq: ['1.7', 'what `jq --version` prints in Debian’s 1.7.1'],
  luajit: ['2.1.1737090214', 'rolling releases have the time of the commit'],
  openssh: ['10.0p2', 'what `ssh -V` prints in 10.0p1'],
  proftpd: ['1.3.8c', 'Debian writes 1.3.8.c'],
  transmission: ['4.1.0-beta.2', 'Debian writes 4.1.0~beta2'],
  vim: ['9.1', 'the number of the last patch is not in a text'],
};

const cli = process.env.PORTSIDE_CLI ?? join(import.meta.dirname, '../dist/cli/index.js');
const chosen = process.argv.slice(2);
const programs = PROGRAMS.trim()
  .split('\n')
  .map((line) => line.split(' '))
  .filter(([name]) => chosen.length === 0 || chosen.includes(name));
const work = mkdtempSync(join(tmpdir(), 'portside-classifiers-'));
try {
  report(compare());
} finally {
  rmSync(work, { recursive: true, force: true });
}

function compare() {
  const versions = unpack([...new Set(programs.map(([name]) => name))]);
  const root = join(work, 'root');
  for (const [i, [name, path]] of programs.entries()) {
    const folder = join(root, 'opt', String(i));
    mkdirSync(folder, { recursive: true });
    const file = find(join(work, 'packages', name, path));
    if (file) cpSync(file, join(folder, basename(file)), { dereference: true });
  }
  const json = execFileSync(process.execPath, [cli, 'sbom', `dir:${root}`], {
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
  });
  const found = new Map();
  for (const { purl, evidence } of JSON.parse(json).components)
    for (const { location } of evidence?.occurrences ?? []) {
      const index = Number(/^opt\/(\d+)\//.exec(location)?.[1]);
      found.set(index, [...(found.get(index) ?? []), decodeURIComponent(purl)]);
    }
  return programs.map(([name, path, program], i) => {
    const upstream = upstreamVersion(versions.get(name));
    const version = OTHER_VERSIONS[program]?.[0] ?? upstream;
    const purls = found.get(i) ?? [];
    const isSame = purls.length === 1 && purls[0] === `pkg:generic/${program}@${version}`;
    return { name, path, program, version, purls, isSame };
  });
}

/** Downloads and unpacks the packages. Returns their versions. */
function unpack(names) {
  const debs = join(work, 'debs');
  mkdirSync(debs, { recursive: true });
  execFileSync('apt-get', ['-o', 'APT::Sandbox::User=root', '-q', 'download', ...names], {
    cwd: debs,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const versions = new Map();
  for (const deb of readdirSync(debs)) {
    const [name, version] = deb.split('_');
    versions.set(name, version.replace('%3a', ':'));
    const folder = join(work, 'packages', name);
    mkdirSync(folder, { recursive: true });
    execFileSync('dpkg-deb', ['-x', join(debs, deb), folder]);
  }
  return versions;
}

/** The file, or the one that differs from it in the version at its end. */
function find(path) {
  const [folder, start] = [join(path, '..'), basename(path).replace(/\.so.*$/, '.so')];
  try {
    const names = readdirSync(folder).sort();
    const name =
      names.find((one) => one === basename(path)) ?? names.find((one) => one.startsWith(start));
    return name && join(folder, name);
  } catch {
    return undefined;
  }
}

/** `1:2.12.7+dfsg+really2.9.14-2.1` is 2.9.14. */
function upstreamVersion(version = '') {
  const upstream = version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
  return /really([\d.]+)/.exec(upstream)?.[1] ?? upstream.replace(/(?:[+~]|-stable).*$/, '');
}

function report(rows) {
  for (const { name, path, program, version, purls, isSame } of rows)
    if (!isSame)
      console.log(`${name} ${path}: ${purls.join(', ') || 'nothing'}, not ${program}@${version}`);
  const names = new Set(rows.map(({ program }) => program));
  const same = rows.filter(({ isSame }) => isSame).length;
  console.log(`${same} of ${rows.length} files, ${names.size} programs and libraries`);
  process.exitCode = same === rows.length ? 0 : 1;
}
