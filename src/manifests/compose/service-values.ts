import type { YamlNode } from '../yaml.js';
import { textOf, valueAt } from '../yaml-values.js';

/** A mount of a service: short form `source:target[:mode]` or long form with `source`. */
export interface Mount {
  /** Where the finding stands. */
  readonly at: YamlNode;
  readonly source: string;
}

/** The mounts of a service that name a source: a path of the host or a volume. */
export function serviceMounts(service: YamlNode): Mount[] {
  return (valueAt(service, 'volumes')?.items ?? []).flatMap((volume) => {
    if (volume.kind === 'map') {
      const source = valueAt(volume, 'source') ?? valueAt(volume, 'src');
      return source ? [{ at: source, source: textOf(source) }] : [];
    }
    const [source, target] = colonParts(textOf(volume));
    return source && target ? [{ at: volume, source }] : [];
  });
}

/** Where in the container an item of `volumes` or `devices` is mounted; empty where that cannot be told. */
export function mountTarget(item: YamlNode): string {
  if (item.kind === 'map') return textOf(valueAt(item, 'target') ?? valueAt(item, 'dst'));
  const [source = '', target] = colonParts(textOf(item));
  return (target ?? source).replace(/(.)\/+$/, '$1');
}

/** Parts between colons that are not inside `${…}`. */
function colonParts(text: string): string[] {
  return text.replace(/\$\{[^}]*\}/g, (variable) => variable.replaceAll(':', '\0')).split(':');
}

/** A port of a service. */
export interface PublishedPort {
  /** Where the finding stands. */
  readonly at: YamlNode;
  /** The whole item. */
  readonly entry: YamlNode;
  /** First and last port in the container. */
  readonly target: readonly [number, number];
  /** The host's address; empty where none is named, which means all of them. */
  readonly hostIp: string;
}

/** The published ports of a service, short form `[[IP:]HOST:]CONTAINER[/PROTOCOL]` or long form. */
export function publishedPorts(service: YamlNode): PublishedPort[] {
  return (valueAt(service, 'ports')?.items ?? []).flatMap((port) => {
    if (port.kind === 'map') {
      const target = Number(textOf(valueAt(port, 'target')));
      const at = valueAt(port, 'target') ?? port;
      return [
        { at, entry: port, target: [target, target], hostIp: textOf(valueAt(port, 'host_ip')) },
      ];
    }
    const match =
      /^(?:(?:(\[[^\]]*\]|\d+\.\d+\.\d+\.\d+|localhost):)?([\d-]*|\$\w+|\$\{[^{}]*\}):)?(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(
        textOf(port),
      );
    if (!match) return [];
    const first = Number(match[3]);
    return [
      { at: port, entry: port, target: [first, Number(match[4] ?? first)], hostIp: match[1] ?? '' },
    ];
  });
}

/** The commands that run in a service's container after its start and before its end (Compose, lifecycle hooks). */
export function lifecycleHooks(service: YamlNode): readonly YamlNode[] {
  return ['post_start', 'pre_stop'].flatMap((key) => valueAt(service, key)?.items ?? []);
}

/** An option of `security_opt`: `name`, `name:value` or `name=value`. */
export interface SecurityOption {
  readonly at: YamlNode;
  readonly name: string;
  readonly value: string;
}

/** The security options of a service, lower-cased. */
export function securityOptions(service: YamlNode): SecurityOption[] {
  return (valueAt(service, 'security_opt')?.items ?? []).map((at) => {
    const [, name = '', value = ''] =
      /^([^:=]*)(?:[:=](.*))?$/s.exec(textOf(at).toLowerCase()) ?? [];
    return { at, name: name.trim(), value: value.trim() };
  });
}

/** A name and its value in a Compose map, or in a list of `NAME=value`. */
export interface KeyValue {
  readonly at: YamlNode;
  readonly name: string;
  /** Undefined where only the name is given. */
  readonly value: string | undefined;
}

/** The settings under a key such as `environment`, `sysctls` or `labels`, or a path of keys. */
export function keyValues(service: YamlNode, ...path: string[]): KeyValue[] {
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
