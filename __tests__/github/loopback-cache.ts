import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** GitHub's cache service and its blob storage, as @actions/cache uses them, on a loopback port. */
export interface LoopbackCache {
  /** The variables that the runner sets. */
  readonly variables: Readonly<Record<string, string>>;
  /** Keys in the order in which they were saved. */
  readonly keys: readonly string[];
  readonly requests: readonly string[];
  /** What was saved until now is no archive any more. */
  damage(): void;
  readonly entries: readonly Entry[];
  /** Evicts all entries. */
  forget(): void;
  /** Adds the entries of another, as if they had been saved here. */
  add(entries: readonly Entry[]): void;
  close(): Promise<void>;
}

export interface Entry {
  readonly key: string;
  readonly version: string;
  bytes?: Buffer;
  done: boolean;
}

export async function startCache(): Promise<LoopbackCache> {
  const entries: Entry[] = [];
  const keys: string[] = [];
  const requests: string[] = [];
  let url = '';

  const server = createServer((request, response) => {
    serve(request).then(
      ({ status = 200, value }) => {
        response.writeHead(status, {
          'content-type': Buffer.isBuffer(value) ? 'application/octet-stream' : 'application/json',
        });
        response.end(Buffer.isBuffer(value) ? value : JSON.stringify(value ?? {}));
      },
      (error) => response.writeHead(500).end(String(error)),
    );
  });

  async function serve(request: IncomingMessage): Promise<{ status?: number; value?: unknown }> {
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    const body = await buffer(request);
    const blob = /^\/blobs\/caches\/(\d+)$/.exec(pathname)?.[1];
    if (blob !== undefined) {
      const entry = entries[Number(blob)];
      if (!entry) return { status: 404 };
      if (request.method === 'GET') requests.push('download');
      if (request.method !== 'PUT') return { value: entry.bytes };
      entry.bytes = body;
      return { status: 201 };
    }
    const call = pathname.split('/').at(-1) ?? '';
    requests.push(call);
    if (request.headers.authorization !== 'Bearer runtime-t0ken') return { status: 401 };
    const fields = JSON.parse(body.toString('utf8'));
    switch (call) {
      case 'CreateCacheEntry':
        if (entries.some((e) => e.key === fields.key && e.version === fields.version))
          return {
            value: {
              ok: false,
              message: 'cache entry with the same key, version, and scope already exists',
            },
          };
        entries.push({ key: fields.key, version: fields.version, done: false });
        return { value: { ok: true, signed_upload_url: blobUrl(entries.length - 1) } };
      case 'FinalizeCacheEntryUpload': {
        const entry = entries.find((e) => e.key === fields.key && e.version === fields.version);
        if (!entry?.bytes || entry.bytes.length !== Number(fields.size_bytes))
          return { value: { ok: false } };
        entry.done = true;
        keys.push(entry.key);
        return { value: { ok: true, entry_id: '1' } };
      }
      case 'GetCacheEntryDownloadURL': {
        const wanted: string[] = [fields.key, ...(fields.restore_keys ?? [])];
        const complete = entries.filter((e) => e.done && e.version === fields.version);
        const found =
          complete.find((e) => e.key === fields.key) ??
          complete.findLast((e) => wanted.some((key) => e.key.startsWith(key)));
        return found
          ? {
              value: {
                ok: true,
                signed_download_url: blobUrl(entries.indexOf(found)),
                matched_key: found.key,
              },
            }
          : { value: { ok: false } };
      }
      default:
        return { status: 404, value: { msg: `no ${call}` } };
    }
  }

  const blobUrl = (n: number) => `${url}/blobs/caches/${n}?sig=secret`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    variables: {
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_CACHE_SERVICE_V2: 'True',
      ACTIONS_RUNTIME_TOKEN: 'runtime-t0ken',
    },
    keys,
    requests,
    damage: () => {
      for (const entry of entries) entry.bytes = Buffer.from('no archive');
    },
    entries,
    forget: () => void entries.splice(0),
    add(others) {
      entries.push(...others);
      keys.push(...others.map(({ key }) => key));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
