import { plainText } from '../../lib/text.js';
import type { Manifest } from '../manifest.js';
import type { ManifestObservation } from '../rule.js';
import { componentsOf } from './components.js';
import { type Component, isUnknown, type SettingValue } from './flags.js';
import { COMPONENT_SETTINGS, type ComponentName, type ComponentSetting } from './settings.js';

/** The check of a rule about the settings of one component. */
export function checkComponent(
  name: ComponentName,
): (manifest: Manifest, report: (observation: ManifestObservation) => void) => void {
  return (manifest, report) => {
    for (const component of componentsOf(manifest, name))
      for (const setting of COMPONENT_SETTINGS[name]) {
        const observation = observe(component, setting);
        if (observation) report(observation);
      }
  };
}

/** More characters of a value are not shown. */
const MOST_CHARACTERS = 30;

function observe(component: Component, setting: ComponentSetting): ManifestObservation | undefined {
  const { name, object, at, isWhole } = component;
  const { harm, severity, secure, cis } = setting;
  const found = effectiveValue(component, setting);
  const isMissing = found === undefined;
  const isInsecure = isMissing
    ? isWhole && setting.isInsecureByDefault === true
    : !isUnknown(found.value) && setting.isInsecure(found.value);
  const flagValue = (flag: string) => component.values.get(flag)?.at(-1)?.value;
  if (!isInsecure || setting.matters?.(flagValue) === false) return undefined;
  const [key, sign] = object ? [setting.key, ': '] : [`--${setting.flag}`, '='];
  const value = plainText(found?.value ?? '', MOST_CHARACTERS);
  const state = isMissing ? `${key} is not set` : `${key}${sign}${value}`;
  return {
    at: found?.at ?? at,
    about: `${key} ${found?.value ?? 'missing'}${object ? ` ${object}` : ''}`,
    severity,
    message: `${name} ${harm} (${state})`,
    advice: secure === undefined ? `Remove ${key}` : `Set ${key}${sign}${secure}`,
    ...(cis !== undefined && { tags: [`cis-k8s:${cis}`] }),
  };
}

/** The value that counts: the last one, or all of a list. */
function effectiveValue(
  { values, object }: Component,
  { flag, key, type }: ComponentSetting,
): SettingValue | undefined {
  const all = values.get(object ? (key ?? '') : flag) ?? [];
  const last = all.at(-1);
  if (!last || type !== 'list') return last;
  return { at: last.at, value: all.map(({ value }) => value).join(',') };
}
