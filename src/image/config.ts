import { list, nonEmptyText, object, texts } from '../lib/json.js';
import { formatPlatform } from '../registry/platform.js';
import type { HistoryEntry, ImageConfig } from './image.js';

/**
 * Reads an image configuration leniently: a member of the wrong type counts as absent.
 * Source: OCI image-spec, config.md; Docker's own members Healthcheck and Shell.
 */
export function readConfig(value: unknown): ImageConfig {
  const root = object(value);
  const config = object(root.config);
  return {
    architecture: nonEmptyText(root.architecture),
    os: nonEmptyText(root.os),
    variant: nonEmptyText(root.variant),
    created: nonEmptyText(root.created),
    history: list(root.history).map(historyEntry),
    user: nonEmptyText(config.User),
    env: texts(config.Env),
    entrypoint: command(config.Entrypoint),
    cmd: command(config.Cmd),
    workingDir: nonEmptyText(config.WorkingDir),
    exposedPorts: Object.keys(object(config.ExposedPorts)),
    volumes: Object.keys(object(config.Volumes)),
    labels: new Map(
      Object.entries(object(config.Labels)).filter(
        (label): label is [string, string] => typeof label[1] === 'string',
      ),
    ),
    healthcheck: command(object(config.Healthcheck).Test),
    stopSignal: nonEmptyText(config.StopSignal),
    shell: command(config.Shell),
    onBuild: texts(config.OnBuild),
  };
}

/** The digests of the uncompressed layers, lowest first. */
export function diffIDs(value: unknown): readonly string[] {
  return texts(object(object(value).rootfs).diff_ids);
}

/** `os/architecture[/variant]` of a configuration. */
export function platformOf({ os, architecture, variant }: ImageConfig): string | undefined {
  return os && architecture ? formatPlatform({ os, architecture, variant }) : undefined;
}

/** The configuration of a plain root file system, which has none. */
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
    created: nonEmptyText(entry.created),
    createdBy: nonEmptyText(entry.created_by),
    comment: nonEmptyText(entry.comment),
    author: nonEmptyText(entry.author),
    emptyLayer: entry.empty_layer === true,
  };
}

/** A list of arguments, or one string. */
function command(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? texts(value) : typeof value === 'string' ? [value] : undefined;
}
