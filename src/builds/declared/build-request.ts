import type { Location } from '../../core/location.js';
import { hasUnknownPart } from '../../dockerfile/materials/shell-values.js';
import {
  type BuildMount,
  type BuildValue,
  type DeclaredBuild,
  isRemoteContext,
  mountName,
  READ_PARTS,
} from '../../manifests/declared-build.js';
import { siblingPath } from '../../manifests/paths.js';

/** What an action or a command line asks a builder for. Lists have texts such as `NAME=VALUE`. */
export interface BuildRequest {
  readonly context?: string | undefined;
  readonly file?: string | undefined;
  readonly target?: string | undefined;
  readonly args?: readonly string[];
  readonly contexts?: readonly string[];
  readonly caches?: readonly string[];
  readonly secrets?: readonly string[];
  readonly ssh?: readonly string[];
  readonly platforms?: readonly string[];
  /** The image that replaces that of the first FROM. */
  readonly firstImage?: string | undefined;
  /** Other options that may change the image: `--network=host`. */
  readonly others?: readonly string[];
  /** Whether there are options that are not known: `docker build $OPTIONS .` */
  readonly hasUnknownOptions?: boolean;
}

/** Where a request is made. */
export interface RequestPlace {
  readonly name: string;
  readonly at: Location;
  /** The folder in which the builder runs, from the root. */
  readonly folder: string;
  readonly environment: ReadonlyMap<string, string>;
}

/** The build that a request of a workflow asks for. */
export function requestedBuild(request: BuildRequest, place: RequestPlace): DeclaredBuild {
  const { name, at, folder, environment } = place;
  const { target, caches = [], secrets = [], ssh = [], firstImage } = request;
  const { hasUnknownOptions = false } = request;
  const asked = request.platforms?.filter(Boolean) ?? [];
  const usual = environment.get('docker_default_platform') ?? '';
  const platforms = asked.length > 0 || usual === '' ? asked : [usual];
  const context = localContext(request.context);
  const isRemote = isRemoteContext(context);
  const written = request.file || (isRemote ? '' : `${context}/Dockerfile`);
  const isElsewhere = isRemoteContext(written) || [context, written].includes('-');
  // A builder looks for a Dockerfile that is named in its own folder, whatever the context is.
  const isKnown = !isRemote && !isElsewhere && !hasUnknownPart(written);
  const dockerfile = siblingPath(folder === '' ? 'file' : `${folder}/file`, written);
  const mounts = (kind: BuildMount['kind'], texts: readonly string[]) =>
    texts
      .slice(0, READ_PARTS)
      .map((text) => ({ kind, at, text: kind === 'cache' ? text : mountName(text) }));
  return {
    definition: {
      name,
      source: 'workflow',
      location: at,
      ...(isKnown && { dockerfile }),
      ...(target && { target }),
      ...(platforms.length > 0 && { platforms }),
    },
    ...(!isKnown && { remoteContext: { text: isRemote ? context : written, at } }),
    args: new Map([...pairs(request.args, at, environment)].map(([key, { text }]) => [key, text])),
    contexts: pairs(request.contexts, at, environment),
    mayHaveMore: {
      args: hasUnknownOptions || hasUnknownNames(request.args),
      contexts: hasUnknownOptions || hasUnknownNames(request.contexts),
    },
    ...(firstImage && { firstImage }),
    mounts: [...mounts('cache', caches), ...mounts('secret', secrets), ...mounts('ssh', ssh)],
  };
}

/** `{{defaultContext}}:folder` is a folder of the repository that the workflow runs for. */
function localContext(context = ''): string {
  const text = context.replace(/^\{\{\s*defaultContext\s*\}\}:?/, '');
  return text === '' ? '.' : text.replace(/(.)\/+$/, '$1');
}

/** A variable instead of `NAME=VALUE` may have any of them. */
function hasUnknownNames(texts: readonly string[] = []): boolean {
  return texts.some((text) => hasUnknownPart(text.split('=', 1)[0] ?? ''));
}

/** `NAME=VALUE`; a name alone takes its value from the environment. */
function pairs(
  texts: readonly string[] = [],
  at: Location,
  environment: ReadonlyMap<string, string>,
): Map<string, BuildValue> {
  return new Map(
    texts.slice(0, READ_PARTS).map((text) => {
      const end = text.indexOf('=');
      const name = end < 0 ? text : text.slice(0, end);
      const value =
        end < 0 ? (environment.get(text.toLowerCase()) ?? `\${${text}}`) : text.slice(end + 1);
      return [name, { text: value, at }];
    }),
  );
}
