import type { ImageChange, Risk, SettingChange } from '../core/image-difference.js';
import type { AccountFiles, ImageSettings, NamedValue } from '../core/image-snapshot.js';
import { isRootId, isRootUser } from '../image/root-user.js';
import { userId } from './compare-accounts.js';
import { runsThroughShell } from './through-shell.js';

/** What of an image the settings and the users are in. */
interface ConfiguredImage {
  readonly settings: ImageSettings;
  readonly accounts: AccountFiles;
}

/** What the configuration of an image changes. The values of environment variables and labels may be secret. */
export function compareSettings(old: ConfiguredImage, now: ConfiguredImage): ImageChange[] {
  const [before, after] = [old.settings, now.settings];
  return [
    ...userChange(old, now),
    ...commandChange('entry point', before.entrypoint, after.entrypoint),
    ...commandChange('command', before.cmd, after.cmd),
    ...setChanges('port', before.exposedPorts, after.exposedPorts, 'medium'),
    ...setChanges('volume', before.volumes, after.volumes, 'low'),
    ...namedChanges('environment variable', before.env, after.env),
    ...namedChanges('label', before.labels, after.labels),
    ...textChange('working directory', before.workingDir, after.workingDir, 'low'),
    ...textChange('stop signal', before.stopSignal, after.stopSignal, 'info'),
    ...textChange('shell', joined(before.shell), joined(after.shell), 'info'),
    ...textChange('health check', joined(before.healthcheck), joined(after.healthcheck), 'info'),
    ...textChange('architecture', before.architecture, after.architecture, 'medium'),
  ];
}

function joined(words: readonly string[] | undefined): string | undefined {
  return words && words.length > 0 ? JSON.stringify(words) : undefined;
}

/** Without a user, and with one of the ID 0, the container runs as root. */
function userChange(before: ConfiguredImage, after: ConfiguredImage): ImageChange[] {
  const [old, now] = [before.settings.user || 'root', after.settings.user || 'root'];
  const becomesRoot = runsAsRoot(after) && !runsAsRoot(before);
  if (old === now && !becomesRoot) return [];
  const about = { kind: 'setting', setting: 'user', before: old, after: now } as const;
  if (!becomesRoot) {
    const isSame = idOf(old, before) === idOf(now, after);
    const message = `Runs as ${now} instead of ${old}`;
    return isSame
      ? [{ ...about, risk: 'info', message: `${message}: the same user` }]
      : [{ ...about, risk: 'low', message }];
  }
  const message = isRootUser(now)
    ? `Runs as root now, and not as ${old}`
    : `Runs as root now: user ${now} has ID 0`;
  return [{ ...about, becomesRoot, risk: 'high', message }];
}

/** The ID of the user and its group as written; the name of a user without an account. */
function idOf(user: string, { accounts }: ConfiguredImage): string {
  const [name = '', group] = user.split(':');
  const id = /^\d+$/.test(name) ? name : userId(name, accounts) || name;
  return group === undefined ? id : `${id}:${group}`;
}

/** Whether the user is root, or an account of the image with the ID of root. */
function runsAsRoot({ settings: { user }, accounts }: ConfiguredImage): boolean {
  const name = user?.split(':')[0]?.trim();
  return isRootUser(user) || (name !== undefined && isRootId(userId(name, accounts)));
}

/** The entry point or command. A shell interprets its text, and is process 1. */
function commandChange(
  setting: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): ImageChange[] {
  const [change] = textChange(setting, joined(before), joined(after), 'low');
  if (!change) return [];
  return runsThroughShell(after) && !runsThroughShell(before)
    ? [
        {
          ...change,
          throughShell: true,
          risk: 'medium',
          message: `The ${setting} runs through a shell now: ${joined(after)}`,
        },
      ]
    : [change];
}

function setChanges(
  setting: string,
  before: readonly string[],
  after: readonly string[],
  risk: Risk,
): ImageChange[] {
  const [old, now] = [new Set(before), new Set(after)];
  const about = { kind: 'setting', setting } as const;
  const added = [...now].filter((one) => !old.has(one));
  const removed = [...old].filter((one) => !now.has(one));
  return [
    ...added.map((one) => ({ ...about, after: one, risk, message: `New ${setting} ${one}` })),
    ...removed.map(
      (one) =>
        ({ ...about, before: one, risk: 'info', message: `Removed ${setting} ${one}` }) as const,
    ),
  ];
}

/** Only the name is shown of a variable or label, unless it decides which code runs. */
function namedChanges(
  setting: string,
  before: readonly NamedValue[],
  after: readonly NamedValue[],
): ImageChange[] {
  const byName = (values: readonly NamedValue[]) => new Map(values.map((one) => [one.name, one]));
  const [olds, nows] = [byName(before), byName(after)];
  return [...new Set([...olds.keys(), ...nows.keys()])].sort().flatMap((name): ImageChange[] => {
    const [old, now] = [olds.get(name), nows.get(name)];
    if (old && now && isSameValue(old, now)) return [];
    const verb = !old ? 'New' : !now ? 'Removed' : 'Changed';
    const about = {
      kind: 'setting',
      setting,
      ...(old && { before: name }),
      ...(now && { after: name }),
    } as const;
    const message = `${verb} ${setting} ${name}`;
    if ((now ?? old)?.value === undefined) return [{ ...about, risk: 'info', message }];
    if (!now) return [{ ...about, risk: 'low', message }];
    const risk = name === 'PATH' ? 'medium' : 'high';
    return [{ ...about, risk, message: `${message}: ${now.value}` }];
  });
}

/** An earlier version may not have kept the value. */
function isSameValue(old: NamedValue, now: NamedValue): boolean {
  const areKnown = old.value !== undefined && now.value !== undefined;
  return old.sum === now.sum && (!areKnown || old.value === now.value);
}

function textChange(
  setting: string,
  before: string | undefined,
  after: string | undefined,
  risk: Risk,
): (ImageChange & SettingChange)[] {
  if (before === after) return [];
  const about = {
    kind: 'setting',
    setting,
    risk,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  } as const;
  if (before === undefined) return [{ ...about, message: `New ${setting} ${after}` }];
  if (after === undefined) return [{ ...about, message: `Removed ${setting} ${before}` }];
  return [{ ...about, message: `Changed ${setting} from ${before} to ${after}` }];
}
