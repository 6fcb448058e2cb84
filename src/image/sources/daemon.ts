import { PortsideError } from '../../lib/errors.js';
import { openArchive } from '../archive.js';
import { readAll } from '../artifacts.js';
import type { Image } from '../image.js';
import { object, parseJson, string, strings } from '../json.js';
import { spool } from '../layers/overflow-file.js';
import { dockerArchive } from './docker-archive.js';
import { type Engine, type EngineAnswer, engineAt } from './engine.js';
import type { OpenRequest } from './source.js';

/** Milliseconds without a byte. With the vfs driver a large image takes many seconds before the first. */
const IDLE = 300_000;
const IDLE_SHORT = 30_000;

/** An image of the local Docker engine. Throws PortsideError. */
export async function daemonImage(request: OpenRequest): Promise<Image> {
  const engine = engineAt(request.dockerHost);
  const found = await inspect(engine, request);
  if (found === 'no engine')
    throw new PortsideError(
      'PSE4500',
      `There is no Docker engine at ${engine.where}`,
      'Start it, or save the image to a file and name that.',
    );
  if (!found)
    throw new PortsideError(
      'PSE4000',
      `The Docker engine has no image ${request.reference}`,
      'List its images with docker image ls.',
    );
  return open(engine, found, request);
}

/** The engine's image of that name, if there is an engine and it has one. */
export async function findDaemonImage(request: OpenRequest): Promise<Image | undefined> {
  if (!REFERENCE.test(request.reference)) return undefined;
  const engine = engineAt(request.dockerHost);
  try {
    const found = await inspect(engine, request);
    return found && found !== 'no engine' ? await open(engine, found, request) : undefined;
  } catch (error) {
    // An engine that may not be used hides no registry.
    if (!(error instanceof PortsideError) || !/EACCES|EPERM/.test(error.message)) throw error;
    request.note(error.message);
    return undefined;
  }
}

interface Inspected {
  /** Fixed from here on, whatever becomes of the tag. */
  readonly id: string;
  readonly tags: readonly string[];
}

const REFERENCE = /^[A-Za-z0-9][\w.:/@-]{0,1000}$/;

async function inspect(
  engine: Engine,
  { reference, limits }: OpenRequest,
): Promise<Inspected | 'no engine' | undefined> {
  if (!REFERENCE.test(reference) || reference.includes('..'))
    throw new PortsideError('PSE4000', `"${reference}" is not the name of an image`);
  const answer = await engine.get(`/images/${reference}/json`, IDLE_SHORT);
  if (!answer) return 'no engine';
  const bytes = await readAll(answer.body, limits.jsonBytes, `the answer of ${engine.where}`);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refused(engine, answer, bytes);
  const image = object(parseJson(bytes, `the answer of ${engine.where}`, limits));
  const id = string(image.Id);
  if (!id || !/^sha256:[0-9a-f]{64}$/.test(id))
    throw new PortsideError('PSE4500', `${engine.where} does not say the id of ${reference}`);
  return { id, tags: strings(image.RepoTags) };
}

/** The archive is understood at its end only, so it is kept in a temporary file. */
async function open(engine: Engine, { id, tags }: Inspected, request: OpenRequest): Promise<Image> {
  const { reference, limits } = request;
  const answer = await engine.get(`/images/${id}/get`, IDLE);
  if (answer?.status !== 200) {
    const bytes = answer && (await readAll(answer.body, limits.jsonBytes, engine.where));
    throw refused(engine, answer, bytes);
  }
  const file = await spool(answer.body, reference, limits);
  const close = () => file.close();
  try {
    const files = await openArchive(file, reference, limits);
    const image = dockerArchive({ files, name: reference, source: 'docker', limits, close });
    return { ...image, tags };
  } catch (error) {
    close();
    throw error;
  }
}

function refused(
  engine: Engine,
  answer: EngineAnswer | undefined,
  bytes: Uint8Array | undefined,
): PortsideError {
  const said = Buffer.from(bytes ?? [])
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200);
  const why = said === '' ? '' : ` (${said})`;
  return new PortsideError(
    'PSE4500',
    `The Docker engine at ${engine.where} answered ${answer?.status ?? 'nothing'}${why}`,
  );
}
