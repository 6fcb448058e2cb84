import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { write } from '../rebuilds/yard.js';
import type { BuildCase, CaseShop } from './build.js';
import { debian } from './download-cases.js';

/** Package managers with sources of their own. */
export const PACKAGE_CASES: Readonly<Record<string, BuildCase>> = {
  apt(shop) {
    shop.packages.debian('acme-tool', '1.0-1');
    const keys = shop.site();
    keys.files.set('/acme.asc', 'a key\n');
    const source = shop.site().host;
    return debian(shop, [
      `RUN curl -fsS http://${keys.host}/acme.asc -o /usr/share/keyrings/acme.asc \\`,
      ` && echo "deb [trusted=yes] http://${source}/debian ./" > /etc/apt/sources.list.d/acme.list \\`,
      ' && apt-get update && apt-get install -y acme-tool=1.0-1',
    ]);
  },
  'apt-deb822'(shop) {
    shop.packages.debian('acme-more', '1.0-1');
    const source = shop.site().host;
    return debian(shop, [
      'RUN --mount=type=cache,target=/var/cache/apt <<SCRIPT',
      'set -eu',
      'cat > /etc/apt/sources.list.d/acme.sources <<END',
      'Types: deb',
      `URIs: http://${source}/debian`,
      'Suites: ./',
      'Trusted: yes',
      'END',
      'apt-get update',
      'apt-get install -y acme-more',
      'SCRIPT',
    ]);
  },
  'apt-proxy'(shop) {
    shop.packages.debian('acme-proxied', '1.0-1');
    const proxy = shop.site().host;
    const lines = [
      'RUN echo "deb [trusted=yes] http://apt.example/debian ./" > /etc/apt/sources.list \\',
      ` && apt-get -o Acquire::http::Proxy=http://${proxy} update`,
    ];
    return debian(shop, lines, { open: { [proxy]: 'Acquire::http::Proxy' } });
  },
  pip(shop) {
    shop.packages.python('acme_lib', '1.0.0');
    const [index, extra] = [shop.site().host, shop.site().host];
    return debian(shop, [
      `RUN pip install --no-cache-dir --break-system-packages --trusted-host ${nameOf(index)} \\`,
      `  --trusted-host ${nameOf(extra)} --index-url http://${index}/python \\`,
      `  --extra-index-url http://${extra}/python acme-lib==1.0.0`,
    ]);
  },
  'pip-env'(shop) {
    shop.packages.python('acme_env', '1.0.0');
    const index = shop.site().host;
    const files = { 'requirements.txt': 'acme-env==1.0.0\n' };
    const lines = [
      `ENV PIP_INDEX_URL=http://${index}/python PIP_TRUSTED_HOST=${nameOf(index)}`,
      'COPY requirements.txt /',
      'RUN pip install --break-system-packages -r /requirements.txt',
    ];
    return debian(shop, lines, { files });
  },
  'pip-conf'(shop) {
    shop.packages.python('acme_conf', '1.0.0');
    const index = shop.site().host;
    const files = {
      'pip.conf': `[global]\nindex-url = http://${index}/python\ntrusted-host = ${nameOf(index)}\n`,
    };
    const lines = ['COPY pip.conf /etc/', 'RUN pip install --break-system-packages acme-conf'];
    return debian(shop, lines, { files, open: { [index]: 'RUN pip install' } });
  },
  async 'npm-ci'(shop) {
    const { site, image } = shop;
    await image('node');
    const [registry, other] = [site(), site()];
    const one = await tarball(shop, 'acme-one');
    const two = await tarball(shop, 'acme-two');
    registry.files.set('/acme-one/-/acme-one-1.0.0.tgz', one);
    other.files.set('/two.tgz', two);
    const project = {
      ...{ name: 'app', version: '1.0.0' },
      dependencies: { 'acme-one': '1.0.0', 'acme-two': '1.0.0' },
    };
    const locked = (resolved: string, content: Buffer) => ({
      ...{ version: '1.0.0', resolved },
      integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
    });
    const lock = {
      ...{ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true },
      packages: {
        '': project,
        'node_modules/acme-one': locked(
          'https://registry.npmjs.org/acme-one/-/acme-one-1.0.0.tgz',
          one,
        ),
        'node_modules/acme-two': locked(`http://${other.host}/two.tgz`, two),
      },
    };
    const lines = [
      `FROM ${site().host}/node:1`,
      'WORKDIR /src',
      'COPY . .',
      'RUN npm ci --no-audit --no-fund --no-update-notifier',
      '',
    ];
    return {
      files: {
        Dockerfile: lines.join('\n'),
        'package.json': JSON.stringify(project),
        'package-lock.json': JSON.stringify(lock),
        '.npmrc': `registry=http://${registry.host}/\n`,
      },
      open: { [registry.host]: 'RUN npm ci', [other.host]: 'RUN npm ci' },
    };
  },
  async go({ site, image, packages }) {
    packages.go('example.com/acme/inputs', 'v1.0.0');
    await image('golang');
    const proxy = site().host;
    const lines = [
      `FROM ${site().host}/golang:1`,
      `ENV GOPROXY=http://${proxy}/go GONOSUMDB=* GOSUMDB=off GOTOOLCHAIN=local`,
      'WORKDIR /src',
      'COPY go.mod .',
      'RUN go mod download example.com/acme/inputs@v1.0.0',
      '',
    ];
    return {
      files: { Dockerfile: lines.join('\n'), 'go.mod': 'module example.com/app\n\ngo 1.21\n' },
      open: { [proxy]: 'RUN go mod' },
    };
  },
};

const nameOf = (host: string) => host.replace(/:\d+$/, '');

/** A package of npm with nothing but its package.json. */
async function tarball({ run, folder }: CaseShop, name: string): Promise<Buffer> {
  const work = mkdtempSync(join(folder, 'npm-'));
  write(work, { 'package/package.json': JSON.stringify({ name, version: '1.0.0' }) });
  await run('tar', ['-czf', join(work, 'a.tgz'), 'package'], { cwd: work });
  return readFileSync(join(work, 'a.tgz'));
}
