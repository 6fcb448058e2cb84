import { type IncomingMessage, type RequestOptions, request as send } from 'node:http';
import { PortsideError, reason } from '../../lib/errors.js';
import { redactUrl } from '../../lib/redact-url.js';

/** The API of a Docker engine: one GET at a time. */
export interface Engine {
  /** For messages. */
  readonly where: string;
  /** Undefined when nothing listens there. Throws PortsideError (incomplete) for other failures. */
  get(path: string, idle: number): Promise<EngineAnswer | undefined>;
}

export interface EngineAnswer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const SOCKET = process.platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock';

/**
 * The engine at `DOCKER_HOST`, by default at its local socket. Throws PortsideError (usage) for a host that needs
 * another program (ssh) or certificates.
 * Source: Docker Engine API, `docker context`'s host URLs.
 */
export function engineAt(host: string | undefined): Engine {
  const target = endpoint(host);
  const where = host === undefined ? `unix://${SOCKET}` : redactUrl(host);
  return {
    where,
    get: (path, idle) => ask({ ...target, path, headers: { Host: 'docker' } }, where, idle),
  };
}

function endpoint(host: string | undefined): RequestOptions {
  if (host === undefined || host === '') return { socketPath: SOCKET };
  const [scheme = '', rest = ''] = host.split('://', 2);
  if ((scheme === 'unix' || scheme === 'npipe') && rest !== '') return { socketPath: rest };
  if (scheme === 'tcp' || scheme === 'http') {
    const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined;
    if (url) return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || 2375 };
  }
  throw new PortsideError(
    'PSE4000',
    `Cannot use the Docker host ${redactUrl(host)}`,
    'Portside speaks to unix:// and plain tcp:// hosts. Save the image with docker save and scan the file.',
  );
}

function ask(
  options: RequestOptions,
  where: string,
  idle: number,
): Promise<EngineAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const request = send({ ...options, method: 'GET', agent: false }, (response) => {
      resolve({ status: response.statusCode ?? 0, body: body(response, where) });
    });
    request.setTimeout(idle, () => {
      request.destroy(new Error(`it said nothing for ${Math.round(idle / 1000)} seconds`));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(failed(where, error));
    });
    request.end();
  });
}

async function* body(response: IncomingMessage, where: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array;
  } catch (error) {
    throw failed(where, error);
  }
}

function failed(where: string, error: unknown): PortsideError {
  const denied = error instanceof Error && 'code' in error && error.code === 'EACCES';
  return new PortsideError(
    'PSE4500',
    `Cannot speak to the Docker engine at ${where}: ${reason(error)}`,
    denied ? 'Your user must be allowed to use its socket (group docker).' : undefined,
    error,
  );
}
