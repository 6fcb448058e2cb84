import type { Dockerfile } from '../../parser/model.js';
import { operands } from '../../shell/command-line.js';
import type { ShellCommand } from '../../shell/model.js';
import { runCommandsMatching } from '../run-commands.js';
import type { Install } from './install.js';

/** `pip install …`, also as `pip3.12` and `python3 -m pip`. The arguments of `command` begin after `pip`. */
export function pipInstalls(dockerfile: Dockerfile): Install[] {
  return runCommandsMatching(dockerfile, PIP_OR_PYTHON).flatMap(({ run, command: original }) => {
    const command = pipCommand(original);
    if (!command) return [];
    const [subcommand, ...packages] = operands(command, VALUE_OPTIONS);
    return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
  });
}

/** `pipx install …` */
export function pipxInstalls(dockerfile: Dockerfile): Install[] {
  return runCommandsMatching(dockerfile, /^pipx$/).flatMap(({ run, command }) => {
    const [subcommand, ...packages] = operands(command, PIPX_VALUE_OPTIONS);
    return subcommand?.value === 'install' ? [{ run, command, subcommand, packages }] : [];
  });
}

const PIP_OR_PYTHON = /^(?:pip|python)\d*(?:\.\d+)?$/;

/** The command with `pip` as its name; undefined when Python does not run pip. */
export function pipCommand(command: ShellCommand): ShellCommand | undefined {
  if (!/(?:^|\/)python[^/]*$/.test(command.name?.value ?? '')) return command;
  const module = command.args.findIndex(({ value }) => value === '-m');
  const name = command.args[module + 1];
  if (module < 0 || name?.value !== 'pip') return undefined;
  if (command.args.slice(0, module).some(({ value }) => !value.startsWith('-'))) return undefined;
  return { ...command, name, args: command.args.slice(module + 2) };
}

/**
 * Whether a requirement names a version, a file or a commit. Sources: PEP 440, PEP 508, pip's "VCS Support".
 */
export function isRequirementPinned(requirement: string): boolean {
  // The part after a semicolon is an environment marker.
  const bare = requirement.replace(/#.*$/s, '').replace(/\s*;.*$/s, '');
  const vcs = /^(?:.*@\s*)?(?:git|hg|svn|bzr)\+[a-z+]+:\/\/(.*)$/s.exec(bare)?.[1];
  if (vcs !== undefined) return vcs.slice(vcs.indexOf('/') + 1).includes('@');
  if (/[=<>~!]=|[<>@]|:\/\//.test(bare)) return true;
  return /^\.|[/\\]|\.(?:whl|zip|tar|tar\.\w+|tgz)(?:\[|$)/.test(bare);
}

/** Options of `pip install` with a value. Source: `pip install --help`. */
const VALUE_OPTIONS = [
  '-r',
  '--requirement',
  '-c',
  '--constraint',
  '-i',
  '--index-url',
  '--extra-index-url',
  '-f',
  '--find-links',
  '-t',
  '--target',
  '-C',
  '--config-settings',
  '-b',
  '--build',
  '--abi',
  '--build-constraint',
  '--cache-dir',
  '--cert',
  '--client-cert',
  '--exists-action',
  '--global-option',
  '--group',
  '--implementation',
  '--install-option',
  '--keyring-provider',
  '--log',
  '--no-binary',
  '--only-binary',
  '--platform',
  '--prefix',
  '--progress-bar',
  '--proxy',
  '--python',
  '--python-version',
  '--report',
  '--resume-retries',
  '--retries',
  '--root',
  '--root-user-action',
  '--src',
  '--timeout',
  '--trusted-host',
  '--upgrade-strategy',
  '--use-deprecated',
  '--use-feature',
];

/** Options of `pipx install` with a value. Source: `pipx install --help`. */
const PIPX_VALUE_OPTIONS = [
  '-i',
  '--index-url',
  '--pip-args',
  '--preinstall',
  '--python',
  '--suffix',
  '--backend',
];
