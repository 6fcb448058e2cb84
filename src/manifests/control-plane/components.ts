import { splitReference } from '../../core/reference.js';
import { addTo } from '../../lib/group-by.js';
import { baseName } from '../../lib/paths.js';
import { shellCommands } from '../../shell/commands.js';
import { innermost, wrappedScript } from '../../shell/wrappers.js';
import { type Container, containerLocation } from '../kubernetes/pods.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';
import { configuredComponents } from './configurations.js';
import { type Component, readFlags, type SettingValue, type Word } from './flags.js';
import { COMPONENT_SETTINGS, type ComponentName } from './settings.js';

/** All places of a manifest that set up a component. */
export function componentsOf(manifest: Manifest, name: ComponentName): Component[] {
  const ofPods = manifest.containers.flatMap((container) => startedComponent(container) ?? []);
  return [...ofPods, ...configuredComponents(manifest)].filter((one) => one.name === name);
}

/** The component that a container starts, with its flags; undefined for other programs. */
function startedComponent(container: Container): Component | undefined {
  const { node } = container;
  const image = splitReference(textOf(valueAt(node, 'image'))).path;
  const [command, args] = [valueAt(node, 'command'), valueAt(node, 'args')];
  const words = [...wordsIn(command), ...wordsIn(args)];
  const started = isSet(command) ? undefined : componentNamed(image);
  const [program, flags] = started ? [started, words] : startedProgram(words);
  const name = componentNamed(program);
  if (!name) return undefined;
  const { values, isCut } = readFlags(name, flags);
  const isWhole = !isCut && !CONFIG_FLAGS.some((flag) => values.has(flag));
  const at = containerLocation(container);
  if (name !== 'etcd') return { name, at, isWhole, values };
  addVariables(node, values);
  const isOfCluster = container.pod.workload.namespace === 'kube-system';
  return { name, at, isWhole: isWhole && isOfCluster && !values.has('config-file'), values };
}

/** A file has other settings. */
const CONFIG_FLAGS = ['config', 'config-file', 'config-dir'];

function wordsIn(node: ManifestNode | undefined): Word[] {
  return (node?.items ?? []).map((item) => ({ text: textOf(item), at: item.range }));
}

/** The program that the words start, behind wrappers and in the script of a shell, with its arguments. */
function startedProgram(words: readonly Word[]): readonly [string, readonly Word[]] {
  const texts = words.map(({ text }) => text);
  const command = innermost(texts);
  const [program = '', ...args] = command;
  const script = wrappedScript(program, args);
  if (!script) return [program, words.slice(words.length - args.length)];
  const at = words[words.length - args.length + script.at]?.at;
  for (const { words: inner } of shellCommands(script.text)) {
    const [name = '', ...rest] = innermost(inner);
    if (at && componentNamed(name)) return [name, rest.map((text) => ({ text, at }))];
  }
  return [program, []];
}

/** Also `/usr/local/bin/kube-apiserver`, and images such as `kube-apiserver-amd64`. */
function componentNamed(text: string): ComponentName | undefined {
  if (text.startsWith('-') || text.includes('=')) return undefined;
  const name = baseName(text).replace(/-(?:amd64|arm64)$/, '');
  return Object.hasOwn(COMPONENT_SETTINGS, name) ? (name as ComponentName) : undefined;
}

/** etcd takes `ETCD_CLIENT_CERT_AUTH` for a flag that is not set. */
function addVariables(node: ManifestNode, values: Map<string, SettingValue[]>): void {
  for (const variable of valueAt(node, 'env')?.items ?? []) {
    const [, name] = /^ETCD_([A-Z_]+)$/.exec(textOf(valueAt(variable, 'name'))) ?? [];
    const flag = name?.toLowerCase().replaceAll('_', '-') ?? '';
    if (flag === '' || values.has(flag)) continue;
    const value = valueAt(variable, 'value');
    // A value from elsewhere is not known.
    addTo(values, flag, { value: value ? textOf(value) : '$(', at: (value ?? variable).range });
  }
}
