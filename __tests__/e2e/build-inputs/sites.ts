import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host on loopback that the builds of one case ask. */
export interface Site {
  /** `127.77.0.1:8080`: each site has an address of its own. */
  readonly host: string;
  /** What is served, by path. A text that starts with `http://` is a redirect. */
  readonly files: Map<string, string | Buffer>;
}

export interface Asked {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** The host that it was redirected to. */
  readonly redirect?: string;
}

/** The image of a registry: its manifest, and where its blobs are. All sites have the same images. */
export interface StoredImage {
  readonly mediaType: string;
  readonly digest: string;
  readonly body: string;
}

export interface Sites {
  create(): Site;
  /** By `NAME:TAG`. */
  readonly images: Map<string, StoredImage>;
  /** By digest: a text or a file. */
  readonly blobs: Map<string, { readonly text: string } | { readonly file: string }>;
  /** All requests to sites, in their order. */
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

/**
 * Starts one server for all sites. It is a registry, Git server (of the repositories in `gitFolder`), web server and HTTP
 * proxy; a path that a site does not have is taken from `packages`, the server of packages.
 */
export async function startSites(gitFolder: string, packages: string): Promise<Sites> {
  const sites = new Map<string, Site>();
  const asked: Asked[] = [];
  const images: Sites['images'] = new Map();
  const blobs: Sites['blobs'] = new Map();
  const server = createServer((request, response) => {
    const { localAddress, localPort } = request.socket;
    const host = `${localAddress}:${localPort}`;
    const { pathname, search } = new URL(request.url ?? '/', `http://${host}`);
    const path = decodeURIComponent(pathname);
    const own = sites.get(host)?.files.get(path);
    const redirect = typeof own === 'string' && own.startsWith('http://') ? own : undefined;
    asked.push({
      ...{ host, method: request.method ?? '', path },
      ...(redirect !== undefined && { redirect: new URL(redirect).host }),
    });
    if (redirect !== undefined) response.writeHead(302, { location: redirect }).end();
    else if (own !== undefined) send(response, own, path);
    else if (path.startsWith('/v2/')) serveImage({ images, blobs }, path, response);
    else if (path.includes('.git/')) serveGit(gitFolder, path, search, request, response);
    else forward(`${packages}${pathname}`, response);
  });
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ images, blobs, asked },
    create() {
      const number = sites.size + 1;
      const host = `127.77.${number >> 8}.${number & 255}:${port}`;
      const site = { host, files: new Map() };
      sites.set(host, site);
      return site;
    },
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function send(response: ServerResponse, body: string | Buffer, path: string): void {
  const type = path.endsWith('/') ? 'text/html' : 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Source: OCI distribution specification 1.1. */
function serveImage(
  { images, blobs }: Pick<Sites, 'images' | 'blobs'>,
  path: string,
  response: ServerResponse,
): void {
  const [, name = '', kind, reference = ''] =
    /^\/v2\/(.+)\/(manifests|blobs)\/(.+)$/.exec(path) ?? [];
  if (kind === 'manifests') {
    const image = reference.startsWith('sha256:')
      ? [...images.values()].find(({ digest }) => digest === reference)
      : images.get(`${name}:${reference}`);
    if (!image) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': image.mediaType,
      'docker-content-digest': image.digest,
      'content-length': Buffer.byteLength(image.body),
    });
    response.end(image.body);
    return;
  }
  const blob = blobs.get(reference);
  if (kind === undefined) response.writeHead(200).end('{}');
  else if (!blob) response.writeHead(404).end();
  else if ('text' in blob) send(response, blob.text, path);
  else createReadStream(blob.file).pipe(response);
}

/** Source: git-http-backend(1). */
function serveGit(
  folder: string,
  path: string,
  search: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const child = execFile(
    'git',
    ['http-backend'],
    {
      env: {
        ...process.env,
        ...{ GIT_PROJECT_ROOT: folder, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: path },
        ...{ QUERY_STRING: search.slice(1), REQUEST_METHOD: request.method ?? 'GET' },
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
      encoding: 'buffer',
      maxBuffer: 1 << 26,
    },
    (_error, stdout) => {
      const end = stdout.indexOf('\r\n\r\n');
      const headers = stdout.subarray(0, end).toString().split('\r\n');
      for (const line of headers) {
        const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? [];
        if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
        else if (name !== '') response.setHeader(name, value);
      }
      response.end(stdout.subarray(end + 4));
    },
  );
  if (child.stdin) request.pipe(child.stdin);
}

function forward(address: string, response: ServerResponse): void {
  fetch(address)
    .then(async (answer) => {
      const body = Buffer.from(await answer.arrayBuffer());
      response.statusCode = answer.status;
      response.setHeader('content-type', answer.headers.get('content-type') ?? '');
      response.end(body);
    })
    .catch(() => response.writeHead(502).end());
}
