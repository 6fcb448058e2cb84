import type { Classifier } from './classifier.js';

/** Shells, archivers, network and other tools, and what starts the programs of a container. */
export const TOOLS: readonly Classifier[] = [
  {
    name: 'busybox',
    cpe: 'busybox:busybox',
    files: ['busybox'],
    version: /BusyBox v(\d\.\d{1,2}\.\d{1,2})/,
  },
  {
    name: 'bash',
    cpe: 'gnu:bash',
    files: ['bash'],
    version: /Bash version (\d\.\d{1,2}\.\d{1,3})/,
  },
  { name: 'zsh', cpe: 'zsh:zsh', files: ['zsh'], version: /\/zsh\/(\d\.\d{1,2}(?:\.\d{1,2})?)\0/ },
  {
    name: 'coreutils',
    cpe: 'gnu:coreutils',
    files: ['coreutils', 'ls', 'cp', 'cat', 'sort', 'env'],
    version: { lone: /\0(\d{1,2}\.\d{1,2})(?=\0)/g, marker: 'GNU coreutils' },
  },
  {
    name: 'util-linux',
    cpe: 'kernel:util-linux',
    files: ['mount', 'umount', 'su', 'lsblk', 'fdisk', 'getopt', 'nsenter'],
    version: /\0util-linux (2\.\d{1,2}(?:\.\d{1,2})?)\0/,
  },
  {
    name: 'procps-ng',
    cpe: 'procps-ng_project:procps-ng',
    files: ['ps', 'top', 'sysctl'],
    version: /\0procps-ng (\d\.\d\.\d{1,2})\0/,
  },
  {
    name: 'findutils',
    cpe: 'gnu:findutils',
    files: ['find', 'xargs'],
    version: { lone: /\0(4\.\d{1,2}\.\d{1,2})(?=\0)/g, marker: 'GNU findutils' },
  },
  {
    name: 'diffutils',
    cpe: 'gnu:diffutils',
    files: ['diff', 'cmp', 'diff3'],
    version: { lone: /\0(3\.\d{1,2})(?=\0)/g, marker: 'GNU diffutils' },
  },
  {
    name: 'grep',
    cpe: 'gnu:grep',
    files: ['grep'],
    version: { lone: /\0(\d\.\d{1,2})(?=\0)/g, marker: 'GNU grep' },
  },
  {
    name: 'sed',
    cpe: 'gnu:sed',
    files: ['sed'],
    version: { lone: /\0(4\.(?!0\0)\d{1,2})(?=\0)/g, marker: 'GNU sed' },
  },
  { name: 'gawk', cpe: 'gnu:gawk', files: ['gawk'], version: /\0GNU Awk (\d\.\d{1,2}\.\d{1,2})\0/ },
  {
    name: 'tar',
    cpe: 'gnu:tar',
    files: ['tar'],
    version: { lone: /\0(1\.\d{2})(?=\0)/g, marker: 'GNU tar' },
  },
  {
    name: 'cpio',
    cpe: 'gnu:cpio',
    files: ['cpio'],
    version: { lone: /\0(2\.\d{1,2})(?=\0)/g, marker: 'GNU cpio' },
  },
  {
    name: 'gzip',
    cpe: 'gnu:gzip',
    files: ['gzip'],
    version: { lone: /\0(1\.\d{1,2})(?=\0)/g, marker: 'gzip' },
  },
  {
    name: 'patch',
    cpe: 'gnu:patch',
    files: ['patch'],
    version: { lone: /\0(2\.\d(?:\.\d)?)(?=\0)/g, marker: 'GNU patch' },
  },
  {
    name: 'make',
    cpe: 'gnu:make',
    files: ['make'],
    version: { lone: /\0(\d\.\d(?:\.\d)?)(?=\0)/g, marker: 'GNU Make' },
  },
  {
    name: 'xz',
    cpe: 'tukaani:xz',
    files: ['xz'],
    version: /\0xz \(XZ Utils\) (5\.\d{1,2}\.\d{1,2}(?:alpha|beta)?)\0/,
  },
  {
    name: 'bzip2',
    cpe: 'bzip:bzip2',
    files: ['bzip2recover', 'libbz2.so'],
    version: /\0(?:bzip2recover )?(1\.\d\.\d)(?:, \d|: extracts)/,
  },
  {
    name: 'zstd',
    cpe: 'facebook:zstandard',
    files: ['zstd'],
    version: /\0v(1\.\d\.\d{1,2})\0/,
  },
  {
    name: 'zstd',
    cpe: 'facebook:zstandard',
    files: ['libzstd.so'],
    version: { lone: /\0(1\.\d\.\d{1,2})(?=\0)/g, marker: '' },
  },
  {
    name: 'lz4',
    cpe: 'lz4_project:lz4',
    files: ['lz4', 'liblz4.so'],
    version: { lone: /\0v?(1\.\d{1,2}\.\d{1,2})(?=\0)/g, marker: '' },
  },
  {
    name: 'pigz',
    cpe: 'zlib:pigz',
    files: ['pigz', 'unpigz'],
    version: /\0pigz (2\.\d(?:\.\d)?)\0/,
  },
  {
    name: '7-zip',
    cpe: '7-zip:7-zip',
    files: ['7z', '7za', '7zr', '7zz', '7zzs'],
    version: /\n7-Zip (?:\([a-z]\) )?(?:\[\d\d\] )?(\d\d\.\d\d) /,
  },
  { name: 'curl', cpe: 'haxx:curl', files: ['curl'], version: /\0curl\/(\d\.\d{1,2}\.\d{1,2})\0/ },
  {
    name: 'wget',
    cpe: 'gnu:wget',
    files: ['wget'],
    version: { lone: /\0(1\.[12]\d(?:\.\d)?)(?=\0)/g, marker: 'GNU Wget' },
  },
  {
    name: 'git',
    cpe: 'git-scm:git',
    advisories: 'git',
    files: ['git', 'git-remote-http', 'scalar'],
    version: /\0git\/(\d\.\d{1,2}\.\d{1,2})(?:\.\d)?\0/,
  },
  {
    name: 'openssl',
    cpe: 'openssl:openssl',
    files: ['openssl', 'libcrypto.so', 'libssl.so'],
    version: /OpenSSL (\d\.\d\.\d{1,2}[a-z]?)(?:[-+][\w.-]{1,20})? +\d{1,2} [A-Z][a-z]{2} \d{4}/,
    embedded: true,
  },
  {
    name: 'libressl',
    cpe: 'openbsd:libressl',
    files: ['openssl', 'libcrypto.so', 'libressl'],
    version: /\0LibreSSL (\d\.\d{1,2}\.\d)\0/,
    embedded: true,
  },
  {
    name: 'gnupg',
    cpe: 'gnupg:gnupg',
    files: ['gpg', 'gpgv', 'gpg-agent', 'dirmngr'],
    version: { lone: /\0(2\.\d\.\d{1,2})(?=\0)/g, marker: 'GNUPGHOME' },
  },
  {
    name: 'sudo',
    cpe: 'sudo_project:sudo',
    files: ['sudo'],
    version: { lone: /\0(1\.[89]\.\d{1,2}(?:p\d{1,2})?)(?=\0)/g, marker: 'Sudo version ' },
  },
  {
    name: 'sqlite',
    cpe: 'sqlite:sqlite',
    advisories: 'sqlite',
    files: ['libsqlite3.so', 'sqlite3'],
    version: { lone: /\0(3\.\d{1,2}\.\d{1,2})(?=\0)/g, marker: 'SQLite format 3' },
  },
  {
    name: 'tini',
    cpe: 'tini_project:tini',
    files: ['tini', 'tini-static', 'docker-init'],
    version: /tini version (0\.\d{1,2}\.\d)/,
  },
  {
    name: 'dumb-init',
    cpe: 'yelp:dumb-init',
    files: ['dumb-init'],
    version: /\0(1\.\d\.\d)\n(?:\0|$)/,
  },
  {
    name: 'tmux',
    cpe: 'tmux_project:tmux',
    files: ['tmux'],
    version: { lone: /\0(3\.\d[a-z]?)(?=\0)/g, marker: 'TMUX_TMPDIR' },
  },
  {
    name: 'vim',
    cpe: 'vim:vim',
    files: ['vim', 'vim.basic', 'vim.tiny', 'vim.nox'],
    version: /\0VIM - Vi IMproved (\d\.\d)[ \0]/,
  },
  { name: 'nano', cpe: 'gnu:nano', files: ['nano'], version: /\0GNU nano (\d\.\d(?:\.\d)?)\0/ },
  {
    name: 'jq',
    cpe: 'jqlang:jq',
    files: ['jq'],
    version: { lone: /\0(1\.\d(?:\.\d)?(?:rc\d)?)(?=\0)/g, marker: 'jq-%s' },
  },
  {
    name: 'crun',
    cpe: 'crun_project:crun',
    files: ['crun'],
    version: { lone: /\0(1\.\d{2}(?:\.\d{1,2})?)(?=\0)/g, marker: 'run.oci.crun.version' },
  },
  {
    name: 'systemd',
    cpe: 'systemd_project:systemd',
    files: ['systemd'],
    version: /\0systemd (\d{3}(?:\.\d{1,2})?)(?:[-~][\w.~+-]{1,60})? running in /,
  },
  {
    name: 'dbus',
    cpe: 'freedesktop:dbus',
    files: ['libdbus-1.so'],
    version: /\0libdbus (1\.\d{1,2}\.\d{1,2})\0/,
  },
  {
    name: 'kmod',
    cpe: 'kernel:kmod',
    files: ['kmod'],
    version: /\0kmod version (\d{2}(?:\.\d)?)\0/,
  },
  {
    name: 'iptables',
    cpe: 'netfilter:iptables',
    files: ['xtables-nft-multi', 'xtables-legacy-multi'],
    version: /\0(1\.\d{1,2}\.\d{1,2}) \((?:legacy|nf_tables)\)\0/,
  },
  {
    name: 'wireguard-tools',
    cpe: 'wireguard:wireguard-tools',
    files: ['wg'],
    version: { lone: /\0(1\.0\.20\d{6})(?=\0)/g, marker: 'wireguard-tools' },
  },
  {
    name: 'nmap',
    cpe: 'nmap:nmap',
    files: ['nmap'],
    version: { lone: /\0(7\.\d{2})(?=\0)/g, marker: 'https://nmap.org' },
  },
  {
    name: 'socat',
    cpe: 'dest-unreach:socat',
    files: ['socat', 'socat1'],
    version: { lone: /\0(1\.[78]\.\d\.\d)(?=\0)/g, marker: 'socat version ' },
  },
  {
    name: 'tcpdump',
    cpe: 'tcpdump:tcpdump',
    files: ['tcpdump'],
    version: /\0%s version (4\.\d{2}\.\d)\n\0/,
  },
  {
    name: 'qemu',
    cpe: 'qemu:qemu',
    files: qemu(),
    version:
      /QEMU emulator version (\d{1,2}\.\d{1,2}\.\d{1,3})|qemu-img version (\d{1,2}\.\d{1,2}\.\d{1,3})/,
  },
  {
    name: 'ffmpeg',
    cpe: 'ffmpeg:ffmpeg',
    files: ['ffmpeg', 'ffprobe', 'ffplay', 'libavcodec.so', 'libavformat.so', 'libavutil.so'],
    version: /(?:\0%s|FFmpeg) version n?(\d\.\d(?:\.\d{1,2})?)[-~+\w]{0,1}[-\w.~+]{0,60}\0/,
  },
  {
    name: 'imagemagick',
    cpe: 'imagemagick:imagemagick',
    files: [...magick('Q16'), ...magick('Q16HDRI'), ...magick('Q8'), 'magick'],
    version: /ImageMagick (\d\.\d\.\d{1,2}-\d{1,3}) Q/,
  },
  {
    name: 'graphicsmagick',
    cpe: 'graphicsmagick:graphicsmagick',
    files: ['libGraphicsMagick-Q16.so', 'libGraphicsMagick.so', 'gm'],
    version: /\0GraphicsMagick (1\.\d(?:\.\d{1,2})?)[ \0]/,
  },
  {
    name: 'ghostscript',
    cpe: 'artifex:ghostscript',
    files: ['gs', 'libgs.so'],
    version: /\/ghostscript\/(\d{1,2}\.\d{2}(?:\.\d)?)\/(?:Resource|lib|iccprofiles)/,
  },
  {
    name: 'poppler',
    cpe: 'freedesktop:poppler',
    files: ['libpoppler.so', 'pdftotext', 'pdftoppm', 'pdfinfo'],
    version: { lone: /\0(2\d\.\d{2}\.\d)(?=\0)/g, marker: '' },
  },
  {
    name: 'mupdf',
    cpe: 'artifex:mupdf',
    files: ['mutool'],
    version: { lone: /\0(1\.\d{2}\.\d{1,2})(?=\0)/g, marker: 'mutool' },
  },
  {
    name: 'exiv2',
    cpe: 'exiv2:exiv2',
    files: ['exiv2'],
    version: /\0exiv2 (0\.\d{1,2}\.\d{1,2})\0/,
  },
];

function qemu(): string[] {
  const machines = ['x86_64', 'i386', 'aarch64', 'arm', 'riscv64', 'ppc64', 'ppc64le', 's390x'];
  return [
    'qemu-img',
    ...machines.flatMap((name) => [`qemu-system-${name}`, `qemu-${name}`, `qemu-${name}-static`]),
  ];
}

function magick(depth: string): string[] {
  return [`libMagickCore-7.${depth}.so`, `libMagickCore-6.${depth}.so`];
}
