import { describe, expect, test } from '@jest/globals';
import { marks } from '../lint-text.js';

type Row = [rule: string, text: string, found: string[]];

/** A RUN on line 2. */
const run = (rule: string, command: string, ...found: string[]): Row => [
  rule,
  `FROM a:1\nRUN ${command}`,
  found.map((word) => `2:${word}`),
];

describe('packages without a version are found, others are not', () => {
  test.each<Row>([
    run('DL3008', `apt-get install -y $BUILD_DEPS "$\{MORE}" $(cat list)`),
    run('DL3008', 'apt-get install -y linux-headers-$(uname -r)', 'linux-headers-$(uname -r)'),
    run('DL3008', 'apt-get install -y nano- vim=2'),
    run('DL3013', 'pip install flask', 'flask'),
    run(
      'DL3013',
      `pip install "tomli; python_version < '3.11'" "attrs==25; python_version < '3.11'"`,
      `"tomli; python_version < '3.11'"`,
    ),
    run('DL3013', 'python3.12 -m pip install --target /x flask requests==2', 'flask'),
    run('DL3013', 'python -m venv /v && /v/bin/pip install -U pip', 'pip'),
    run('DL3013', 'python tool.py -m pip install flask'),
    run('DL3013', 'pip install "flask~=3.0" ./local ../x.whl pkg@https://example.org/p.zip'),
    run('DL3013', 'pip install -e . -c limits.txt flask'),
    run(
      'DL3013',
      'pip install git+ssh://git@example.org/a/b.git',
      'git+ssh://git@example.org/a/b.git',
    ),
    run('DL3013', 'pip install git+ssh://git@example.org/a/b.git@v1'),
    run('DL3013', 'pipx install --python python3 ruff', 'ruff'),
    run('DL3013', 'pip download flask'),
    run('DL3016', 'npm install -g serve @scope/tool @scope/other@1', 'serve', '@scope/tool'),
    run('DL3016', 'npm --prefix /app install'),
    run('DL3016', 'npm install acme/tool acme/tool#v1', 'acme/tool'),
    run(
      'DL3016',
      'npm install old@npm:lib new@npm:lib@2 own@npm:@s/lib',
      'old@npm:lib',
      'own@npm:@s/lib',
    ),
    run('DL3016', 'npm install ./x file:../y https://example.org/z.tgz'),
    run('DL3018', 'apk add --no-cache -t .deps gcc "make~4.4" ./x.apk', 'gcc'),
    run('DL3018', 'apk add --no-cache busybox=1 !ssl_client'),
    run('DL3028', 'gem install --no-document rake rails:8.0.1', 'rake'),
    run('DL3028', 'gem install -v 1.2 rake'),
    run('DL3028', 'gem install puma:6 -- --with-opt-dir /opt'),
    run('DL3033', 'yum install -y httpd php-8.3 ./x.rpm @tools', 'httpd'),
    run('DL3041', 'dnf module install nodejs php:8.3', 'nodejs'),
    run('DL3041', 'microdnf install --setopt install_weak_deps=0 httpd-$V', 'httpd-$V'),
    ['DL3041', `FROM a:1\nARG V=2.4\nRUN dnf install httpd-$\{V} $ALL`, []],
    run('DL3037', "zypper -n install 'httpd=2.4' curl", 'curl'),
    run('DL3037', 'zypper -n install -t pattern devel_basis'),
    run('DL3037', 'zypper -n install vim=9 !nano ~pico -- -ed'),
    run('DL3062', 'go install -ldflags "-s -w" example.org/a ./cmd/b', 'example.org/a'),
    run('DL3062', 'go get example.org/a@latest example.org/b@v1', 'example.org/a@latest'),
    run('DL3062', 'go run example.org/gen@v1 example.org/arg && go build example.org/c'),
    run('DL3062', 'go install std cmd/vet ./...'),
  ])('%s in %j', (rule, text, found) => expect(marks(text, rule)).toEqual(found));
});

describe('commands that ask a question are found', () => {
  test.each<Row>([
    run('DL3014', 'apt-get install vim=1', 'install'),
    run('DL3014', 'apt-get install -qq vim=1; apt-get install --quiet --quiet vim=1'),
    run('DL3014', 'apt-get -q=2 install vim=1 && apt-get -o APT::Get::Assume-Yes=true install vim'),
    run('DL3014', 'apt-get --quiet=2 install vim=1; apt-get --quiet=1 install vim=1', 'install'),
    run('DL3030', 'yum install httpd-2', 'install'),
    run('DL3030', 'yum -qy install httpd-2 && yum check-update'),
    run('DL3038', 'dnf install httpd-2', 'install'),
    run('DL3038', 'microdnf install --assumeyes httpd-2'),
    run('DL3034', 'zypper in curl=8', 'in'),
    run('DL3034', 'zypper -n in curl=8 && zypper install -y curl=8 && zypper search curl'),
    run('DL3035', 'zypper -n dup', 'dup'),
    run('DL3027', 'apt update && /usr/bin/apt list', 'apt', '/usr/bin/apt'),
  ])('%s in %j', (rule, text, found) => expect(marks(text, rule)).toEqual(found));
});

describe('caches that stay in a layer are found', () => {
  test.each<Row>([
    run('DL3009', 'apt-get update && apt-get install -y vim', 'update'),
    run('DL3009', 'apt-get update && rm -rf /var/lib/{apt,dpkg}/'),
    run('DL3009', 'rm -rf /var/lib/apt/lists/* && apt-get update', 'update'),
    run('DL3009', '--mount=type=cache,target=/var/lib/apt/lists/ apt-get update'),
    run('DL3009', '--mount=type=bind,target=/var/lib/apt/lists apt-get update', 'update'),
    ['DL3009', 'FROM a:1 AS b\nRUN apt-get update\nFROM a:1', []],
    ['DL3009', 'FROM a:1 AS b\nRUN apt-get update\nFROM b', ['2:update']],
    run('DL3009', 'apt-get update && find /var/lib/apt/lists -type f -delete'),
    run('DL3009', 'apt-get update && find /var/lib/apt/lists -type f', 'update'),
    run('DL3019', 'apk add vim=1', 'add'),
    run('DL3019', '--mount=type=cache,target=/etc/apk/cache apk add vim=1'),
    run('DL3019', '--mount=type=cache,target=/var/cache/apk apk add vim=1'),
    run('DL3032', 'yum -y install httpd-2 && yum -y clean all && yum -y install b-1', 'install'),
    run('DL3032', 'yum -y install httpd-2; rm -fr /var/cache/yum'),
    run('DL3036', 'zypper -n in curl=8', 'in'),
    run('DL3036', 'zypper -n in curl=8 && zypper cc -a'),
    run('DL3040', 'dnf -y upgrade', 'upgrade'),
    run('DL3040', 'dnf -y install a-1 && rm -rf /var/cache'),
    run('DL3040', '--mount=type=cache,target=/var/cache dnf -y install a-1'),
    run('DL3040', 'dnf -y swap a-1 b-1', 'swap'),
    run('DL3040', 'dnf5 -y distro-sync && dnf5 clean all'),
    run('DL3060', 'yarn install', 'install'),
    run('DL3060', 'yarn install && rm -rf /usr/local/share/.cache/yarn'),
    run('DL3060', 'yarn install && rm -rf /usr/local/share/.cache/pip', 'install'),
    run('DL3060', '--mount=type=cache,target=/root/.cache/ yarn install'),
    run('DL3042', '--mount=type=cache,target=/home/app/.cache pip install a==1'),
    run('DL3042', '--mount=type=cache,target=/home/app/x.cache pip install a==1', 'install'),
    run('DL3060', 'yarn --cwd /app install && yarn cache clean --all'),
    run('DL3042', 'pip install a==1', 'install'),
    run('DL3042', 'export PIP_NO_CACHE_DIR=1 && pip install a==1'),
    run('DL3042', 'pip install a==1 && rm -rf /root/.cache'),
    run('DL3042', 'pip install a==1 && pip cache purge'),
    run('DL3042', 'env PIP_NO_CACHE_DIR=true pip install a==1'),
    ['DL3042', 'FROM a:1 AS b\nENV PIP_NO_CACHE_DIR=1\nFROM b\nRUN pip install a==1', []],
    ['DL3042', 'FROM a:1\nENV PIP_NO_CACHE_DIR=0\nRUN pip install a==1', ['3:install']],
  ])('%s in %j', (rule, text, found) => expect(marks(text, rule)).toEqual(found));
});
