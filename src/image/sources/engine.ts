import { type IncomingMessage, type RequestOptions, request as send } from 'node:http';
import { PortsideError, reason } from '../../lib/errors.js';
import { redactUrl } from '../../lib/redact-url.js';

/** The API of a Docker engine. */
export interface Engine {
  /** Its address, for messages. */
  readonly where: string;
  /**
   * Sends GET. `timeout` is the milliseconds to wait for the next byte. Undefined when no engine listens there. Throws
   * PortsideError (incomplete) for other failures.
   */
  get(path: string, timeout: number): Promise<EngineResponse | undefined>;
}

export interface EngineResponse {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

const SOCKET = process.platform === 'win32' ? '//./pipe/docker_engine' : '/var/run/docker.sock';

/**
 * The engine at `DOCKER_HOST`, by default at its local socket. Throws PortsideError (usage) for an address that needs
 * another program (ssh) or certificates.
 * Source: Docker Engine API; host URLs as in `docker context`.
 */
export function engineAt(host: string | undefined): Engine {
  const address = addressOf(host);
  const where = host === undefined ? `unix://${SOCKET}` : redactUrl(host);
  return {
    where,
    get: (path, timeout) =>
      sendGet({ ...address, path, headers: { Host: 'docker' } }, where, timeout),
  };
}

function addressOf(host: string | undefined): RequestOptions {
  if (host === undefined || host === '') return { socketPath: SOCKET };
  const [scheme = '', rest = ''] = host.split('://', 2);
  if ((scheme === 'unix' || scheme === 'npipe') && rest !== '') return { socketPath: rest };
  if (scheme === 'tcp' || scheme === 'http') {
    const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined;
    if (url) return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || 2375 };
  }
  throw new PortsideError(
    'PSE4007',
    `Cannot use the Docker host ${redactUrl(host)}: only unix:// and plain tcp:// are supported`,
    'Save the image with docker save and scan the file.',
  );
}

function sendGet(
  options: RequestOptions,
  where: string,
  timeout: number,
): Promise<EngineResponse | undefined> {
  return new Promise((resolve, reject) => {
    const request = send({ ...options, method: 'GET', agent: false }, (response) => {
      resolve({ status: response.statusCode ?? 0, body: bodyOf(response, where) });
    });
    request.setTimeout(timeout, () => {
      request.destroy(new Error(`no data for ${Math.round(timeout / 1000)} seconds`));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(requestError(where, error));
    });
    request.end();
  });
}

async function* bodyOf(response: IncomingMessage, where: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array;
  } catch (error) {
    throw requestError(where, error);
  }
}

function requestError(where: string, error: unknown): PortsideError {
  const isDenied = error instanceof Error && 'code' in error && error.code === 'EACCES';
  return new PortsideError(
    'PSE4507',
    `Cannot connect to the Docker engine at ${where}: ${reason(error)}`,
    isDenied ? 'Allow your user to use its socket (group docker).' : undefined,
    error,
  );
}
