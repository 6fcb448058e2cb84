import type { ImageChange, Risk } from '../core/image-difference.js';
import type { ImageConfig } from '../image/image.js';

/** What the configuration of an image changes. The values of environment variables and labels may be secret. */
export function compareSettings(before: ImageConfig, after: ImageConfig): ImageChange[] {
  return [
    ...userChange(before.user, after.user),
    ...commandChange('entry point', before.entrypoint, after.entrypoint),
    ...commandChange('command', before.cmd, after.cmd),
    ...setChanges('port', before.exposedPorts, after.exposedPorts, 'medium'),
    ...setChanges('volume', before.volumes, after.volumes, 'low'),
    ...namedChanges('environment variable', environment(before), environment(after)),
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

/** Without a user, and with 0, the container runs as root. */
function userChange(before: string | undefined, after: string | undefined): ImageChange[] {
  const [old, now] = [before || 'root', after || 'root'];
  if (old === now) return [];
  const isRoot = (user: string) => /^(?:root|0)(?::|$)/.test(user);
  const risk: Risk = isRoot(now) && !isRoot(old) ? 'high' : 'low';
  const message =
    risk === 'high' ? `Runs as root now, and not as ${old}` : `Runs as ${now} instead of ${old}`;
  return [{ kind: 'setting', setting: 'user', before: old, after: now, risk, message }];
}

/** The entry point or command. A shell interprets its text, and is process 1. */
function commandChange(
  setting: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): ImageChange[] {
  const [change] = textChange(setting, joined(before), joined(after), 'low');
  if (!change) return [];
  return throughShell(after) && !throughShell(before)
    ? [
        {
          ...change,
          risk: 'medium',
          message: `The ${setting} runs through a shell now: ${joined(after)}`,
        },
      ]
    : [change];
}

function throughShell(words: readonly string[] | undefined): boolean {
  const [program = '', option = ''] = words ?? [];
  return (
    /(?:^|\/)(?:sh|bash|dash|ash|zsh|cmd|powershell|pwsh)(?:\.exe)?$/.test(program) &&
    /^[-/][a-z]*c$/i.test(option)
  );
}

function setChanges(
  setting: string,
  before: readonly string[],
  after: readonly string[],
  risk: Risk,
): ImageChange[] {
  return [
    ...after
      .filter((one) => !before.includes(one))
      .map(
        (one): ImageChange => ({
          kind: 'setting',
          setting,
          after: one,
          risk,
          message: `New ${setting} ${one}`,
        }),
      ),
    ...before
      .filter((one) => !after.includes(one))
      .map(
        (one): ImageChange => ({
          kind: 'setting',
          setting,
          before: one,
          risk: 'info',
          message: `Removed ${setting} ${one}`,
        }),
      ),
  ];
}

function environment({ env }: ImageConfig): ReadonlyMap<string, string> {
  return new Map(
    env.map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** Variables that decide which code runs. Their values are folders and files, and are shown. */
const DECISIVE =
  /^(?:PATH|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|PYTHONPATH|PYTHONSTARTUP|NODE_OPTIONS|NODE_PATH|BASH_ENV|ENV|RUBYOPT|PERL5OPT|JAVA_TOOL_OPTIONS)$/;

/** Only the name is shown of a variable or label, unless it decides which code runs. */
function namedChanges(
  setting: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ImageChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name): ImageChange[] => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    const verb = old === undefined ? 'New' : now === undefined ? 'Removed' : 'Changed';
    const isDecisive = setting !== 'label' && DECISIVE.test(name);
    const about = {
      kind: 'setting',
      setting,
      ...(old !== undefined && { before: name }),
      ...(now !== undefined && { after: name }),
    } as const;
    if (!isDecisive) return [{ ...about, risk: 'info', message: `${verb} ${setting} ${name}` }];
    const risk = now === undefined ? 'low' : name === 'PATH' ? 'medium' : 'high';
    return [
      {
        ...about,
        risk,
        message: `${verb} ${setting} ${name}${now === undefined ? '' : `: ${now}`}`,
      },
    ];
  });
}

function textChange(
  setting: string,
  before: string | undefined,
  after: string | undefined,
  risk: Risk,
): ImageChange[] {
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
