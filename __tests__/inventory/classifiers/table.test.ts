import { describe, expect, it, test } from '@jest/globals';
import { binary } from '../../../src/inventory/catalogers/binary.js';
import { fileKeys } from '../../../src/inventory/classifiers/classifier.js';
import { findVersions } from '../../../src/inventory/classifiers/search.js';
import { CLASSIFIERS, classifiersFor } from '../../../src/inventory/classifiers/table.js';
import { bitnamiProgram } from '../../../src/vulnerabilities/programs.js';
import { elf } from '../build/elf.js';
import { file, named, wants } from '../build/file.js';

/** File, text, name and version. Most texts are those of the programs in Debian 13: see bench/classifiers.mjs. */
const PROGRAMS: readonly (readonly [file: string, text: string, name: string, version: string])[] =
  [
    ['7z', '\n7-Zip 25.01 ', '7-zip', '25.01'],
    ['libaom.so.3.12.1', 'AOMedia Project AV1 Decoder v3.12.1', 'aom', '3.12.1'],
    ['libapr-1.so.0.7.5', '1.7.5', 'apr', '1.7.5'],
    ['arangosh', '3.11.8 [linux] 64bit', 'arangodb', '3.11.8'],
    ['avahi-daemon', 'avahi 0.8', 'avahi', '0.8'],
    ['bash', 'Bash version 5.2.37', 'bash', '5.2.37'],
    ['libdb-5.3.so', 'Berkeley DB 5.3.28: (', 'berkeley-db', '5.3.28'],
    ['named', 'BIND 9.20.30-1~deb13u1-Debian', 'bind', '9.20.30'],
    ['bun', 'Bun v1.4.5 (Linux x64)', 'bun', '1.4.5'],
    ['busybox', 'BusyBox v1.37.0', 'busybox', '1.37.0'],
    ['bzip2recover', 'bzip2recover 1.0.8: extracts', 'bzip2', '1.0.8'],
    ['libbz2.so.1.0.4', '1.0.8, 1', 'bzip2', '1.0.8'],
    ['libcares.so.2.19.8', '1.34.9', 'c-ares', '1.34.9'],
    ['chronyd', '4.6.1\x00chronyd (chrony) version ', 'chrony', '4.6.1'],
    ['clickhouse', '24.3.1.2672\x00127.0.0.1\x00ClickHouse', 'clickhouse', '24.3.1.2672'],
    ['collectd', '\ncollectd 5.12.0.', 'collectd', '5.12.0'],
    ['cat', '9.7\x00GNU coreutils', 'coreutils', '9.7'],
    ['cpio', '2.15\x00GNU cpio', 'cpio', '2.15'],
    ['crun', '1.21\x00run.oci.crun.version', 'crun', '1.21'],
    ['cupsd', 'CUPS/2.4.10 ', 'cups', '2.4.10'],
    ['curl', 'curl/8.14.1', 'curl', '8.14.1'],
    ['libcurl-gnutls.so.4.8.0', 'libcurl/8.14.1', 'curl', '8.14.1'],
    ['libsasl2.so.2.0.25', '2.1.28', 'cyrus-sasl', '2.1.28'],
    ['dart', '3.5.2 (stable) (Wed Aug 28 10:01:20 2024 +0000) on "linux_x64"', 'dart', '3.5.2'],
    ['libdav1d.so.7.0.0', '1.5.1', 'dav1d', '1.5.1'],
    ['libdbus-1.so.3.38.3', 'libdbus 1.16.2', 'dbus', '1.16.2'],
    [
      'deno',
      'OTel-OTLP-Exporter-Deno/0.80.0grpc\x00v2.9.62.9.6+e518fbdDeno/2.9.6Deno/2.9.6+e518fbd',
      'deno',
      '2.9.6',
    ],
    ['cmp', '3.10\x00GNU diffutils', 'diffutils', '3.10'],
    ['dnsmasq', 'dnsmasq-2.91', 'dnsmasq', '2.91'],
    ['dovecot', 'Dovecot v2.4.1-', 'dovecot', '2.4.1'],
    ['dbclient', 'SSH-2.0-dropbear_2025.89\r', 'dropbear', '2025.89'],
    ['dumb-init', '1.2.5\n', 'dumb-init', '1.2.5'],
    [
      'beam.smp',
      '(BEAM) emulator\x00Erlang/OTP 27%s [erts-15.2.7]\x0015.2.7\x0027.3.4.1',
      'erlang',
      '27.3.4.1',
    ],
    ['exim4', '4.98.2\x00Exim version ', 'exim', '4.98.2'],
    ['exiv2', 'exiv2 0.28.5', 'exiv2', '0.28.5'],
    ['libexpat.so.1.13.0', 'expat_2.9.0', 'expat', '2.9.0'],
    ['ffmpeg', '%s version 7.1.5-0+deb13u1', 'ffmpeg', '7.1.5'],
    ['libavcodec.so.61.19.101', 'FFmpeg version 7.1.5-0+deb13u1', 'ffmpeg', '7.1.5'],
    ['find', '4.10.0\x00GNU findutils', 'findutils', '4.10.0'],
    ['libFLAC.so.14.0.0', 'reference libFLAC 1.5.0 20250211', 'flac', '1.5.0'],
    ['fluent-bit', '3.0.2\x00%sFluent Bit', 'fluent-bit', '3.0.2'],
    ['freeradius', 'FreeRADIUS Version 3.2.7', 'freeradius', '3.2.7'],
    ['gawk', 'GNU Awk 5.2.1', 'gawk', '5.2.1'],
    ['gcc', '12.3.0\x00COLLECT_GCC=', 'gcc', '12.3.0'],
    ['libgd.so.3.0.11', '2.3.3', 'gd', '2.3.3'],
    ['libgdal.so.36.3.10.3', 'GDAL/3.10.3', 'gdal', '3.10.3'],
    ['ghc', 'GHC 9.6.6', 'ghc', '9.6.6'],
    ['libgs.so.10.05', '/ghostscript/10.05.1/Resource', 'ghostscript', '10.05.1'],
    ['git', 'git/2.47.3', 'git', '2.47.3'],
    ['libgio-2.0.so.0.8400.4', '<!-- GDBus 2.84.4 -->', 'glib', '2.84.4'],
    [
      'ld-linux-x86-64.so.2',
      'ld.so (Debian GLIBC 2.41-12+deb13u5) stable release version 2.41.',
      'glibc',
      '2.41',
    ],
    [
      'libc.so.6',
      'GNU C Library (Debian GLIBC 2.41-12) stable release version 2.41.',
      'glibc',
      '2.41',
    ],
    ['libgmp.so.10.5.0', '6.3.0', 'gmp', '6.3.0'],
    ['dirmngr', '2.4.7\x001.3.1\x00GNUPGHOME', 'gnupg', '2.4.7'],
    ['libgnutls.so.30.40.3', 'Enabled GnuTLS 3.8.9 logging', 'gnutls', '3.8.9'],
    ['libGraphicsMagick-Q16.so.3.25.2', 'GraphicsMagick 1.4', 'graphicsmagick', '1.4'],
    ['grep', '3.11\x00GNU grep', 'grep', '3.11'],
    ['libguile-3.0.so.1.7.0', '3.0.10\x00guile', 'guile', '3.0.10'],
    ['gzip', '1.13\x00gzip', 'gzip', '1.13'],
    ['haproxy', ' version 3.0.11-1+deb13u5, released ', 'haproxy', '3.0.11'],
    ['haproxy', 'HA-Proxy version 1.8.32 2022/12/01', 'haproxy', '1.8.32'],
    ['libharfbuzz.so.0.61020.0', '10.2.0', 'harfbuzz', '10.2.0'],
    ['libhdf5_serial.so.310.5.0', 'HDF5 library version: 1.14.5', 'hdf5', '1.14.5'],
    ['hitch', 'hitch 1.8.0', 'hitch', '1.8.0'],
    ['apache2', 'Apache/2.4.71', 'httpd', '2.4.71'],
    ['libMagickCore-7.Q16.so.10.0.2', 'ImageMagick 7.1.1-43 Q', 'imagemagick', '7.1.1-43'],
    ['xtables-legacy-multi', '1.8.11 (legacy)', 'iptables', '1.8.11'],
    ['libjansson.so.4.14.0', '2.14', 'jansson', '2.14'],
    ['libjemalloc.so.2', '5.3.0-0-g54eaed1d8b56b1aa528be3bdd1877e59c56fa90c', 'jemalloc', '5.3.0'],
    ['jq', '1.7\x00jq-%s', 'jq', '1.7'],
    ['libjson-c.so.5.4.0', '0.18', 'json-c', '0.18'],
    ['libjulia-internal.so.1.10.4', '__init__\x001.10.4\x00verify\x00julia', 'julia', '1.10.4'],
    ['keepalived', 'Keepalived v2.3.3 ', 'keepalived', '2.3.3'],
    ['keydb-server', '6.3.4\x006.3.4host-1706000000000000000', 'keydb', '6.3.4'],
    ['kmod', 'kmod version 34.2', 'kmod', '34.2'],
    ['knotc', 'Knot DNS 3.4.6', 'knot', '3.4.6'],
    ['libkrb5.so.3.3', 'KRB5_BRAND: krb5-1.21.3-final', 'krb5', '1.21.3'],
    ['libarchive.so.13.7.4', 'libarchive 3.7.4', 'libarchive', '3.7.4'],
    ['libevent-2.1.so.7.0.2', '2.1.13-stable', 'libevent', '2.1.13'],
    ['libgcrypt.so.20.5.0', 'This is Libgcrypt 1.11.0', 'libgcrypt', '1.11.0'],
    ['libgit2.so.1.9.0', 'libgit2 1.9.0', 'libgit2', '1.9.0'],
    ['libheif.so.1.23.6', '1.23.6', 'libheif', '1.23.6'],
    ['libidn2.so.0.4.0', '2.3.8', 'libidn2', '2.3.8'],
    ['libjpeg.so.62.3.0', 'libjpeg-turbo version 2.1.5 (build ', 'libjpeg-turbo', '2.1.5'],
    ['libmagic.so.1.0.0', '5.46', 'libmagic', '5.46'],
    ['libmaxminddb.so.0.0.7', '1.12.2', 'libmaxminddb', '1.12.2'],
    ['libmemcached.so.11.0.0', '1.1.4', 'libmemcached', '1.1.4'],
    ['libpcap.so.1.10.5', 'libpcap version 1.10.5 ', 'libpcap', '1.10.5'],
    ['libpng16.so.16.48.0', ' libpng version 1.6.48\n', 'libpng', '1.6.48'],
    ['libraw.so.23.0.0', '0.21.4-Release', 'libraw', '0.21.4'],
    ['libcrypto.so.50', 'LibreSSL 3.8.2', 'libressl', '3.8.2'],
    ['libsndfile.so.1.0.37', 'libsndfile-1.2.2', 'libsndfile', '1.2.2'],
    ['libsodium.so.23.3.0', '1.0.18', 'libsodium', '1.0.18'],
    ['libsoup-3.0.so.0.7.4', 'libsoup/3.6.5', 'libsoup', '3.6.5'],
    ['libssh.so.4.10.5', 'SSH-2.0-libssh_0.11.5', 'libssh', '0.11.5'],
    ['libssh2.so.1.0.1', 'SSH-2.0-libssh2_1.11.1', 'libssh2', '1.11.1'],
    ['libtiff.so.6.1.0', 'LIBTIFF, Version 4.7.0\n', 'libtiff', '4.7.0'],
    ['libuv.so.1.0.0', '1.50.0', 'libuv', '1.50.0'],
    ['libvips.so.42.18.1', '8.16.1', 'libvips', '8.16.1'],
    ['libvorbis.so.0.4.9', 'Xiph.Org libVorbis 1.3.7', 'libvorbis', '1.3.7'],
    ['libvpx.so.9.1.0', 'WebM Project VP8 Encoder v1.15.0', 'libvpx', '1.15.0'],
    ['libxml2.so.2.9.14', '20914', 'libxml2', '2.9.14'],
    ['libxslt.so.1.1.35', '10135', 'libxslt', '1.1.35'],
    ['libyaml-0.so.2.0.9', '0.2.5', 'libyaml', '0.2.5'],
    ['libzip.so.5.5', '1.11.3', 'libzip', '1.11.3'],
    ['lighttpd', 'lighttpd/1.4.79', 'lighttpd', '1.4.79'],
    ['liblmdb.so.0.0.0', 'LMDB 0.9.31: (', 'lmdb', '0.9.31'],
    ['lua5.1', 'Lua 5.1.5  Copyright', 'lua', '5.1.5'],
    ['luajit', 'LuaJIT 2.1.1737090214', 'luajit', '2.1.1737090214'],
    ['liblz4.so.1.10.0', '1.10.0', 'lz4', '1.10.0'],
    ['lz4', '1.10.0', 'lz4', '1.10.0'],
    ['make', '4.4.1\x00GNU Make', 'make', '4.4.1'],
    ['mariadbd', '11.8.9-MariaDB', 'mariadb', '11.8.9'],
    ['memcached', 'memcached 1.6.38', 'memcached', '1.6.38'],
    ['libmodsecurity.so.3.0.14', 'ModSecurity v3.0.14 (', 'modsecurity', '3.0.14'],
    ['mosquitto', '2.0.21\x00mosquitto version ', 'mosquitto', '2.0.21'],
    ['mutool', '1.25.1\x00mutool', 'mupdf', '1.25.1'],
    ['libc.so', '1.2.5\x00musl libc', 'musl', '1.2.5'],
    ['mysqld', '/build/mysql-8.0.37/mysys_ssl/my_default.cc', 'mysql', '8.0.37'],
    ['nano', 'GNU nano 8.4', 'nano', '8.4'],
    ['libtinfo.so.6.5', 'ncurses 6.5.20250216', 'ncurses', '6.5'],
    ['libnghttp2.so.14.28.3', '1.64.0', 'nghttp2', '1.64.0'],
    ['nginx', 'nginx/1.26.3', 'nginx', '1.26.3'],
    ['nmap', '7.95\x00https://nmap.org', 'nmap', '7.95'],
    ['libnode.so.115', 'node-v20.19.2.', 'node', '20.19.2'],
    ['node', 'https://example.com/node-v20.11.1-headers.tar.gz', 'node', '20.11.1'],
    ['nsd', 'NSD 4.12.0', 'nsd', '4.12.0'],
    ['libfreeblpriv3.so', 'Version: NSS 3.110 ', 'nss', '3.110'],
    ['ntpd', 'ntpd 4.2.8p15@1.3728-o', 'ntp', '4.2.8p15'],
    ['ntpd', 'ntpd ntpsec-1.2.3', 'ntpsec', '1.2.3'],
    ['libopenblasp-r0.3.29.so', 'OpenBLAS 0.3.29 N', 'openblas', '0.3.29'],
    ['libopenjp2.so.2.5.3', '2.5.3', 'openjpeg', '2.5.3'],
    ['slapd', 'OpenLDAP: slapd 2.6.10', 'openldap', '2.6.10'],
    ['nginx', 'openresty/1.25.3.2', 'openresty', '1.25.3.2'],
    ['ssh', 'OpenSSH_10.0p2', 'openssh', '10.0p2'],
    ['libcrypto-1ba28ddd.so.3', 'OpenSSL 3.0.16 11 Feb 2025', 'openssl', '3.0.16'],
    ['libcrypto.so.1.1', 'OpenSSL 1.1.1w  11 Sep 2023', 'openssl', '1.1.1w'],
    ['libcrypto.so.3', 'OpenSSL 3.5.9 29 Sep 2026', 'openssl', '3.5.9'],
    ['openssl', 'OpenSSL 3.5.9 29 Sep 2026', 'openssl', '3.5.9'],
    ['openvpn', 'OpenVPN 2.6.14 ', 'openvpn', '2.6.14'],
    ['libopus.so.0.10.1', 'libopus 1.5.2', 'opus', '1.5.2'],
    ['PassengerAgent', 'Phusion_Passenger/6.0.26', 'passenger', '6.0.26'],
    ['patch', '2.8\x00GNU patch', 'patch', '2.8'],
    ['libpcre.so.3', '8.45 2021-06-15', 'pcre', '8.45'],
    ['libpcre2-8.so.0.14.0', '10.46 2025-08-27', 'pcre2', '10.46'],
    ['pdns_server', ' 4.9.18', 'pdns', '4.9.18'],
    ['pdns_recursor', ' 5.4.9', 'pdns-recursor', '5.4.9'],
    ['mysqld', '/build/percona-server-8.0.37-29/sql/mysqld.cc', 'percona-server', '8.0.37-29'],
    ['perl', '/perl/5.40.1', 'perl', '5.40.1'],
    ['pgbouncer', 'PgBouncer 1.24.1', 'pgbouncer', '1.24.1'],
    ['libphp8.4.so', 'PHP/8.4.28', 'php', '8.4.28'],
    ['php', 'X-Powered-By: PHP/8.3.4', 'php', '8.3.4'],
    ['php8.4', 'PHP/8.4.28', 'php', '8.4.28'],
    ['pigz', 'pigz 2.8', 'pigz', '2.8'],
    ['libpoppler.so.147.0.0', '25.03.0', 'poppler', '25.03.0'],
    ['pdfinfo', '25.03.0', 'poppler', '25.03.0'],
    ['master', 'mail_version=3.10.13', 'postfix', '3.10.13'],
    ['postgres', 'postgres (PostgreSQL) 17.12', 'postgresql', '17.12'],
    ['postgres', 'postgres (PostgreSQL) 18beta1', 'postgresql', '18beta1'],
    ['postgres', 'postgres (PostgreSQL) 9.6.24 (x)', 'postgresql', '9.6.24'],
    ['privoxy', 'Privoxy 4.0.0', 'privoxy', '4.0.0'],
    ['ps', 'procps-ng 4.0.4', 'procps-ng', '4.0.4'],
    ['proftpd', 'ProFTPD Version 1.3.8c', 'proftpd', '1.3.8c'],
    ['libproj.so.25.9.6.0', 'Rel. 9.6.0, ', 'proj', '9.6.0'],
    ['pure-ftpd', 'pure-ftpd v1.0.50 ', 'pure-ftpd', '1.0.50'],
    ['libpython3.13.so.1.0', '3.13.5\x003.50.4', 'python', '3.13.5'],
    ['libpython3.13.so.1.0', '3.13.0rc2', 'python', '3.13.0rc2'],
    ['python2.7', '2.7.18', 'python', '2.7.18'],
    ['python3.11', '/root/.pyenv/versions/3.11.7', 'python', '3.11.7'],
    ['python3.13', '3.13.5\x003.50.4', 'python', '3.13.5'],
    ['qemu-system-i386', 'QEMU emulator version 10.0.13', 'qemu', '10.0.13'],
    ['libQt5Core.so.5.15.15', 'Qt 5.15.15 (', 'qt', '5.15.15'],
    ['cairo.so', 'R 4.5.0', 'r', '4.5.0'],
    ['librabbitmq.so.0.15.0', '0.15.0', 'rabbitmq-c', '0.15.0'],
    ['redis-check-aof', '8.0.2\x0014.2.0\x008.0.21789404730000000000', 'redis', '8.0.2'],
    [
      'redis-server',
      '7.0.10\x0012.2.0\x007.0.104f3a9b2c1d0e-1706000000000000000',
      'redis',
      '7.0.10',
    ],
    ['redis-server', '7.2.4buildkit-1706000000000000000\x007.2.4', 'redis', '7.2.4'],
    ['rsync', '3.5.0\x001.3.1\x00rsync', 'rsync', '3.5.0'],
    ['rsyslogd', 'swVersion="8.2504.0"', 'rsyslog', '8.2504.0'],
    ['libruby-3.3.so.3.3.14', 'ruby 3.3.14 (', 'ruby', '3.3.14'],
    ['librustc_driver-2ac4dc0e5fac42cf.so', '1.85.1 (4eb161250 2025-03-15)', 'rust', '1.85.1'],
    ['nmbd', 'SAMBA_4.22.11_', 'samba', '4.22.11'],
    ['sed', '4.0\x004.9\x00GNU sed', 'sed', '4.9'],
    ['socat1', '1.8.0.3\x00socat version ', 'socat', '1.8.0.3'],
    ['libsqlite3.so.0.8.6', '3.46.1\x00SQLite format 3', 'sqlite', '3.46.1'],
    ['squid-gnutls', 'squid/6.13', 'squid', '6.13'],
    ['charon-systemd', 'Swan 6.0.1,', 'strongswan', '6.0.1'],
    ['stunnel4', 'stunnel 5.74 on ', 'stunnel', '5.74'],
    ['sudo', '1.9.16p2\x00Sudo version ', 'sudo', '1.9.16p2'],
    ['syslog-ng', 'syslog-ng 4 (4.8.1)', 'syslog-ng', '4.8.1'],
    ['systemd', 'systemd 257.13-1~deb13u1 running in ', 'systemd', '257.13'],
    ['tar', '1.35\x00GNU tar', 'tar', '1.35'],
    ['tarantool', '2.6.0-0-g47aa4e01e', 'tarantool', '2.6.0'],
    ['tcpdump', '%s version 4.99.5\n', 'tcpdump', '4.99.5'],
    ['tini', 'tini version 0.19.0', 'tini', '0.19.0'],
    ['tinyproxy', 'tinyproxy/1.11.2', 'tinyproxy', '1.11.2'],
    ['tmux', '3.5a\x00TMUX_TMPDIR', 'tmux', '3.5a'],
    ['tor', 'tor 0.4.9.15', 'tor', '0.4.9.15'],
    ['transmission-daemon', 'Transmission/4.1.0-beta.2', 'transmission', '4.1.0-beta.2'],
    ['unbound', 'unbound 1.26.2', 'unbound', '1.26.2'],
    ['mount', 'util-linux 2.41.5', 'util-linux', '2.41.5'],
    ['uwsgi-core', '2.0.28-debian\x00uWSGI', 'uwsgi', '2.0.28'],
    ['valkey-check-aof', '8.1.1\x007.2.4\x00valkey8.1.11792855166000000000', 'valkey', '8.1.1'],
    ['varnishd', 'varnish-7.7.0 revision ', 'varnish', '7.7.0'],
    ['vim.basic', 'VIM - Vi IMproved 9.1', 'vim', '9.1'],
    ['vsftpd', 'vsftpd: version 3.0.5\n', 'vsftpd', '3.0.5'],
    ['wget', '1.25.0\x00GNU Wget', 'wget', '1.25.0'],
    ['wg', '1.0.20210914\x00wireguard-tools', 'wireguard-tools', '1.0.20210914'],
    ['libwolfssl.so.42.2.0', 'wolfSSL 5.7.2', 'wolfssl', '5.7.2'],
    ['liblzma.so.5.8.1', '5.8.1', 'xz', '5.8.1'],
    ['xz', 'xz (XZ Utils) 5.8.1', 'xz', '5.8.1'],
    ['zabbix_agentd', 'Zabbix 7.0.22', 'zabbix', '7.0.22'],
    ['libz.so.1.3.1', ' deflate 1.3.1 Copyright 1995-', 'zlib', '1.3.1'],
    ['zsh', '/zsh/5.9', 'zsh', '5.9'],
    ['libzstd.so.1.5.7', '1.5.7', 'zstd', '1.5.7'],
    ['zstd', 'v1.5.7', 'zstd', '1.5.7'],
  ];

function program(text: string, section = '.rodata'): Buffer {
  const constants = Buffer.from(`\0first\0${text}\0last\0`, 'latin1');
  return elf([
    { name: '.text', body: Buffer.alloc(9000) },
    { name: section, body: constants },
  ]);
}

function sectionOf(name: string): string | undefined {
  return CLASSIFIERS.find((one) => one.name === name)?.sections?.[0];
}

describe('the table of classifiers', () => {
  test.each(PROGRAMS)('identifies %s with %j as %s %s', (name, text, expected, version) => {
    const path = `opt/tool/${name}`;
    expect(wants(binary, path)).toBe(true);
    expect(named(binary.read(file(path, program(text, sectionOf(expected)), 4096)))).toEqual([
      `${expected}@${version}`,
    ]);
  });

  it('has more than 150 programs and libraries, each with an example', () => {
    const names = new Set(CLASSIFIERS.map(({ name }) => name));
    expect(names.size).toBeGreaterThan(150);
    expect(new Set(PROGRAMS.map(([, , name]) => name))).toEqual(names);
  });

  it('finds each classifier by each of its file names', () => {
    for (const classifier of CLASSIFIERS)
      for (const name of classifier.files) {
        expect(fileKeys(name)[0]).toBe(name);
        expect(classifiersFor(name)).toContain(classifier);
      }
  });

  it('names the advisories that are asked', () => {
    for (const { name, advisories } of CLASSIFIERS) {
      const program = { purl: '', type: 'generic', name, version: '1', paths: [] };
      expect([name, bitnamiProgram(program)?.name]).toEqual([name, advisories]);
    }
  });

  it('gives each CPE as a vendor and a product', () => {
    for (const { cpe } of CLASSIFIERS) expect(cpe).toMatch(/^[a-z0-9_.-]+:(?:[a-z0-9_.+-]|\\\/)+$/);
  });

  // A search that takes quadratic time does not end before the time limit of the test.
  test.each(hostileTexts())('searches a megabyte of %s in linear time', (_, text) => {
    const body = program(text.slice(0, 1_048_576));
    const region = { address: 0, offset: 0, size: body.length, writable: false };
    // Without section headers, every classifier searches the whole file.
    const found = findVersions(
      file('opt/x', body),
      { sections: [], segments: [region] },
      CLASSIFIERS,
    );
    for (const version of found.values()) expect(version.length).toBeLessThan(40);
  });
});

/** The examples without their ends, and the parts that expressions repeat. */
function hostileTexts(): [string, string][] {
  const parts = ['0', '1.', '\0', '\x001.1', ' version 1.1.1-a', 'a-', '/', '(', ' ', 'Q.1-'];
  const starts = PROGRAMS.map(([, text]) => text.slice(0, Math.ceil(text.length * 0.8)));
  return [
    ...parts.map((part): [string, string] => [JSON.stringify(part), part.repeat(1_048_576)]),
    ['beginnings of version strings', starts.join('\0').repeat(300)],
    [
      'version strings',
      PROGRAMS.map(([, text]) => text)
        .join('')
        .repeat(300),
    ],
  ];
}

describe('the names of a file', () => {
  test.each([
    ['nginx', ['nginx']],
    ['php-fpm8.4', ['php-fpm8.4', 'php-fpm']],
    ['python3.6m', ['python3.6m', 'python']],
    ['libcrypto-1ba28ddd.so.3', ['libcrypto.so']],
    ['libcrypto.so.1.1', ['libcrypto.so']],
    ['libpng16-58efbb84.so.16.43.0', ['libpng16.so', 'libpng.so']],
    ['libpcre2-8.so.0', ['libpcre2-8.so', 'libpcre2.so']],
    ['libc-2.31.so', ['libc-2.31.so', 'libc.so']],
    ['librustc_driver-2ac4dc0e5fac42cf.so', ['librustc_driver.so']],
    ['x'.repeat(81), []],
  ])('are for %s %j', (name, keys) => {
    expect(fileKeys(name)).toEqual(keys);
  });
});
