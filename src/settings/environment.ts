/** What Portside takes from the machine's environment; nothing else reads process.env. */
export interface Environment {
  /** DOCKER_HOST, e.g. unix:///var/run/docker.sock */
  readonly dockerHost?: string;
  /** The folder that holds docker's config.json: DOCKER_CONFIG, else ~/.docker. */
  readonly dockerConfig?: string;
  /** Where records may be cached: XDG_CACHE_HOME/portside, else ~/.cache/portside. */
  readonly cacheFolder?: string;
  readonly path: string;
  /** NO_COLOR or a dumb terminal. */
  readonly noColor: boolean;
}

export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const home = env.HOME || env.USERPROFILE;
  const dockerConfig = env.DOCKER_CONFIG || (home ? `${home}/.docker` : undefined);
  const cache = env.XDG_CACHE_HOME || (home ? `${home}/.cache` : undefined);
  return {
    path: env.PATH ?? '',
    noColor: Boolean(env.NO_COLOR) || env.TERM === 'dumb',
    ...(env.DOCKER_HOST ? { dockerHost: env.DOCKER_HOST } : {}),
    ...(dockerConfig ? { dockerConfig } : {}),
    ...(cache ? { cacheFolder: `${cache}/portside` } : {}),
  };
}
