// What a rebuild shows in `portside diff`: each image is built twice from the same Dockerfile by one builder, which
// should leave no line. Needs a Docker daemon (DOCKER_HOST) with an image `base` of Debian 13.
//
//   node bench/rebuild.mjs BUNDLE/cli/index.js FOLDER [BUILDER[+cache]/IMAGE…]
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const install = (packages) =>
  `apt-get update && apt-get install -y --no-install-recommends ${packages}`;

/** The RUN lines of each image. */
const IMAGES = {
  python: [install('python3')],
  pip: [install('python3-requests python3-venv'), 'python3 -m venv /app'],
  certificates: [install('ca-certificates curl'), 'update-ca-certificates --fresh'],
  users: [
    install('adduser passwd sudo'),
    'useradd -m app && adduser --system --group --home /srv/web web && echo app:secret | chpasswd',
  ],
  npm: [
    install('nodejs npm ca-certificates'),
    'mkdir /app && cd /app && npm init -y && npm install express@4.21.2',
  ],
  systemd: [install('systemd dbus man-db logrotate'), 'mandb -c; systemd-machine-id-setup'],
  fonts: [install('fontconfig fonts-dejavu-core shared-mime-info libglib2.0-0t64'), 'fc-cache -f'],
  java: [install('default-jre-headless'), 'java -Xshare:dump'],
  gcc: [
    install('gcc libc6-dev make zip tar gzip xz-utils'),
    `mkdir /src && cd /src && echo 'int f(void){return 1;} int main(){return f();}' > a.c && gcc -g -c a.c && ar rcsU liba.a a.o && gcc a.o -o a && zip a.zip a.c && tar czf a.tar.gz a.c && tar cJf a.tar.xz a.c && gzip -k a.c`,
  ],
  git: [
    install('git'),
    'git init /repo && cd /repo && git config user.name a && git config user.email a@b && echo 1 > f && git add f && GIT_AUTHOR_DATE=@1700000000 GIT_COMMITTER_DATE=@1700000000 git commit -m 1 && git clone /repo /clone',
  ],
  nginx: [install('nginx-light'), 'nginx -t'],
  perl: [
    install('perl libwww-perl debconf-utils locales'),
    'locale-gen; dpkg-reconfigure -f noninteractive tzdata',
  ],
  emacs: [install('ruby python3-numpy vim'), 'gem list'],
  keys: [
    install('openssh-server openssl ssl-cert'),
    'openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=a -keyout /etc/ssl/a.key -out /etc/ssl/a.crt',
  ],
};

const [cli, folder, ...wanted] = process.argv.slice(2);
const jobs = wanted.length > 0 ? wanted : Object.keys(IMAGES).map((name) => `buildx/${name}`);

const BUILDERS = { docker: '0', buildx: '1' };

function build(builder, isCached, context, tag) {
  const options = isCached ? [] : ['--no-cache'];
  execFileSync('docker', ['build', '-q', '--network=host', ...options, '-t', tag, context], {
    env: { ...process.env, DOCKER_BUILDKIT: BUILDERS[builder] },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const archive = join(folder, `${tag}.tar`);
  execFileSync('docker', ['save', '-o', archive, tag]);
  execFileSync('docker', ['rmi', '-f', tag], { stdio: 'ignore' });
  return `docker-archive:${archive}`;
}

mkdirSync(folder, { recursive: true });
for (const job of jobs) {
  const [how, name] = job.split('/');
  const [builder, cache] = how.split('+');
  const context = join(folder, name);
  mkdirSync(context, { recursive: true });
  const runs = IMAGES[name].map((line) => `RUN ${line}\n`).join('');
  const env = 'ENV DEBIAN_FRONTEND=noninteractive\n';
  writeFileSync(join(context, 'Dockerfile'), `FROM base\n${env}${runs}`);
  const images = ['a', 'b'].map((one) =>
    build(builder, cache !== undefined, context, `${name}-${one}`),
  );
  const output = execFileSync('node', [cli, 'diff', ...images, '--format', 'json'], {
    maxBuffer: 1 << 30,
  });
  const [difference] = JSON.parse(output).differences;
  writeFileSync(join(folder, `${name}.json`), output);
  console.log(`| ${name} | ${how} | ${difference.changes?.length} |`);
  for (const { message } of difference.changes ?? []) console.log(`  ${message}`);
}
