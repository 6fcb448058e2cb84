import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { write } from '../rebuilds/yard.js';
import type { BuildCase, CaseShop, Project } from './build.js';
import { sha256 } from './workshop.js';

/** Downloads of ADD, curl, wget, git and scripts. */
export const DOWNLOAD_CASES: Readonly<Record<string, BuildCase>> = {
  'add-url': ({ site }) => ({
    files: { Dockerfile: `FROM scratch\nADD http://${withFile({ site })}/a.txt /\n` },
  }),
  'add-checksum': ({ site }) => ({
    files: {
      Dockerfile: `FROM scratch\nADD --checksum=${sha256('b')} http://${withFile({ site }, 'b')}/a.txt /\n`,
    },
  }),
  'add-argument'({ site }) {
    const host = withFile({ site });
    return {
      files: { Dockerfile: 'FROM scratch\nARG HOST\nADD http://$HOST/a.txt /\n' },
      command: ['build', `--build-arg=HOST=${host}`, '.'],
      open: { [host]: 'ADD http://' },
    };
  },
  'add-redirect'({ site }) {
    const target = withFile({ site });
    const first = site();
    first.files.set('/a.txt', `http://${target}/a.txt`);
    return {
      files: { Dockerfile: `FROM scratch\nADD http://${first.host}/a.txt /\n` },
      unseen: [target],
    };
  },
  async 'add-git'(shop) {
    const name = await repository(shop, { 'a.txt': 'a' });
    return { files: { Dockerfile: `FROM scratch\nADD http://${shop.site().host}/${name} /src\n` } };
  },
  async 'add-git-submodule'(shop) {
    const other = shop.site().host;
    const name = await superproject(shop, other);
    return {
      files: { Dockerfile: `FROM scratch\nADD http://${shop.site().host}/${name} /src\n` },
      open: { [other]: 'ADD http://' },
    };
  },
  curl: (shop) => {
    const host = withFile(shop);
    return debian(shop, [
      `ARG VERSION=1.2`,
      `ENV MIRROR=http://${host}`,
      'RUN name=a && curl -fsSL "$MIRROR/$name.txt?v=$VERSION" -o /a.txt',
    ]);
  },
  wget: (shop) => {
    const host = withFile(shop);
    return debian(shop, [
      `RUN for name in a a; do wget -qO /$name.txt http://${host}/$name.txt; done`,
    ]);
  },
  'curl-redirect': (shop) => {
    const target = withFile(shop);
    const first = shop.site();
    first.files.set('/a.txt', `http://${target}/a.txt`);
    const lines = [`RUN curl -fsSL http://${first.host}/a.txt -o /a.txt`];
    return debian(shop, lines, { unseen: [target] });
  },
  'variable-of-the-shell': (shop) => {
    const host = withFile(shop);
    const lines = [
      'COPY mirror /',
      'RUN host=$(cat /mirror) && curl -fsS "http://$host/a.txt" -o /a',
    ];
    return debian(shop, lines, { files: { mirror: host }, open: { [host]: 'RUN host=' } });
  },
  'pipe-to-shell': (shop) => {
    const more = withFile(shop);
    const first = shop.site();
    first.files.set('/setup.sh', `curl -fsS http://${more}/a.txt -o /a.txt\n`);
    const lines = [`RUN curl -fsS http://${first.host}/setup.sh | sh -s -- --yes`];
    return debian(shop, lines, { open: { [more]: 'setup.sh | sh' } });
  },
  'saved-script': (shop) => {
    const more = withFile(shop);
    const first = shop.site();
    first.files.set('/setup.sh', `curl -fsS http://${more}/a.txt -o /a.txt\n`);
    const lines = [
      `RUN curl -fsSO http://${first.host}/setup.sh && chmod +x setup.sh && ./setup.sh`,
    ];
    return debian(shop, lines, { open: { [more]: '&& ./setup.sh' } });
  },
  'sourced-script': (shop) => {
    const host = withFile(shop);
    const files = { 'fetch.sh': `curl -fsS http://${host}/a.txt -o /a.txt\n` };
    return debian(shop, ['COPY fetch.sh /', 'RUN . /fetch.sh'], {
      files,
      open: { [host]: 'RUN . /fetch.sh' },
    });
  },
  eval: (shop) => {
    const host = withFile(shop);
    const files = { 'fetch.txt': `curl -fsS http://${host}/a.txt -o /a.txt\n` };
    return debian(shop, ['COPY fetch.txt /', 'RUN eval "$(cat /fetch.txt)"'], {
      files,
      open: { [host]: 'RUN eval' },
    });
  },
  xargs: (shop) => {
    const host = withFile(shop);
    const lines = ['COPY urls /', 'RUN xargs -n 1 curl -fsSO < /urls'];
    return debian(shop, lines, {
      files: { urls: `http://${host}/a.txt\n` },
      open: { [host]: 'RUN xargs' },
    });
  },
  'wget-list': (shop) => {
    const host = withFile(shop);
    return debian(shop, ['COPY urls /', 'RUN wget -q -i /urls'], {
      files: { urls: `http://${host}/a.txt\n` },
      open: { [host]: 'RUN wget' },
    });
  },
  'wget-recursive': (shop) => {
    const host = withFile(shop);
    const first = shop.site();
    first.files.set('/', `<a href="http://${host}/a.txt">a</a>`);
    const lines = [`RUN wget -q -r -H -l 1 -e robots=off http://${first.host}/`];
    return debian(shop, lines, { open: { [host]: 'RUN wget' } });
  },
  heredoc: (shop) => {
    const host = withFile(shop);
    const lines = [
      'RUN <<SCRIPT',
      'set -eu',
      `mirror=http://${host}`,
      'curl -fsS $mirror/a.txt -o /a.txt',
      'SCRIPT',
    ];
    return debian(shop, lines);
  },
  secret: (shop) => {
    const host = withFile(shop);
    const lines = [
      'RUN --mount=type=secret,id=token --mount=type=cache,target=/cache \\',
      `  curl -fsS -H "Authorization: $(cat /run/secrets/token)" http://${host}/a.txt -o /cache/a`,
    ];
    return debian(shop, lines, {
      files: { token: 'token of a test' },
      command: ['build', '--secret=id=token,src=token', '.'],
    });
  },
  python: (shop) => {
    const host = withFile(shop);
    return debian(shop, [
      `RUN python3 -c "import urllib.request as u; u.urlretrieve('http://${host}/a.txt', '/a')"`,
    ]);
  },
  'bash-tcp': (shop) => {
    const host = withFile(shop);
    const lines = [
      'SHELL ["/bin/bash", "-ec"]',
      `RUN exec 3<>/dev/tcp/${host.replace(':', '/')}; printf 'GET /a.txt HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3 >/a.txt`,
    ];
    return debian(shop, lines);
  },
  'proxy-variable': (shop) => {
    const lines = [
      `ENV http_proxy=http://${withFile(shop)}`,
      'RUN curl -fsS http://files.example/a.txt -o /a.txt',
    ];
    return debian(shop, lines);
  },
  'proxy-option': (shop) =>
    debian(shop, [
      `RUN curl -fsS --proxy http://${withFile(shop)} http://files.example/a.txt -o /a.txt`,
    ]),
  async 'git-clone'(shop) {
    const name = await repository(shop, { 'a.txt': 'a' });
    return debian(shop, [`RUN git clone --depth 1 http://${shop.site().host}/${name} /src`]);
  },
  async 'git-submodules'(shop) {
    const other = shop.site().host;
    const name = await superproject(shop, other);
    const lines = [`RUN git clone --recurse-submodules http://${shop.site().host}/${name} /src`];
    return debian(shop, lines, { open: { [other]: 'RUN git' } });
  },
  async 'git-instead-of'(shop) {
    const name = await repository(shop, { 'a.txt': 'a' });
    return debian(shop, [
      `RUN git config --global url.http://${shop.site().host}/.insteadOf https://git.example/ \\`,
      `  && git clone https://git.example/${name} /src`,
    ]);
  },
};

/** A new host with the file `/a.txt`. A build does not ask for a checksum that it has. */
function withFile({ site }: Pick<CaseShop, 'site'>, content = 'a'): string {
  const { host, files } = site();
  files.set('/a.txt', content);
  return host;
}

/** An image of Debian with more lines. */
export async function debian(
  { site, image }: CaseShop,
  lines: readonly string[],
  { files, ...rest }: Partial<Project> = {},
): Promise<Project> {
  await image('debian');
  const Dockerfile = [`FROM ${site().host}/debian:1`, ...lines, ''].join('\n');
  return { files: { Dockerfile, ...files }, ...rest };
}

/** A bare repository; returns the path that sites serve it at. */
async function repository(
  { run, folder, gitFolder }: CaseShop,
  files: Readonly<Record<string, string>>,
  script = '',
): Promise<string> {
  const work = mkdtempSync(join(folder, 'work-'));
  write(work, files);
  const name = `acme/${work.slice(-6)}.git`;
  const commands = `
git init -q -b main .
${script}
git add .
git -c user.name=acme -c user.email=acme@example.com commit -qm first
git clone -q --bare . "$1"
`;
  await run('sh', ['-euc', commands, 'sh', join(gitFolder, name)], { cwd: work });
  return name;
}

/** A repository with a submodule on another host. */
async function superproject(shop: CaseShop, host: string): Promise<string> {
  const name = await repository(shop, { 'a.txt': 'a' });
  const add = `git submodule --quiet add http://${host}/${name} sub`;
  return repository(shop, { 'b.txt': 'b' }, add);
}
