/** A made-up image of a distribution in one of its states. */
export interface MadeUpSystem {
  readonly name: string;
  /**
   * Fields of /etc/os-release, separated by `|`, as the image of the distribution has them. Sources: the images' os-release
   * files, os-release(5). Empty: no file.
   */
  readonly os: string;
  readonly database: Database;
  /** The mark of the distribution in the versions of its packages: `el9`, `amzn2023`, `root.io.1`. */
  readonly mark?: string;
  /** More files. */
  readonly files?: Readonly<Record<string, string>>;
  /** The ecosystem of the advisories that cover it. */
  readonly advisories?: string;
  /** For a system that is not covered: a part of the reason that must be named. */
  readonly named?: string;
  /** Its end of life is a finding of its own. */
  readonly ended?: true;
}

/** How the image lists its packages. */
export type Database =
  | 'dpkg'
  | 'dpkg-split'
  | 'apk'
  | 'rpm'
  | 'rpm-manifest'
  | 'pacman'
  | 'portage'
  | 'opkg'
  | 'nix'
  | 'guix'
  | 'xbps'
  | 'slackware'
  | 'swupd'
  | 'none';

const DPKG: readonly MadeUpSystem[] = [
  {
    name: 'Debian 13',
    os: 'NAME="Debian GNU/Linux"|ID=debian|VERSION_ID="13"|VERSION_CODENAME=trixie',
    database: 'dpkg',
    advisories: 'Debian:13',
  },
  {
    name: 'Debian 12',
    os: 'NAME="Debian GNU/Linux"|ID=debian|VERSION_ID="12"|VERSION_CODENAME=bookworm',
    database: 'dpkg',
    advisories: 'Debian:12',
  },
  {
    name: 'Debian 11, after its end of life',
    os: 'NAME="Debian GNU/Linux"|ID=debian|VERSION_ID="11"|VERSION_CODENAME=bullseye',
    database: 'dpkg',
    advisories: 'Debian:11',
    ended: true,
  },
  {
    name: 'Debian 9, after its end of life',
    os: 'NAME="Debian GNU/Linux"|ID=debian|VERSION_ID="9"|VERSION_CODENAME=stretch',
    database: 'dpkg',
    advisories: 'Debian:9',
    ended: true,
  },
  {
    name: 'Debian testing',
    os: 'PRETTY_NAME="Debian GNU/Linux forky/sid"|NAME="Debian GNU/Linux"|VERSION_CODENAME=forky|ID=debian',
    database: 'dpkg',
    advisories: 'Debian:14',
  },
  {
    name: 'Debian of unknown release',
    os: 'NAME="Debian GNU/Linux"|ID=debian',
    database: 'dpkg',
    named: 'Debian without a release number',
  },
  {
    name: 'Debian with debian_version only',
    os: '',
    files: { 'etc/debian_version': '12.15\n' },
    database: 'dpkg',
    advisories: 'Debian:12',
  },
  {
    name: 'Debian 12, distroless',
    os: 'NAME="Debian GNU/Linux"|ID=debian|VERSION_ID="12"|PRETTY_NAME="Distroless"',
    database: 'dpkg-split',
    advisories: 'Debian:12',
  },
  {
    name: 'Debian 12 without its database',
    os: 'NAME="Debian GNU/Linux"|ID=debian|VERSION_ID="12"',
    database: 'none',
    named: 'has no packages in var/lib/dpkg',
  },
  {
    name: 'Ubuntu 26.04 LTS',
    os: 'NAME="Ubuntu"|ID=ubuntu|ID_LIKE=debian|VERSION_ID="26.04"',
    database: 'dpkg',
    advisories: 'Ubuntu:26.04:LTS',
  },
  {
    name: 'Ubuntu 24.04 LTS',
    os: 'NAME="Ubuntu"|ID=ubuntu|ID_LIKE=debian|VERSION_ID="24.04"|VERSION_CODENAME=noble',
    database: 'dpkg',
    advisories: 'Ubuntu:24.04:LTS',
  },
  {
    name: 'Ubuntu 22.04 LTS',
    os: 'NAME="Ubuntu"|ID=ubuntu|ID_LIKE=debian|VERSION_ID="22.04"|VERSION_CODENAME=jammy',
    database: 'dpkg',
    advisories: 'Ubuntu:22.04:LTS',
  },
  {
    name: 'Ubuntu 20.04 LTS, in paid support',
    os: 'NAME="Ubuntu"|ID=ubuntu|ID_LIKE=debian|VERSION_ID="20.04"|VERSION_CODENAME=focal',
    database: 'dpkg',
    advisories: 'Ubuntu:Pro:20.04:LTS',
    ended: true,
  },
  {
    name: 'Ubuntu 25.04, after its end of life',
    os: 'NAME="Ubuntu"|ID=ubuntu|ID_LIKE=debian|VERSION_ID="25.04"|VERSION_CODENAME=plucky',
    database: 'dpkg',
    advisories: 'Ubuntu:25.04',
    ended: true,
  },
  {
    name: 'Ubuntu 24.04 LTS, chiseled',
    os: 'NAME="Ubuntu"|ID=ubuntu|ID_LIKE=debian|VERSION_ID="24.04"',
    database: 'none',
    named: 'Ubuntu has no packages in var/lib/dpkg',
  },
  {
    name: 'Echo',
    os: 'NAME="Echo"|ID=echo|ID_LIKE=debian|VERSION_ID="1"',
    database: 'dpkg',
    advisories: 'Echo',
  },
  {
    name: 'Docker Hardened Images on Debian 13',
    os: 'NAME="Docker Hardened Images"|ID=dhi|ID_LIKE=debian|VERSION_ID="13"',
    database: 'dpkg',
    mark: '+dhi1',
    advisories: 'Docker Hardened Images:Debian:13',
  },
  {
    name: 'Debian packages added to Docker Hardened Images',
    os: 'NAME="Docker Hardened Images"|ID=dhi|ID_LIKE=debian|VERSION_ID="13"',
    database: 'dpkg',
    advisories: 'Debian:13',
  },
  {
    name: 'Root on Debian 12',
    os: 'NAME="Debian GNU/Linux"|ID=debian|VERSION_ID="12"',
    database: 'dpkg',
    mark: '.root.io.1',
    advisories: 'Root:Debian:12',
  },
  {
    name: 'TuxCare on Ubuntu 18.04',
    os: 'NAME="Ubuntu"|ID=ubuntu|ID_LIKE=debian|VERSION_ID="18.04"',
    database: 'dpkg',
    mark: '+tuxcare.els3',
    advisories: 'TuxCare:Ubuntu:18.04',
    ended: true,
  },
  {
    name: 'Raspbian 12',
    os: 'NAME="Raspbian GNU/Linux"|ID=raspbian|ID_LIKE=debian|VERSION_ID="12"',
    database: 'dpkg',
    named: 'no advisories for raspbian 12 (deb packages)',
  },
  {
    name: 'Kali Linux',
    os: 'NAME="Kali GNU/Linux"|ID=kali|ID_LIKE=debian|VERSION_ID="2026.3"|VERSION_CODENAME=kali-rolling',
    database: 'dpkg',
    named: 'no advisories for kali 2026.3 (deb packages)',
  },
  {
    name: 'Linux Mint 22',
    os: 'NAME="Linux Mint"|ID=linuxmint|ID_LIKE="ubuntu debian"|VERSION_ID="22"|UBUNTU_CODENAME=noble',
    database: 'dpkg',
    named: 'no advisories for linuxmint 22 (deb packages)',
  },
  {
    name: 'Devuan 5',
    os: 'NAME="Devuan GNU/Linux"|ID=devuan|ID_LIKE=debian|VERSION_ID="5"|VERSION_CODENAME=daedalus',
    database: 'dpkg',
    named: 'no advisories for devuan 5 (deb packages)',
  },
  {
    name: 'Pop!_OS without its database',
    os: 'NAME="Pop!_OS"|ID=pop|ID_LIKE="ubuntu debian"|VERSION_ID="24.04"',
    database: 'none',
    named: 'Pop!_OS has no packages in var/lib/dpkg',
  },
];

const APK: readonly MadeUpSystem[] = [
  {
    name: 'Alpine 3.24',
    os: 'NAME="Alpine Linux"|ID=alpine|VERSION_ID=3.24.1',
    database: 'apk',
    advisories: 'Alpine:v3.24',
  },
  {
    name: 'Alpine 3.23',
    os: 'NAME="Alpine Linux"|ID=alpine|VERSION_ID=3.23.5',
    database: 'apk',
    advisories: 'Alpine:v3.23',
  },
  {
    name: 'Alpine 3.18, after its end of life',
    os: 'NAME="Alpine Linux"|ID=alpine|VERSION_ID=3.18.12',
    database: 'apk',
    advisories: 'Alpine:v3.18',
    ended: true,
  },
  {
    name: 'Alpine edge',
    os: 'NAME="Alpine Linux"|ID=alpine|VERSION_ID=3.25.0_alpha20261001|PRETTY_NAME="Alpine Linux edge"',
    database: 'apk',
    advisories: 'Alpine:edge',
  },
  {
    name: 'Alpine with alpine-release only',
    os: '',
    files: { 'etc/alpine-release': '3.23.5\n' },
    database: 'apk',
    advisories: 'Alpine:v3.23',
  },
  {
    name: 'Alpine without its database',
    os: 'NAME="Alpine Linux"|ID=alpine|VERSION_ID=3.24.1',
    database: 'none',
    named: 'has no packages in lib/apk/db/installed',
  },
  {
    name: 'Wolfi',
    os: 'NAME="Wolfi"|ID=wolfi|VERSION_ID="20230201"',
    database: 'apk',
    advisories: 'Wolfi',
  },
  {
    name: 'Chainguard',
    os: 'NAME="Chainguard"|ID=chainguard|VERSION_ID="20230214"',
    database: 'apk',
    advisories: 'Chainguard',
  },
  {
    name: 'MinimOS',
    os: 'NAME="MinimOS"|ID=minimos|VERSION_ID="20241031"',
    database: 'apk',
    advisories: 'MinimOS',
  },
  { name: 'CleanStart', os: '', database: 'apk', mark: 'clnstrt', advisories: 'CleanStart' },
  {
    name: 'Alpaquita stream',
    os: 'NAME="BellSoft Alpaquita Linux Stream"|ID=alpaquita|ID_LIKE=alpine|VERSION_ID=stream',
    database: 'apk',
    advisories: 'Alpaquita:stream',
  },
  {
    name: 'Alpaquita 23 LTS',
    os: 'NAME="BellSoft Alpaquita Linux"|ID=alpaquita|ID_LIKE=alpine|VERSION_ID=23',
    database: 'apk',
    advisories: 'Alpaquita:23',
  },
  {
    name: 'BellSoft Hardened Containers',
    os: 'NAME="BellSoft Hardened Containers"|ID=bellsoft-hardened-containers|ID_LIKE=alpine|VERSION_ID=25',
    database: 'apk',
    advisories: 'BellSoft Hardened Containers:25',
  },
  {
    name: 'Docker Hardened Images on Alpine 3.24',
    os: 'NAME="Docker Hardened Images"|ID=dhi|ID_LIKE=alpine|VERSION_ID=3.24',
    database: 'apk',
    advisories: 'Docker Hardened Images:Alpine:3.24',
  },
  {
    name: 'Root on Alpine 3.18',
    os: 'NAME="Alpine Linux"|ID=alpine|VERSION_ID=3.18.4',
    database: 'apk',
    mark: 'root',
    advisories: 'Root:Alpine:3.18',
    ended: true,
  },
  {
    name: 'postmarketOS',
    os: 'NAME="postmarketOS"|ID=postmarketos|ID_LIKE=alpine|VERSION_ID=v25.12',
    database: 'apk',
    named: 'no advisories for postmarketos',
  },
];

const RPM: readonly MadeUpSystem[] = [
  {
    name: 'Red Hat Enterprise Linux 10',
    os: 'NAME="Red Hat Enterprise Linux"|ID="rhel"|ID_LIKE="centos fedora"|VERSION_ID="10.2"',
    database: 'rpm',
    mark: '.el10',
    advisories: 'Red Hat:enterprise_linux:10.2',
  },
  {
    name: 'Red Hat Enterprise Linux 9',
    os: 'NAME="Red Hat Enterprise Linux"|ID="rhel"|ID_LIKE="fedora"|VERSION_ID="9.8"',
    database: 'rpm',
    mark: '.el9',
    advisories: 'Red Hat:enterprise_linux:9::baseos',
  },
  {
    name: 'Red Hat Enterprise Linux 8',
    os: 'NAME="Red Hat Enterprise Linux"|ID="rhel"|ID_LIKE="fedora"|VERSION_ID="8.10"',
    database: 'rpm',
    mark: '.el8',
    advisories: 'Red Hat:enterprise_linux:8::appstream',
  },
  {
    name: 'Red Hat Enterprise Linux 7, in paid support',
    os: 'NAME="Red Hat Enterprise Linux Server"|ID="rhel"|ID_LIKE="fedora"|VERSION_ID="7.9"',
    database: 'rpm',
    mark: '.el7',
    advisories: 'Red Hat:enterprise_linux:7::server',
    ended: true,
  },
  {
    name: 'Red Hat Enterprise Linux 9 without its database',
    os: 'NAME="Red Hat Enterprise Linux"|ID="rhel"|VERSION_ID="9.8"',
    database: 'none',
    named: 'has no packages in an rpm database',
  },
  {
    name: 'CentOS 7, after its end of life',
    os: 'NAME="CentOS Linux"|ID="centos"|ID_LIKE="rhel fedora"|VERSION_ID="7"',
    database: 'rpm',
    mark: '.el7',
    advisories: 'Red Hat:enterprise_linux:7::server',
    ended: true,
  },
  {
    name: 'CentOS 6 with centos-release only',
    os: '',
    files: { 'etc/centos-release': 'CentOS release 6.10 (Final)\n' },
    database: 'rpm',
    mark: '.el6',
    advisories: 'Red Hat:enterprise_linux:6::server',
    ended: true,
  },
  {
    name: 'CentOS Stream 9',
    os: 'NAME="CentOS Stream"|ID="centos"|ID_LIKE="rhel fedora"|VERSION_ID="9"',
    database: 'rpm',
    mark: '.el9',
    advisories: 'Red Hat:enterprise_linux:9::baseos',
  },
  {
    name: 'CentOS Stream 10',
    os: 'NAME="CentOS Stream"|ID="centos"|ID_LIKE="rhel fedora"|VERSION_ID="10"',
    database: 'rpm',
    mark: '.el10',
    advisories: 'Red Hat:enterprise_linux:10.2',
  },
  {
    name: 'TuxCare on CentOS 7',
    os: 'NAME="CentOS Linux"|ID="centos"|ID_LIKE="rhel fedora"|VERSION_ID="7"',
    database: 'rpm',
    mark: '.el7.tuxcare.els2',
    advisories: 'TuxCare:CentOS:7',
    ended: true,
  },
  {
    name: 'AlmaLinux 9',
    os: 'NAME="AlmaLinux"|ID="almalinux"|ID_LIKE="rhel centos fedora"|VERSION_ID="9.8"',
    database: 'rpm',
    mark: '.el9',
    advisories: 'AlmaLinux:9',
  },
  {
    name: 'AlmaLinux 10',
    os: 'NAME="AlmaLinux"|ID="almalinux"|ID_LIKE="rhel centos fedora"|VERSION_ID="10.2"',
    database: 'rpm',
    mark: '.el10',
    advisories: 'AlmaLinux:10',
  },
  {
    name: 'Rocky Linux 9',
    os: 'NAME="Rocky Linux"|ID="rocky"|ID_LIKE="rhel centos fedora"|VERSION_ID="9.8"',
    database: 'rpm',
    mark: '.el9',
    advisories: 'Rocky Linux:9',
  },
  {
    name: 'Oracle Linux 8',
    os: 'NAME="Oracle Linux Server"|ID="ol"|ID_LIKE="fedora"|VERSION_ID="8.10"',
    database: 'rpm',
    mark: '.el8',
    advisories: 'Oracle Linux:8',
  },
  {
    name: 'Oracle Linux 9',
    os: 'NAME="Oracle Linux Server"|ID="ol"|ID_LIKE="fedora"|VERSION_ID="9.8"',
    database: 'rpm',
    mark: '.el9',
    advisories: 'Oracle Linux:9',
  },
  {
    name: 'Amazon Linux 2023',
    os: 'NAME="Amazon Linux"|ID="amzn"|ID_LIKE="fedora"|VERSION_ID="2023"',
    database: 'rpm',
    mark: '.amzn2023',
    advisories: 'Amazon Linux:2023',
  },
  {
    name: 'Amazon Linux 2, after its end of life',
    os: 'NAME="Amazon Linux"|ID="amzn"|ID_LIKE="centos rhel fedora"|VERSION_ID="2"',
    database: 'rpm',
    mark: '.amzn2',
    advisories: 'Amazon Linux:2',
    ended: true,
  },
  {
    name: 'Amazon Linux 1, after its end of life',
    os: 'NAME="Amazon Linux AMI"|ID="amzn"|ID_LIKE="rhel fedora"|VERSION_ID="2018.03"',
    database: 'rpm',
    mark: '.amzn1',
    advisories: 'Amazon Linux:1',
    ended: true,
  },
  {
    name: 'Fedora 44',
    os: 'NAME="Fedora Linux"|ID=fedora|VERSION_ID=44',
    database: 'rpm',
    mark: '.fc44',
    advisories: 'Fedora:44',
  },
  {
    name: 'Fedora Rawhide',
    os: 'NAME="Fedora Linux"|ID=fedora|VERSION_ID=45|REDHAT_BUGZILLA_PRODUCT_VERSION=rawhide',
    database: 'rpm',
    mark: '.fc45',
    advisories: 'Fedora:45',
  },
  {
    name: 'Fedora 40, after its end of life',
    os: 'NAME="Fedora Linux"|ID=fedora|VERSION_ID=40',
    database: 'rpm',
    mark: '.fc40',
    advisories: 'Fedora:40',
    ended: true,
  },
  {
    name: 'openSUSE Leap 16.0',
    os: 'NAME="openSUSE Leap"|ID="opensuse-leap"|ID_LIKE="suse opensuse"|VERSION_ID="16.0"',
    database: 'rpm',
    advisories: 'openSUSE:Leap 16.0',
  },
  {
    name: 'openSUSE Leap 15.6, after its end of life',
    os: 'NAME="openSUSE Leap"|ID="opensuse-leap"|ID_LIKE="suse opensuse"|VERSION_ID="15.6"',
    database: 'rpm',
    advisories: 'openSUSE:Leap 15.6',
    ended: true,
  },
  {
    name: 'openSUSE Tumbleweed',
    os: 'NAME="openSUSE Tumbleweed"|ID="opensuse-tumbleweed"|ID_LIKE="opensuse suse"|VERSION_ID="20261120"',
    database: 'rpm',
    advisories: 'openSUSE:Tumbleweed',
  },
  {
    name: 'SUSE Linux Enterprise Server 15 SP7',
    os: 'NAME="SLES"|ID="sles"|ID_LIKE="suse"|VERSION_ID="15.7"',
    database: 'rpm',
    advisories: 'SUSE:Linux Enterprise Module for Basesystem 15 SP7',
  },
  {
    name: 'SUSE Linux Enterprise Server 15 SP3 LTSS',
    os: 'NAME="SLES"|ID="sles"|ID_LIKE="suse"|VERSION_ID="15.3"',
    database: 'rpm',
    advisories: 'SUSE:Linux Enterprise Server 15 SP3-LTSS',
    ended: true,
  },
  {
    name: 'SUSE Linux Enterprise Server 16.0',
    os: 'NAME="SLES"|ID="sles"|ID_LIKE="suse"|VERSION_ID="16.0"',
    database: 'rpm',
    advisories: 'SUSE:Linux Enterprise Server 16.0',
  },
  {
    name: 'SUSE Linux Enterprise Micro 5.5',
    os: 'NAME="SLE Micro"|ID="sle-micro"|ID_LIKE="suse"|VERSION_ID="5.5"',
    database: 'rpm',
    advisories: 'SUSE:Linux Enterprise Micro 5.5',
  },
  {
    name: 'SUSE Linux Micro 6.1',
    os: 'NAME="SL-Micro"|ID="sl-micro"|ID_LIKE="suse"|VERSION_ID="6.1"',
    database: 'rpm',
    advisories: 'SUSE:Linux Micro 6.1',
  },
  {
    name: 'Photon OS 5.0',
    os: 'NAME="VMware Photon OS"|ID=photon|VERSION_ID=5.0',
    database: 'rpm',
    mark: '.ph5',
    advisories: 'Photon OS:5.0',
  },
  {
    name: 'Azure Linux 3.0',
    os: 'NAME="Microsoft Azure Linux"|ID=azurelinux|VERSION_ID="3.0"',
    database: 'rpm',
    mark: '.azl3',
    advisories: 'Azure Linux:3',
  },
  {
    name: 'CBL-Mariner 2.0, distroless',
    os: 'NAME="Common Base Linux Mariner"|ID=mariner|VERSION_ID="2.0"',
    database: 'rpm-manifest',
    mark: '.cm2',
    advisories: 'Azure Linux:2',
  },
  {
    name: 'Mageia 9',
    os: 'NAME="Mageia"|ID=mageia|ID_LIKE="mandriva fedora"|VERSION_ID=9',
    database: 'rpm',
    mark: '.mga9',
    advisories: 'Mageia:9',
  },
  {
    name: 'openEuler 24.03 LTS SP1',
    os: 'NAME="openEuler"|ID="openEuler"|VERSION_ID="24.03"',
    database: 'rpm',
    mark: '.oe2403sp1',
    advisories: 'openEuler:24.03-LTS-SP1',
  },
  {
    name: 'Bottlerocket',
    os: 'NAME=Bottlerocket|ID=bottlerocket|VERSION_ID=1.52.0',
    database: 'rpm',
    advisories: 'Bottlerocket',
  },
  {
    name: 'Hummingbird',
    os: 'NAME="Hummingbird"|ID=hummingbird|ID_LIKE="fedora rhel"|VERSION_ID="20251124"',
    database: 'rpm',
    mark: '.hum1',
    named: 'no advisories for hummingbird 20251124 (rpm packages)',
  },
  {
    name: 'Anolis OS 8',
    os: 'NAME="Anolis OS"|ID="anolis"|ID_LIKE="rhel fedora centos"|VERSION_ID="8.9"',
    database: 'rpm',
    mark: '.an8',
    named: 'no advisories for anolis 8.9 (rpm packages)',
  },
  {
    name: 'Scientific Linux 7',
    os: 'NAME="Scientific Linux"|ID="scientific"|ID_LIKE="rhel centos fedora"|VERSION_ID="7.9"',
    database: 'rpm',
    mark: '.el7',
    named: 'no advisories for scientific 7.9 (rpm packages)',
  },
];

const OTHERS: readonly MadeUpSystem[] = [
  {
    name: 'Arch Linux',
    os: 'NAME="Arch Linux"|ID=arch|BUILD_ID=rolling',
    database: 'pacman',
    advisories: 'Arch Linux',
  },
  {
    name: 'Manjaro',
    os: 'NAME="Manjaro Linux"|ID=manjaro|ID_LIKE=arch',
    database: 'pacman',
    named: 'no advisories for manjaro (alpm packages)',
  },
  {
    name: 'Gentoo',
    os: 'NAME=Gentoo|ID=gentoo',
    database: 'portage',
    named: 'no advisories exist for packages of type ebuild',
  },
  {
    name: 'OpenWrt',
    os: 'NAME="OpenWrt"|ID="openwrt"|ID_LIKE="lede openwrt"|VERSION_ID="24.10.1"',
    database: 'opkg',
    named: 'no advisories exist for packages of type opkg',
  },
  {
    name: 'NixOS',
    os: 'NAME=NixOS|ID=nixos|VERSION_ID="26.05"',
    database: 'nix',
    named: 'no advisories exist for packages of type nix',
  },
  {
    name: 'Guix',
    os: 'NAME="Guix System"|ID=guix',
    database: 'guix',
    named: 'no advisories exist for packages of type guix',
  },
  {
    name: 'Void Linux',
    os: 'NAME="Void"|ID="void"',
    database: 'xbps',
    named: 'no advisories exist for packages of type xbps',
  },
  {
    name: 'Slackware 15',
    os: 'NAME=Slackware|ID=slackware|VERSION_ID=15.0',
    database: 'slackware',
    named: 'no advisories exist for packages of type slackware',
  },
  {
    name: 'Clear Linux',
    os: 'NAME="Clear Linux OS"|ID=clear-linux-os|VERSION_ID=43000',
    database: 'swupd',
    named: 'Clear Linux OS',
  },
  {
    name: 'Flatcar',
    os: 'NAME="Flatcar Container Linux by Kinvolk"|ID=flatcar|ID_LIKE=coreos|VERSION_ID=4230.2.0',
    database: 'none',
    named: 'its packages are not known',
  },
  {
    name: 'A distribution that nobody knows',
    os: 'NAME="Acme Linux"|ID=acme|VERSION_ID=1',
    database: 'none',
    named: 'Acme Linux is not supported',
  },
];

/** One for each distribution and state that images have. */
export const MADE_UP_SYSTEMS: readonly MadeUpSystem[] = [...DPKG, ...APK, ...RPM, ...OTHERS];
