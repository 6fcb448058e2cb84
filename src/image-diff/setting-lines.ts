import type { ImageChange } from '../core/image-difference.js';
import type { ImageSettings, SettingLine } from '../core/image-snapshot.js';
import type { Location } from '../core/location.js';

/** The instruction that makes each setting. */
const INSTRUCTIONS: Readonly<Record<string, string>> = {
  user: 'USER',
  'entry point': 'ENTRYPOINT',
  command: 'CMD',
  port: 'EXPOSE',
  volume: 'VOLUME',
  'environment variable': 'ENV',
  label: 'LABEL',
  'working directory': 'WORKDIR',
  'stop signal': 'STOPSIGNAL',
  shell: 'SHELL',
  'health check': 'HEALTHCHECK',
  'base image': 'FROM',
  'signer of the base image': 'FROM',
};

/** Settings of which an image has several. */
const NAMED: ReadonlySet<string> = new Set(['EXPOSE', 'VOLUME', 'ENV', 'LABEL']);

/** The lines of the instructions that make the settings; `lineOf` finds the last one that contains a text. */
export function settingLines(
  { exposedPorts, volumes, env, labels }: ImageSettings,
  lineOf: (instruction: string, mention?: string) => Location | undefined,
): SettingLine[] {
  const lines: SettingLine[] = [];
  const add = (instruction: string, name?: string) => {
    const mention = instruction === 'EXPOSE' ? name?.replace(/\/.*/, '') : name;
    const location = lineOf(instruction, mention);
    const setting = name === undefined ? instruction : `${instruction} ${name}`;
    if (location) lines.push({ setting, location });
  };
  for (const instruction of Object.values(INSTRUCTIONS)) add(instruction);
  for (const port of exposedPorts.slice(0, MOST)) add('EXPOSE', port);
  for (const volume of volumes.slice(0, MOST)) add('VOLUME', volume);
  for (const { name } of env.slice(0, MOST)) add('ENV', name);
  for (const { name } of labels.slice(0, MOST)) add('LABEL', name);
  return lines;
}

const MOST = 200;

/** The line of each changed setting. That of a removed port or variable is not known. */
export function settingLineOf(
  lines: readonly SettingLine[],
): (change: ImageChange) => Location | undefined {
  const bySetting = new Map(lines.map(({ setting, location }) => [setting, location]));
  return (change) => {
    if (change.kind !== 'setting') return undefined;
    const instruction = INSTRUCTIONS[change.setting] ?? '';
    if (!NAMED.has(instruction)) return bySetting.get(instruction);
    return change.after === undefined ? undefined : bySetting.get(`${instruction} ${change.after}`);
  };
}
