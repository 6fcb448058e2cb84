import { isSecretName } from '../secrets/secret-names.js';
import { shellCommands } from '../shell/commands.js';
import type { Resource } from './kubernetes/resources.js';
import type { ManifestNode } from './manifest-yaml.js';
import { readManifestYaml } from './manifest-yaml.js';
import { textOf, valueAt } from './yaml-values.js';

/** A value that a program or a chart gets under a name. */
export interface GivenValue {
  readonly name: string;
  readonly value: string;
  readonly at: ManifestNode;
}

/** Characters of one command that are read, and values of one object. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_VALUES = 10_000;

/**
 * The values of options in a command: `--password=VALUE` and `--password VALUE`, also in the script of a shell. A text with a
 * variable of Compose is left out.
 */
export function optionValues(
  container: ManifestNode,
  keys: readonly [string, string],
): GivenValue[] {
  return keys.flatMap((key) => {
    const command = valueAt(container, key);
    if (!command) return [];
    if (command.kind !== 'list') return optionsIn(wordsOf(command));
    const words = command.items.map((at) => ({ text: textOf(at), at }));
    const scripts = command.items.filter((at) => /\s/.test(textOf(at)));
    return [...optionsIn(words), ...scripts.flatMap((at) => optionsIn(wordsOf(at)))];
  });
}

interface Word {
  readonly text: string;
  readonly at: ManifestNode;
}

function wordsOf(at: ManifestNode): Word[] {
  return shellCommands(shellText(at)).flatMap(({ words }) => words.map((text) => ({ text, at })));
}

/** The text with `$(NAME)` as the shell writes it: in Kubernetes, it is a variable and no command. */
function shellText(at: ManifestNode): string {
  return textOf(at)
    .slice(0, MAX_CHARACTERS)
    .replace(/\$\(([A-Za-z_]\w*)\)/g, '$${$1}');
}

function optionsIn(words: readonly Word[]): GivenValue[] {
  return words.flatMap(({ text, at }, index) => {
    if (at.hasVariable) return [];
    const [, name, inline] = /^--([A-Za-z][\w.-]*)(?:=(.+))?$/s.exec(text) ?? [];
    if (name === undefined) return [];
    if (inline !== undefined) return [{ name, value: inline, at }];
    const next = words[index + 1];
    return next && !next.text.startsWith('-') && !next.at.hasVariable
      ? [{ name, value: next.text, at: next.at }]
      : [];
  });
}

/** The values that an object of Flux or Argo CD gives to a chart. */
export function chartInputs({ kind, node }: Resource): GivenValue[] {
  const found: GivenValue[] = [];
  if (kind === 'HelmRelease') addScalars(valueAt(node, 'spec', 'values'), '', found);
  const spec =
    kind === 'ApplicationSet' ? valueAt(node, 'spec', 'template', 'spec') : valueAt(node, 'spec');
  if (kind !== 'Application' && kind !== 'ApplicationSet') return found;
  const sources = [valueAt(spec, 'source'), ...(valueAt(spec, 'sources')?.items ?? [])];
  for (const helm of sources.map((source) => valueAt(source, 'helm'))) {
    addScalars(valueAt(helm, 'valuesObject'), '', found);
    for (const parameter of valueAt(helm, 'parameters')?.items ?? []) {
      const value = valueAt(parameter, 'value');
      const name = textOf(valueAt(parameter, 'name')).split('.').at(-1) ?? '';
      if (value) found.push({ name, value: textOf(value), at: value });
    }
    const text = valueAt(helm, 'values');
    if (text) for (const one of valuesIn(text)) found.push({ ...one, at: text });
  }
  return found;
}

function valuesIn(text: ManifestNode): GivenValue[] {
  const found: GivenValue[] = [];
  try {
    for (const document of readManifestYaml(textOf(text), '')) addScalars(document, '', found);
  } catch {
    // Argo CD does not accept the text: no chart gets its values.
  }
  return found;
}

function addScalars(node: ManifestNode | undefined, name: string, found: GivenValue[]): void {
  if (!node || found.length >= MAX_VALUES) return;
  if (node.kind === 'scalar') found.push({ name, value: textOf(node), at: node });
  for (const [key, value] of node.entries) addScalars(value, key, found);
  for (const item of node.items) addScalars(item, name, found);
}

/**
 * Whether an option or a value of a chart holds a secret. Many with the word secret at the end have the name of a Secret, and
 * `secretKey` is often the key in one.
 */
export function isGivenSecret(name: string): boolean {
  return (
    isSecretName(name.replaceAll('-', '_')) &&
    /(?:pass(?:word|wd|phrase)?|token|api[-_]?key|client[-_]?secret)$/i.test(name)
  );
}
