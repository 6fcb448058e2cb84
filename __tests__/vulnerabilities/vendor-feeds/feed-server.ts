import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine in place of the vendors' hosts. */
export interface FeedServer {
  readonly url: string;
  /** The content, or the status, by path. */
  readonly content: Map<string, Buffer | string | number>;
  /** Paths whose connection ends in the middle of the content. */
  readonly cut: Set<string>;
  readonly requests: string[];
  close(): void;
}

export async function startFeedServer(): Promise<FeedServer> {
  const content = new Map<string, Buffer | string | number>();
  const cut = new Set<string>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const answer = content.get(path) ?? 404;
    if (typeof answer === 'string' && answer.startsWith('redirect:')) {
      response.writeHead(302, { location: answer.slice('redirect:'.length) }).end();
      return;
    }
    if (cut.has(path) && typeof answer !== 'number') {
      response.writeHead(200, { 'content-length': answer.length });
      response.write(answer.slice(0, answer.length / 2), () => response.destroy());
      return;
    }
    response.writeHead(typeof answer === 'number' ? answer : 200);
    response.end(typeof answer === 'number' ? undefined : answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    content,
    cut,
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
