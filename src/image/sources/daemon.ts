import { collectChunks } from '../../lib/chunks.js';
import { PortsideError } from '../../lib/errors.js';
import { type JsonObject, nonEmptyText, object, texts } from '../../lib/json.js';
import type { Platform } from '../../registry/platform.js';
import type { ImageSet } from '../image.js';
import { parseImageJson } from '../json.js';
import { spoolToFile } from '../overflow-file.js';
import { selectPlatforms } from '../platforms.js';
import { openArchive } from '../tar/archive.js';
import { dockerArchive } from './docker-archive.js';
import { type Engine, type EngineResponse, engineAt } from './engine.js';
import type { OpenRequest } from './source.js';

const INSPECT_TIMEOUT_MS = 30_000;
/** With the vfs driver the engine needs many seconds before it sends the first byte of a large image. */
const EXPORT_TIMEOUT_MS = 300_000;

/** An image of the local Docker engine. Throws PortsideError. */
export async function daemonImage(request: OpenRequest): Promise<ImageSet> {
  const engine = engineAt(request.dockerHost);
  const found = await inspect(engine, request);
  if (found === 'no engine')
    throw new PortsideError(
      'PSE4507',
      `Cannot open ${request.reference}: there is no Docker engine at ${engine.where}`,
      'Start it, or save the image to a file and name that.',
    );
  if (!found)
    throw new PortsideError(
      'PSE4002',
      `Cannot open ${request.reference}: the Docker engine has no such image`,
      'List its images with docker image ls.',
    );
  return exportImage(engine, found, request);
}

/** The engine's image with that name; undefined when there is no engine or it has no such image. */
export async function findDaemonImage(request: OpenRequest): Promise<ImageSet | undefined> {
  if (!IMAGE_NAME.test(request.reference)) return undefined;
  const engine = engineAt(request.dockerHost);
  try {
    const found = await inspect(engine, request);
    if (!found || found === 'no engine') return undefined;
    return await exportImage(engine, found, request);
  } catch (error) {
    // An engine keeps one platform of an image; the registry has the others.
    if (error instanceof PortsideError && error.code === 'PSE4005') {
      request.note(`${error.message}: it was looked up in its registry`);
      return undefined;
    }
    // When the engine denies access, the image may still be in a registry.
    if (!(error instanceof PortsideError) || !isAccessDenied(error.cause)) throw error;
    request.note(error.message);
    return undefined;
  }
}

function isAccessDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:EACCES|EPERM)$/.test(String(error.code));
}

interface InspectedImage {
  readonly platform: Platform | undefined;
  /** Exported by ID, so that the result does not change when the tag moves. */
  readonly id: string;
  readonly tags: readonly string[];
}

const IMAGE_NAME = /^[A-Za-z0-9][\w.:/@-]{0,1000}$/;

async function inspect(
  engine: Engine,
  { reference, limits }: OpenRequest,
): Promise<InspectedImage | 'no engine' | undefined> {
  if (!IMAGE_NAME.test(reference) || reference.includes('..'))
    throw new PortsideError(
      'PSE4001',
      `Cannot open "${reference}": it is not the name of an image`,
    );
  const response = await engine.get(`/images/${reference}/json`, INSPECT_TIMEOUT_MS);
  if (!response) return 'no engine';
  const where = `the answer of ${engine.where}`;
  const bytes = await collectChunks(response.body, limits.jsonBytes, where);
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw answerError(engine, response, bytes);
  const image = object(parseImageJson(bytes, where, limits));
  const id = nonEmptyText(image.Id);
  if (!id || !/^sha256:[0-9a-f]{64}$/.test(id))
    throw new PortsideError('PSE4507', `Cannot open ${reference}: ${where} has no image ID`);
  return { id, tags: texts(image.RepoTags), platform: platformOf(image) };
}

/** Keeps the export in a temporary file, because its table of contents comes last. */
async function exportImage(
  engine: Engine,
  { id, tags, platform }: InspectedImage,
  request: OpenRequest,
): Promise<ImageSet> {
  const { reference, limits, platforms } = request;
  if (platforms && platform)
    selectPlatforms([{ digest: id, names: tags, platforms: [platform] }], {
      where: `the Docker engine's ${reference}`,
      platforms,
    });
  const response = await engine.get(`/images/${id}/get`, EXPORT_TIMEOUT_MS);
  if (response?.status !== 200) {
    const bytes = response && (await collectChunks(response.body, limits.jsonBytes, engine.where));
    throw answerError(engine, response, bytes);
  }
  const file = await spoolToFile(response.body, reference, limits);
  const close = () => file.close();
  try {
    const files = await openArchive(file, reference, limits);
    const opened = dockerArchive({ ...request, files, name: reference, source: 'docker', close });
    return { ...opened, images: opened.images.map((image) => ({ ...image, tags })) };
  } catch (error) {
    close();
    throw error;
  }
}

/** Undefined for engines that do not report it: then the configuration of the exported image decides. */
function platformOf(image: JsonObject): Platform | undefined {
  const [os, architecture] = [nonEmptyText(image.Os), nonEmptyText(image.Architecture)];
  return os && architecture
    ? { os, architecture, variant: nonEmptyText(image.Variant) }
    : undefined;
}

function answerError(
  engine: Engine,
  response: EngineResponse | undefined,
  bytes: Uint8Array | undefined,
): PortsideError {
  const message = Buffer.from(bytes ?? [])
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200);
  const why = message === '' ? '' : ` (${message})`;
  return new PortsideError(
    'PSE4507',
    `Cannot use the Docker engine at ${engine.where}: it answered ${response?.status ?? 'nothing'}${why}`,
  );
}
