import type { ManifestNode } from '../manifest-yaml.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

/** A mount of a service: short form `source:target[:mode]` or long form with `source`. */
export interface ServiceMount {
  /** The place for a finding. */
  readonly at: ManifestNode;
  readonly source: string;
  readonly isReadOnly: boolean;
}

/** The mounts of a service that have a source: a path of the host or a volume. */
export function serviceMounts(service: ManifestNode): ServiceMount[] {
  return volumeMounts(valueAt(service, 'volumes')?.items ?? []);
}

/** The mounts of items of `volumes` that have a source. */
export function volumeMounts(items: readonly ManifestNode[]): ServiceMount[] {
  return items.flatMap((volume) => {
    if (volume.kind === 'map') {
      const source = valueAt(volume, 'source') ?? valueAt(volume, 'src');
      const isReadOnly = isTrue(valueAt(volume, 'read_only'));
      return source ? [{ at: source, source: textOf(source), isReadOnly }] : [];
    }
    const [source, target, options = ''] = splitAtColons(textOf(volume));
    const isReadOnly = options.split(',').includes('ro');
    return source && target ? [{ at: volume, source, isReadOnly }] : [];
  });
}

/** The path in the container at which an item of `volumes` or `devices` is mounted; empty if it is not known. */
export function mountTarget(item: ManifestNode): string {
  if (item.kind === 'map') return textOf(valueAt(item, 'target') ?? valueAt(item, 'dst'));
  const [source = '', target] = splitAtColons(textOf(item));
  return (target ?? source).replace(/(.)\/+$/, '$1');
}

/** Splits at the colons outside `${…}`. */
function splitAtColons(text: string): string[] {
  return text.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(':', '\0')).split(':');
}

export interface PublishedPort {
  /** The place for a finding. */
  readonly at: ManifestNode;
  /** The item of `ports`. */
  readonly entry: ManifestNode;
  /** First and last port in the container. */
  readonly target: readonly [number, number];
  /** The address of the host; empty if it is not set, which means all addresses. */
  readonly hostIp: string;
}

/** The published ports of a service: short form `[[IP:]HOST:]CONTAINER[/PROTOCOL]` or long form. */
export function publishedPorts(service: ManifestNode): PublishedPort[] {
  return (valueAt(service, 'ports')?.items ?? []).flatMap((entry) => {
    if (entry.kind === 'map') {
      const target = Number(textOf(valueAt(entry, 'target')));
      const at = valueAt(entry, 'target') ?? entry;
      return [{ at, entry, target: [target, target], hostIp: textOf(valueAt(entry, 'host_ip')) }];
    }
    const match = SHORT_PORT.exec(textOf(entry));
    if (!match) return [];
    const [, hostIp = '', , first, last = first] = match;
    return [{ at: entry, entry, target: [Number(first), Number(last)], hostIp }];
  });
}

const SHORT_PORT =
  /^(?:(?:(\[[^\]]*\]|\d+\.\d+\.\d+\.\d+|localhost):)?([\d-]*|\$\w+|\$\{[^{}]*\}):)?(\d+)(?:-(\d+))?(?:\/\w+)?$/;

/** The commands that Compose runs in the container after its start and before its stop (lifecycle hooks). */
export function lifecycleHooks(service: ManifestNode): readonly ManifestNode[] {
  return ['post_start', 'pre_stop'].flatMap((key) => valueAt(service, key)?.items ?? []);
}

/** An option of `security_opt`: `name`, `name:value` or `name=value`. */
export interface SecurityOption {
  readonly at: ManifestNode;
  readonly name: string;
  readonly value: string;
}

/** The security options of a service in lower case. */
export function securityOptions(service: ManifestNode): SecurityOption[] {
  return (valueAt(service, 'security_opt')?.items ?? []).map((at) => {
    const [, name = '', value = ''] =
      /^([^:=]*)(?:[:=](.*))?$/s.exec(textOf(at).toLowerCase()) ?? [];
    return { at, name: name.trim(), value: value.trim() };
  });
}

export interface KeyValue {
  readonly at: ManifestNode;
  readonly name: string;
  /** Undefined if only the name is given. */
  readonly value: string | undefined;
}

/** The names and values of a map, or of a list of `NAME=value`, at a path such as `environment` or `build.args`. */
export function keyValues(service: ManifestNode, ...path: readonly string[]): KeyValue[] {
  const node = valueAt(service, ...path);
  const fromMap = [...(node?.entries ?? [])].map(([name, at]) => ({
    at,
    name,
    value: at.scalar === null ? undefined : textOf(at),
  }));
  const fromList = (node?.items ?? []).map((at) => {
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(textOf(at)) ?? [];
    return { at, name, value };
  });
  return [...fromMap, ...fromList];
}
