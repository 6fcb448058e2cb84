import type { Host } from '../core/host.js';
import type { Dockerfile } from '../dockerfile/parser/model.js';
import { imagesWithUnknownVariables } from '../dockerfile/undefined-variables.js';
import type { Options } from '../options/options.js';
import type { BaseSource, BaseSources } from '../registry/base-sources.js';
import { formatPlatform } from '../registry/platform.js';
import { readBaseConfig } from './base-config.js';

/** The number of base images that are looked up; each takes up to three requests. */
const MOST = 20;

/**
 * The names of the variables that base images set, by reference, for BuildKit's rule UndefinedVar. Only images are looked
 * up whose variables the Dockerfiles use. An image whose registry does not answer is not in the map.
 */
export async function baseVariables(
  dockerfiles: readonly Dockerfile[],
  sources: BaseSources,
  options: Pick<Options, 'offline' | 'platforms'>,
  host: Host,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>();
  if (options.offline) return found;
  const references = new Set(dockerfiles.flatMap(imagesWithUnknownVariables));
  await Promise.all(
    [...references]
      .filter((reference) => reference !== '' && !reference.includes('$'))
      .slice(0, MOST)
      .map(async (reference) => {
        try {
          const names = await variableNames(await sources(reference), options);
          if (names) found.set(reference, names);
        } catch (error) {
          host.debug(`the variables of ${reference} are not known: ${String(error)}`);
        }
      }),
  );
  return found;
}

/** The images of an index set the same variables, as a rule: one of them is read. */
async function variableNames(
  base: BaseSource,
  { platforms: [wanted = 'linux/amd64'] }: Pick<Options, 'platforms'>,
): Promise<ReadonlySet<string> | undefined> {
  const images = (base.manifest?.manifests ?? []).filter(
    ({ platform }) => platform !== undefined && platform.os !== 'unknown',
  );
  const image =
    images.find(({ platform }) => platform && formatPlatform(platform) === wanted) ?? images[0];
  const manifest = image ? await base.source.manifest(image.digest) : base.manifest;
  const config = await readBaseConfig(base, manifest);
  return config && new Set(config.env.map((variable) => variable.replace(/=.*$/s, '')));
}
