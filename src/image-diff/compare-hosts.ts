import type { ImageChange, Risk } from '../core/image-difference.js';
import type { HostsOfFile } from '../core/image-snapshot.js';
import type { Location } from '../core/location.js';
import type { ImageState } from './image-state.js';

/** The hosts that a sentence names. */
const MOST_NAMED = 3;

/** What the configuration of an image names that nothing in the image before named. */
export interface HostChanges {
  readonly changes: readonly ImageChange[];
  /** What was compared in less detail: each a sentence. */
  readonly limits: readonly string[];
}

/**
 * The configuration files and variables that name hosts which are new in the image. A file that a package installed, in the
 * same layer, is left out: the package is listed.
 */
export function compareHosts(before: ImageState, after: ImageState): HostChanges {
  const [old, now] = [before.hosts, after.hosts];
  if (!now) return { changes: [], limits: [] };
  if (!old) {
    const unknown = 'the hosts in the configuration were not compared: the earlier report has none';
    return { changes: [], limits: now.places.length > 0 ? [unknown] : [] };
  }
  const known = new Set(old.places.flatMap(({ hosts }) => hosts));
  const isInstalled = installedTest(after, now.places);
  return {
    changes: now.places.flatMap((place): ImageChange[] => {
      const fresh = place.hosts.filter((host) => !known.has(host));
      if (fresh.length === 0 || isInstalled(place)) return [];
      const location = lineOf(place, after);
      return [{ ...changeOf(place, fresh), ...(location && { location }) }];
    }),
    limits:
      old.isCut || now.isCut
        ? ['not all hosts in the configuration were compared: its files are large, or many']
        : [],
  };
}

function installedTest(
  { files, packages, ownersOf }: ImageState,
  places: readonly HostsOfFile[],
): (place: HostsOfFile) => boolean {
  const owners = ownersOf(new Set(places.flatMap(({ path }) => path ?? [])));
  const layers = new Map(packages.map(({ purl, layer }) => [purl, layer?.index]));
  return ({ path = '' }) => {
    const layer = layers.get(owners.get(path) ?? '');
    return layer !== undefined && files.get(path)?.layer === layer;
  };
}

/** The instruction that wrote the file, or that sets the variable. */
function lineOf({ path, variable }: HostsOfFile, image: ImageState): Location | undefined {
  if (path === undefined)
    return image.settingLines.find(({ setting }) => setting === `ENV ${variable}`)?.location;
  const file = image.files.get(path);
  return file && image.layers[file.layer]?.location;
}

function changeOf({ path, variable }: HostsOfFile, hosts: readonly string[]): ImageChange {
  const place = variable === undefined ? (path ?? '') : `environment variable ${variable}`;
  const more = hosts.length - MOST_NAMED;
  const named = `${hosts.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return {
    kind: 'setting',
    setting: 'host',
    after: hosts.slice(0, 50).join(' '),
    ...(path !== undefined && { path }),
    risk: riskOf(path ?? '', variable ?? ''),
    message: `New host${hosts.length > 1 ? 's' : ''} ${named} in ${place}`,
  };
}

/** Where packages are downloaded from decides what runs. */
function riskOf(path: string, variable: string): Risk {
  return SOURCES.test(path) || SOURCE_VARIABLES.test(variable) ? 'medium' : 'low';
}

const SOURCES =
  /^etc\/(?:apt|yum\.repos\.d|apk|pip\.conf|hosts$)|(?:^|\/)(?:\.?(?:npm|yarn|gem|conda|mamba)rc|\.yarnrc\.yml|pip\.conf|\.?pip\.ini|\.pydistutils\.cfg|uv\.toml|settings\.xml|init\.gradle|nuget\.config|\.cargo\/config(?:\.toml)?|\.?gitconfig|\.bundle\/config)$/i;
const SOURCE_VARIABLES = /^(?:PIP_|UV_|NPM_CONFIG_|YARN_|GOPROXY|CARGO_|BUNDLE_|NUGET_|.*_PROXY$)/i;
