import { createHash } from 'node:crypto';
import { PortsideError } from '../lib/errors.js';
import { discard, HTTP_DEFAULTS, isLoopback, readBody, send } from '../lib/http.js';
import { redactUrl } from '../lib/redact-url.js';
import type { Options } from '../options/options.js';
import { readInputFile } from './authorities.js';

const LARGEST_KEY = 64 << 10;

/**
 * The PEM text of a public key: from a file, from `env://NAME`, or from a web address with the digest of the key,
 * `https://…#sha256=…`. Throws PortsideError: usage for any other source, incomplete if the key cannot be fetched.
 */
export async function readKey(
  name: string,
  options: Pick<Options, 'environment' | 'offline'>,
): Promise<string> {
  const [, variable] = /^env:\/\/(\w+)$/.exec(name) ?? [];
  if (variable !== undefined) return fromEnvironment(variable, options);
  return /^https?:\/\//.test(name)
    ? fetched(name, options)
    : (await readInputFile(name, 'key')).toString();
}

function fromEnvironment(name: string, { environment }: Pick<Options, 'environment'>): string {
  const value = environment.variable?.(name);
  if (value) return value;
  throw new PortsideError(
    'PSE2007',
    `The variable ${name} contains no key`,
    'Set it to the PEM text',
  );
}

async function fetched(name: string, { offline }: Pick<Options, 'offline'>): Promise<string> {
  const url = URL.canParse(name) ? new URL(name) : undefined;
  const [, digest] = /^#sha256[=:]([0-9a-f]{64})$/.exec(url?.hash ?? '') ?? [];
  if (!url || digest === undefined)
    throw new PortsideError(
      'PSE2007',
      `The key ${redactUrl(name)} has no digest, so the server could return any key`,
      'Write https://…#sha256= and the 64 digits that sha256sum prints',
    );
  if (url.protocol !== 'https:' && !isLoopback(url))
    throw new PortsideError('PSE2007', `The key ${redactUrl(name)} is not at an https address`);
  const purpose = `fetch the key ${redactUrl(url)}`;
  if (offline) throw new PortsideError('PSE2504', `Cannot ${purpose}: --offline is given`);
  url.hash = '';
  const response = await send({ url, purpose }, HTTP_DEFAULTS);
  if (response.status !== 200) {
    discard(response);
    throw new PortsideError('PSE2505', `Cannot ${purpose}: it answered ${response.status}`);
  }
  const bytes = await readBody(response, LARGEST_KEY, HTTP_DEFAULTS.timeout, purpose);
  const is = createHash('sha256').update(bytes).digest('hex');
  if (is !== digest)
    throw new PortsideError('PSE2505', `Cannot ${purpose}: the content has the digest ${is}`);
  return Buffer.from(bytes).toString('utf8');
}
