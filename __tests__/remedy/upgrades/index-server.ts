import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { tar } from '../../image/build-tar.js';
import { sha256 } from '../../registry/loopback.js';

/** A server on loopback in the place of the hosts of distributions: `/HOST/PATH` is what HOST has at PATH. */
export interface IndexServer {
  readonly files: Map<string, Uint8Array>;
  readonly requests: string[];
  readonly addressOf: (address: string) => string;
  close(): Promise<void>;
}

export async function indexServer(): Promise<IndexServer> {
  const files = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const server: Server = createServer(({ url = '' }, response) => {
    requests.push(url);
    const file = files.get(url);
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    files,
    requests,
    addressOf: (address) => address.replace('https://', `http://127.0.0.1:${port}/`),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** APKINDEX.tar.gz as abuild-sign leaves it: a signature in a gzip member of its own, before the index. */
export function apkIndexFile(packages: Readonly<Record<string, string>>): Buffer {
  const stanzas = Object.entries(packages).map(
    ([name, version]) => `C:Q1AAAA=\nP:${name}\nV:${version}\nA:x86_64\no:${name}\n\n`,
  );
  const signature = tar([{ name: '.SIGN.RSA.alpine.rsa.pub', body: 'x' }], { end: false });
  const index = tar([
    { name: 'DESCRIPTION', body: 'v3.22' },
    { name: 'APKINDEX', body: stanzas.join('') },
  ]);
  return Buffer.concat([gzipSync(signature), gzipSync(index)]);
}

/** A package of an index of Debian: `version` or `version source (version)`. */
function stanza(name: string, written: string): string {
  const [version, ...source] = written.split(' ');
  const from = source.length > 0 ? `Source: ${source.join(' ')}\n` : '';
  return `Package: ${name}\n${from}Version: ${version}\nArchitecture: amd64\nDescription: x\n y\n\n`;
}

/** The files of a suite: InRelease with the digest of its list of packages, and that list. */
export function debSuite(
  base: string,
  suite: string,
  packages: Readonly<Record<string, string>>,
  { until = 'Mon, 07 Dec 2026 00:00:00 UTC', name = suite } = {},
): readonly (readonly [path: string, content: Buffer])[] {
  const list = gzipSync(
    Object.entries(packages)
      .map(([one, version]) => stanza(one, version))
      .join(''),
  );
  const digest = sha256(list).slice('sha256:'.length);
  const release = [
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n',
    `Suite: stable\nCodename: ${name}\nValid-Until: ${until}\nAcquire-By-Hash: yes`,
    `SHA256:\n ${digest} ${list.length} main/binary-amd64/Packages.gz`,
    '-----BEGIN PGP SIGNATURE-----\n',
  ].join('\n');
  const folder = `${base}/dists/${suite}`;
  return [
    [`${folder}/InRelease`, Buffer.from(release)],
    [`${folder}/main/binary-amd64/by-hash/SHA256/${digest}`, list],
  ];
}
