import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ApiQuery {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly version: string;
  readonly page_token?: string;
}

/** A local OSV API with ids by package name, records by id, and failures on demand. */
export interface OsvServer {
  readonly url: string;
  readonly ids: Map<string, readonly string[]>;
  readonly records: Map<string, object>;
  readonly requests: string[];
  /** What the next requests get instead of a correct response: a status, a body, or `hang up`. */
  readonly failures: (number | string)[];
  /** Ids on one page of a response. */
  pageSize: number;
  /** Holds responses with records until this many requests are open at once; 0 holds none. */
  holdUntil: number;
  /** The highest number of requests that were open at once. */
  mostOpen(): number;
  reset(): void;
  close(): void;
}

export async function startOsvServer(): Promise<OsvServer> {
  let [open, most] = [0, 0];
  const held: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++open);
    response.on('close', () => open--);
    osv.requests.push(`${request.method} ${request.url}`);
    const failure = osv.failures.shift();
    const body = await readBody(request);
    if (failure !== undefined) return fail(response, failure);
    if (request.url === '/v1/querybatch') return send(response, 200, { results: results(body) });
    if (open < osv.holdUntil) await new Promise<void>((resolve) => held.push(resolve));
    osv.holdUntil = 0;
    for (const release of held.splice(0)) release();
    const id = decodeURIComponent(request.url?.replace('/v1/vulns/', '') ?? '');
    const record = osv.records.get(id);
    return send(response, record ? 200 : 404, record ?? { code: 5, message: 'Bug not found.' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function results(body: string): object[] {
    const { queries }: { queries: readonly ApiQuery[] } = JSON.parse(body);
    return queries.map((query) => {
      const ids = osv.ids.get(query.package.name) ?? [];
      const from = Number(query.page_token ?? 0);
      const to = from + osv.pageSize;
      const vulns = ids.slice(from, to).map((id) => ({ id, modified: '2026-01-01T00:00:00Z' }));
      return {
        ...(vulns.length > 0 && { vulns }),
        ...(to < ids.length && { next_page_token: `${to}` }),
      };
    });
  }

  const osv: OsvServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ids: new Map(),
    records: new Map(),
    requests: [],
    failures: [],
    pageSize: 1000,
    holdUntil: 0,
    mostOpen: () => most,
    close() {
      server.close();
      server.closeAllConnections();
    },
    reset() {
      osv.ids.clear();
      osv.records.clear();
      osv.requests.length = 0;
      osv.failures.length = 0;
      osv.pageSize = 1000;
      osv.holdUntil = 0;
      most = 0;
    },
  };
  return osv;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function fail(response: ServerResponse, failure: number | string): void {
  if (failure === 'hang up') response.destroy();
  else if (typeof failure === 'number') send(response, failure, {});
  else response.writeHead(200).end(failure);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
