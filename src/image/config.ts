import type { HistoryEntry, ImageConfig } from './image.js';
import { array, object, string, strings } from './json.js';

/**
 * Reads an image configuration leniently: what has the wrong type is as if absent.
 * Source: OCI image-spec, config.md; Docker's own fields Healthcheck and Shell.
 */
export function readConfig(value: unknown): ImageConfig {
  const top = object(value);
  const run = object(top.config);
  const entrypoint = words(run.Entrypoint);
  const cmd = words(run.Cmd);
  const healthcheck = words(object(run.Healthcheck).Test);
  const shell = words(run.Shell);
  return {
    ...optional('architecture', string(top.architecture)),
    ...optional('os', string(top.os)),
    ...optional('variant', string(top.variant)),
    ...optional('created', string(top.created)),
    history: array(top.history).map(historyEntry),
    ...optional('user', string(run.User)),
    env: strings(run.Env),
    ...optional('entrypoint', entrypoint),
    ...optional('cmd', cmd),
    ...optional('workingDir', string(run.WorkingDir)),
    exposedPorts: Object.keys(object(run.ExposedPorts)),
    volumes: Object.keys(object(run.Volumes)),
    labels: new Map(
      Object.entries(object(run.Labels)).filter(
        (label): label is [string, string] => typeof label[1] === 'string',
      ),
    ),
    ...optional('healthcheck', healthcheck),
    ...optional('stopSignal', string(run.StopSignal)),
    ...optional('shell', shell),
  };
}

/** The digests of the uncompressed layers, bottom first. */
export function diffIDs(value: unknown): readonly string[] {
  return strings(object(object(value).rootfs).diff_ids);
}

/** os/architecture[/variant] of a configuration. */
export function platformOf(config: ImageConfig): string | undefined {
  if (!config.os || !config.architecture) return undefined;
  return [config.os, config.architecture, ...(config.variant ? [config.variant] : [])].join('/');
}

/** A configuration without content: a root file system alone. */
export const NO_CONFIG: ImageConfig = {
  history: [],
  env: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
};

function historyEntry(value: unknown): HistoryEntry {
  const entry = object(value);
  return {
    ...optional('created', string(entry.created)),
    ...optional('createdBy', string(entry.created_by)),
    ...optional('comment', string(entry.comment)),
    ...optional('author', string(entry.author)),
    emptyLayer: entry.empty_layer === true,
  };
}

function words(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? strings(value) : typeof value === 'string' ? [value] : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
