import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { decodeText } from '../lib/decode-text.js';
import { PortsideError } from '../lib/errors.js';
import { whyNoFile } from '../lib/regular-file.js';
import { readRepositoryFile } from './read-file.js';

/** The largest Dockerfile or manifest that is read. */
const MAX_BYTES = 10 * 1024 * 1024;

/** The path that means standard input. */
export const STANDARD_INPUT = '-';

/** The text of a Dockerfile, as BuildKit reads it. Throws PortsideError (incomplete) if it cannot be read. */
export async function readInputText(root: string, path: string): Promise<string> {
  if (path === STANDARD_INPUT) return (await standardInput()).toString('utf8');
  return (await readRepositoryFile(root, path, MAX_BYTES)) ?? noFile(root, path);
}

/** The text of a manifest, which can be in UTF-16. Throws as readInputText does. */
export async function readInputManifest(root: string, path: string): Promise<string> {
  if (path === STANDARD_INPUT) return decodeText(await standardInput());
  return (await readRepositoryFile(root, path, MAX_BYTES, decodeText)) ?? noFile(root, path);
}

function noFile(root: string, path: string): never {
  const why = whyNoFile(resolve(root, path));
  throw new PortsideError('PSE2502', `Cannot read ${path}: ${why}`, 'Check the path');
}

let input: Promise<Buffer> | undefined;

/** Standard input, which is read once. */
function standardInput(): Promise<Buffer> {
  input ??= buffer(process.stdin);
  return input;
}
