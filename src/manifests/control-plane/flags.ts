import { addTo } from '../../lib/group-by.js';
import type { YamlRange } from '../../lib/yaml-node.js';
import { COMPONENT_SETTINGS, type ComponentName } from './settings.js';

/** The settings of a component in one place of a manifest. */
export interface Component {
  readonly name: ComponentName;
  /** The object that has them, if its settings are not flags of a program: `KubeletConfiguration`. */
  readonly object?: string;
  /** The place for a finding about a setting that is missing. */
  readonly at: YamlRange;
  /** All settings of the component are here: one that is missing has its default. */
  readonly isWhole: boolean;
  /** By flag, or by the key of a configuration file. */
  readonly values: ReadonlyMap<string, readonly SettingValue[]>;
}

/** A value of a setting, as the file has it. */
export interface SettingValue {
  readonly value: string;
  readonly at: YamlRange;
}

/** An argument of a program. */
export interface Word {
  readonly text: string;
  readonly at: YamlRange;
}

interface ReadFlags {
  readonly values: Map<string, SettingValue[]>;
  /** Some words are not known before the manifest is used: they can have any flag. */
  readonly isCut: boolean;
}

/** The flags in the arguments of a component. Source: spf13/pflag; etcd has those of Go. */
export function readFlags(name: ComponentName, words: readonly Word[]): ReadFlags {
  const values = new Map<string, SettingValue[]>();
  let isCut = false;
  for (const [index, { text, at }] of words.entries()) {
    const [, written = '', inline] = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(text) ?? [];
    if (written === '') {
      const isValue = /^--?[^=]+$/.test(words[index - 1]?.text ?? '');
      isCut ||= isUnknown(text) && !isValue;
      continue;
    }
    const next = words[index + 1];
    const isOpen = inline === undefined && next && !next.text.startsWith('-');
    const value = inline ?? (isOpen && !isSwitch(name, written) ? next.text : 'true');
    addTo(values, written.replaceAll('_', '-'), { value, at });
  }
  return { values, isCut };
}

function isSwitch(name: ComponentName, flag: string): boolean {
  return COMPONENT_SETTINGS[name].some((one) => one.flag === flag && one.type === 'switch');
}

/** Whether a text has a placeholder of a template, or a variable. */
export function isUnknown(text: string): boolean {
  return /\{\{|\{%|<%|\$[({A-Za-z_]/.test(text);
}
