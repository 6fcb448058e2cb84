import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ApiQuery {
  readonly package: { readonly ecosystem: string; readonly name: string };
  /** Absent in a probe: a query about all versions of a package. */
  readonly version?: string;
  readonly page_token?: string;
}

/** A local OSV API with ids by package name, records by id, and failures on demand. */
export interface OsvServer {
  readonly url: string;
  readonly ids: Map<string, readonly string[]>;
  readonly records: Map<string, object>;
  /** All requests but those with probes. */
  readonly requests: string[];
  /** Ecosystems with releases, `Debian:99`, for which no probe has an answer. */
  readonly uncovered: Set<string>;
  /** Packages that a probe does not find. */
  readonly unnamed: Set<string>;
  /** Ecosystems for which the server rejects a complete batch. */
  readonly unknown: Set<string>;
  /** The content of /ecosystems.txt; 404 without one. */
  ecosystems: string | undefined;
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
    const body = await readBody(request);
    if (request.url === '/ecosystems.txt')
      return osv.ecosystems === undefined
        ? send(response, 404, {})
        : response.writeHead(200).end(osv.ecosystems);
    const queries: readonly ApiQuery[] =
      request.url === '/v1/querybatch' ? JSON.parse(body).queries : [];
    if (queries.length === 0 || queries.some(({ version }) => version !== undefined)) {
      osv.requests.push(`${request.method} ${request.url}`);
      const failure = osv.failures.shift();
      if (failure !== undefined) return fail(response, failure);
    }
    if (queries.some((query) => osv.unknown.has(query.package.ecosystem)))
      return send(response, 400, { code: 3, message: 'Invalid ecosystem.' });
    if (queries.length > 0) return send(response, 200, { results: queries.map(resultOf) });
    if (open < osv.holdUntil) await new Promise<void>((resolve) => held.push(resolve));
    osv.holdUntil = 0;
    for (const release of held.splice(0)) release();
    const id = decodeURIComponent(request.url?.replace('/v1/vulns/', '') ?? '');
    const record = osv.records.get(id);
    return send(response, record ? 200 : 404, record ?? { code: 5, message: 'Bug not found.' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function resultOf({ package: pkg, version, page_token: token = '0' }: ApiQuery): object {
    if (version === undefined)
      return osv.uncovered.has(pkg.ecosystem) || osv.unnamed.has(pkg.name)
        ? {}
        : { vulns: [{ id: 'PROBE' }] };
    const ids = osv.ids.get(pkg.name) ?? [];
    const from = Number(token);
    const to = from + osv.pageSize;
    const vulns = ids.slice(from, to).map((id) => ({ id, modified: '2026-01-01T00:00:00Z' }));
    return {
      ...(vulns.length > 0 && { vulns }),
      ...(to < ids.length && { next_page_token: `${to}` }),
    };
  }

  const osv: OsvServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ids: new Map(),
    records: new Map(),
    requests: [],
    uncovered: new Set(),
    unnamed: new Set(),
    unknown: new Set(),
    ecosystems: undefined,
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
      osv.uncovered.clear();
      osv.unnamed.clear();
      osv.unknown.clear();
      osv.ecosystems = undefined;
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
