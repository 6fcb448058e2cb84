import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request in place of the stored content; false when the content answers. */
type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) => boolean | Promise<boolean>;

/** A registry on loopback with its content in memory. It records the requests. */
export interface LoopbackRegistry {
  /** host:port */
  readonly host: string;
  readonly requests: {
    method: string;
    url: string;
    authorization?: string;
    range?: string;
    body: string;
  }[];
  /** May be replaced by a test. */
  answer: Answer;
  /** Stores a blob, returns its digest. */
  blob(bytes: Uint8Array | string): string;
  /** Stores a manifest under its digest and tags, returns its digest. */
  manifest(json: unknown, ...tags: string[]): string;
  /** Adds the referrers of a digest, by page. */
  referrers(digest: string, pages: readonly (readonly unknown[])[]): void;
  close(): Promise<void>;
}

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export async function loopbackRegistry(): Promise<LoopbackRegistry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, { bytes: Buffer; type: string }>();
  const referrers = new Map<string, readonly (readonly unknown[])[]>();
  const tags: string[] = [];
  const requests: LoopbackRegistry['requests'] = [];

  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { method = '', url = '', headers } = request;
    requests.push({
      method,
      url,
      body,
      ...(headers.authorization ? { authorization: headers.authorization } : {}),
      ...(headers.range ? { range: headers.range } : {}),
    });
    if (!(await registry.answer(request, response, body))) serve(url, request, response);
  });

  function serve(url: string, request: IncomingMessage, response: ServerResponse): true {
    const { pathname, searchParams } = new URL(url, 'http://loopback');
    const [, kind, pointer = ''] =
      /\/(manifests|blobs|referrers|tags)\/([^/]+)$/.exec(pathname) ?? [];
    if (kind === 'manifests') {
      const found = manifests.get(pointer);
      if (found) return reply(response, 200, found.bytes, { 'content-type': found.type });
    }
    if (kind === 'blobs') {
      const found = blobs.get(pointer);
      const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      if (found && start > 0)
        return reply(response, 206, found.subarray(start), {
          'content-range': `bytes ${start}-${found.length - 1}/${found.length}`,
        });
      if (found) return reply(response, 200, found);
    }
    const pages = kind === 'referrers' ? referrers.get(pointer) : undefined;
    if (pages) {
      const page = Number(searchParams.get('page') ?? 0);
      const more: Record<string, string> =
        page + 1 < pages.length ? { link: `<${pathname}?page=${page + 1}>; rel="next"` } : {};
      const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: pages[page] };
      return reply(response, 200, JSON.stringify(index), { 'content-type': OCI_INDEX, ...more });
    }
    if (kind === 'tags' && tags.length > 0)
      return reply(response, 200, JSON.stringify({ name: 'x', tags }));
    return reply(response, 404, '{"errors":[{"code":"NOT_FOUND","message":"not here"}]}');
  }

  const registry: LoopbackRegistry = {
    host: await new Promise<string>((resolve) => {
      server.listen(0, '127.0.0.1', () =>
        resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`),
      );
    }),
    requests,
    answer: () => false,
    blob: (bytes) => {
      const digest = sha256(bytes);
      blobs.set(digest, Buffer.from(bytes));
      return digest;
    },
    manifest: (json, ...names) => {
      const bytes = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
      const digest = sha256(bytes);
      const type = (json as { mediaType?: string }).mediaType ?? OCI_MANIFEST;
      for (const name of [digest, ...names]) manifests.set(name, { bytes, type });
      tags.push(...names);
      return digest;
    },
    referrers: (digest, pages) => void referrers.set(digest, pages),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}

export function reply(
  response: ServerResponse,
  status: number,
  body: Uint8Array | string = '',
  headers: Record<string, string> = {},
): true {
  response.writeHead(status, headers);
  response.end(body);
  return true;
}

/** Stores an image without layers. Another `salt` gives another digest. */
export function tinyImage(registry: LoopbackRegistry, salt = '', ...tags: string[]): string {
  const config = `{"architecture":"amd64","os":"linux","salt":"${salt}"}`;
  return registry.manifest(
    {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: registry.blob(config),
        size: config.length,
      },
      layers: [],
    },
    ...tags,
  );
}

export function descriptor(mediaType: string, digest: string, size: number, more: object = {}) {
  return { mediaType, digest, size, ...more };
}
