import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { zip } from '../../inventory/build/zip.js';

/** A Debian repository, an index of Python packages and a proxy of Go modules on loopback, to which a test publishes. */
export interface PackageServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  debian(name: string, version: string): void;
  /** Returns `sha256:…` of the wheel. */
  python(name: string, version: string): string;
  go(module: string, version: string): void;
  stop(): Promise<void>;
}

/** Starts the server; `folder` holds what dpkg-deb builds. */
export async function startPackageServer(folder: string): Promise<PackageServer> {
  const files = new Map<string, string | Buffer>();
  const index: string[] = [];
  const wheels = new Map<string, string[]>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://loopback').pathname);
    const body = files.get(path);
    response.statusCode = body === undefined ? 404 : 200;
    response.setHeader(
      'content-type',
      path.endsWith('/') ? 'text/html' : 'application/octet-stream',
    );
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    debian(name, version) {
      const file = `/debian/${name}_${version}.deb`;
      const { control, content } = buildDeb(folder, name, version);
      files.set(file, content);
      index.push(`${control}Filename: .${file.slice('/debian'.length)}\n${sizeAndSum(content)}`);
      files.set('/debian/Packages', index.join('\n'));
    },
    python(name, version) {
      const file = `${name}-${version}-py3-none-any.whl`;
      const content = wheel(name, version);
      const all = [...(wheels.get(name) ?? []), file];
      wheels.set(name, all);
      // pip asks for the normalized name. Source: PEP 503.
      const folder = `/python/${name.replaceAll('_', '-')}/`;
      files.set(`${folder}${file}`, content);
      files.set(folder, all.map((one) => `<a href="${one}">${one}</a>`).join('\n'));
      return `sha256:${sha256(content)}`;
    },
    go(module, version) {
      const at = `/go/${module}/@v/${version}`;
      const mod = `module ${module}\n\ngo 1.21\n`;
      const source = 'package text\n\nfunc Hello() string { return "hello" }\n';
      files.set(`${at}.info`, JSON.stringify({ Version: version, Time: '2026-01-01T00:00:00Z' }));
      files.set(`${at}.mod`, mod);
      files.set(
        `${at}.zip`,
        zip([
          { name: `${module}@${version}/go.mod`, body: mod },
          { name: `${module}@${version}/text.go`, body: source },
        ]),
      );
    },
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function sizeAndSum(content: Buffer): string {
  return `Size: ${content.length}\nSHA256: ${sha256(content)}\n`;
}

/** A package with one file, built by dpkg-deb. */
function buildDeb(folder: string, name: string, version: string) {
  const root = mkdtempSync(join(folder, 'deb-'));
  const control = [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: amd64',
    'Maintainer: Acme <acme@example.com>',
    'Description: a package of a test',
    '',
  ].join('\n');
  mkdirSync(join(root, 'DEBIAN'));
  mkdirSync(join(root, 'usr/share', name), { recursive: true });
  writeFileSync(join(root, 'DEBIAN/control'), control);
  writeFileSync(join(root, 'usr/share', name, 'version'), `${version}\n`);
  const file = `${root}.deb`;
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', '-Znone', root, file]);
  return { control, content: readFileSync(file) };
}

/** Source: PEP 427. */
function wheel(name: string, version: string): Buffer {
  const info = `${name}-${version}.dist-info`;
  const record = [`${name}/__init__.py`, `${info}/METADATA`, `${info}/WHEEL`, `${info}/RECORD`];
  return zip([
    { name: `${name}/__init__.py`, body: '' },
    {
      name: `${info}/METADATA`,
      body: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    },
    {
      name: `${info}/WHEEL`,
      body: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    },
    { name: `${info}/RECORD`, body: record.map((path) => `${path},,\n`).join('') },
  ]);
}
