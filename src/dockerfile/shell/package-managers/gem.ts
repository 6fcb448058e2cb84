import type { Dockerfile } from '../../parser/model.js';
import type { ShellWord } from '../model.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `gem install …` and `gem i …`. What follows `--` are build options. */
export function gemInstalls(dockerfile: Dockerfile): Install[] {
  return runCommands(dockerfile, 'gem').flatMap(({ run, command }) => {
    const [subcommand, ...packages] = gemOperands(command.args);
    return subcommand && /^(?:install|i)$/.test(subcommand.value)
      ? [{ run, command, subcommand, packages }]
      : [];
  });
}

/** Build options may stand among gem's own: a word behind a long option that gem has not is its value. */
function gemOperands(args: readonly ShellWord[]): ShellWord[] {
  const found: ShellWord[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word || word.value === '--') break;
    if (!word.value.startsWith('-')) found.push(word);
    else if (SHORT_VALUED.has(word.value)) i++;
    else if (/^--[^=]*$/.test(word.value) && !isSwitch(word.value)) i++;
  }
  return found;
}

function isSwitch(option: string): boolean {
  return SWITCHES.has(option) || option.startsWith('--no-');
}

/** Source: `gem help install`. */
const SHORT_VALUED = new Set(['-B', '-P', '-g', '-i', '-n', '-p', '-s', '-v']);

const SWITCHES = new Set([
  '--backtrace',
  '--both',
  '--clear-sources',
  '--conservative',
  '--debug',
  '--default',
  '--development',
  '--development-all',
  '--env-shebang',
  '--explain',
  '--force',
  '--format-executable',
  '--ignore-dependencies',
  '--local',
  '--lock',
  '--minimal-deps',
  '--norc',
  '--post-install-message',
  '--prerelease',
  '--quiet',
  '--rdoc',
  '--remote',
  '--ri',
  '--silent',
  '--suggestions',
  '--update-sources',
  '--user-install',
  '--vendor',
  '--verbose',
  '--wrappers',
]);
