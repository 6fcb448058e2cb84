import type { ManifestNode } from '../manifest-yaml.js';
import { type Misfit, misfitsOf, type Shape } from '../shape.js';
import { textOf } from '../yaml-values.js';

const ONE_OR_MANY: Shape = { oneOf: ['free', { list: 'free' }] };
/** A map, or a list of `NAME=value`. */
const VARIABLES: Shape = { oneOf: [{ values: 'free' }, { list: 'free' }] };
const ENV_FILE: Shape = { map: { path: 'free' } };
const HOOKS: Shape = { list: { map: { environment: VARIABLES } } };

const SERVICE: Shape = {
  map: {
    build: {
      oneOf: [
        'free',
        {
          map: {
            args: VARIABLES,
            context: 'free',
            dockerfile: 'free',
            dockerfile_inline: 'free',
            entitlements: { list: 'fixed' },
            target: 'free',
          },
        },
      ],
    },
    cap_add: { list: 'fixed' },
    cap_drop: { list: 'fixed' },
    cgroup: 'fixed',
    cgroup_parent: 'free',
    command: ONE_OR_MANY,
    cpu_quota: 'variable',
    cpus: 'variable',
    deploy: {
      map: {
        resources: {
          map: { limits: { map: { cpus: 'variable', memory: 'variable', pids: 'variable' } } },
        },
        restart_policy: { map: { condition: 'variable' } },
      },
    },
    device_cgroup_rules: { list: 'fixed' },
    devices: { list: { oneOf: ['variable', { map: { source: 'variable' } }] } },
    entrypoint: ONE_OR_MANY,
    env_file: { oneOf: ['free', ENV_FILE, { list: { oneOf: ['free', ENV_FILE] } }] },
    environment: VARIABLES,
    extends: { oneOf: ['free', { map: { file: 'free', service: { required: 'free' } } }] },
    healthcheck: { map: { disable: 'flag', test: ONE_OR_MANY } },
    image: 'variable',
    ipc: 'fixed',
    log_driver: 'variable',
    logging: { map: { driver: 'variable', options: { values: 'free' } } },
    mem_limit: 'variable',
    network_mode: 'fixed',
    networks: { oneOf: [{ list: 'free' }, { map: {} }] },
    oom_kill_disable: 'flag',
    oom_score_adj: 'number',
    pid: 'fixed',
    pids_limit: 'variable',
    ports: { list: { oneOf: ['variable', { map: { host_ip: 'variable', target: 'variable' } }] } },
    post_start: HOOKS,
    pre_stop: HOOKS,
    privileged: 'flag',
    provider: { map: {} },
    pull_policy: 'variable',
    read_only: 'flag',
    restart: 'variable',
    security_opt: { list: 'fixed' },
    sysctls: VARIABLES,
    use_api_socket: 'flag',
    user: 'variable',
    userns_mode: 'fixed',
    uts: 'fixed',
    volumes: {
      list: { oneOf: ['free', { map: { source: 'free', src: 'free', target: 'free' } }] },
    },
  },
};

const DOCUMENT: Shape = {
  map: {
    configs: { values: { map: { content: 'free', file: 'free' } } },
    include: { list: { oneOf: ['free', { map: { path: { required: ONE_OR_MANY } } }] } },
    networks: {
      values: { map: { external: { oneOf: ['flag', { map: { name: 'free' } }] }, name: 'free' } },
    },
    secrets: { values: { map: { file: 'free' } } },
    services: { values: { required: SERVICE } },
    volumes: { values: { map: { driver_opts: { map: { device: 'free', o: 'free' } } } } },
  },
};

/** A template, or in a security option a variable without a default: what it allows is not known. */
const OPTIONS = {
  isPlaceholder: (node: ManifestNode, shape: string) => {
    const text = textOf(node);
    if (/\{\{|\{%|<%/.test(text)) return true;
    return shape !== 'variable' && node.hasVariable === true && /\$\{|\$[A-Za-z_]/.test(text);
  },
};

/**
 * The values of a Compose file, with its defaults filled in, that rules would skip, because they are of another kind than
 * expected or not known.
 */
export function composeMisfits(document: ManifestNode): Misfit[] {
  return misfitsOf(document, { required: DOCUMENT }, OPTIONS);
}
