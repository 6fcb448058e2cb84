import type { Dockerfile } from '../../parser/model.js';
import type { ShellWord } from '../../shell/model.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `gem install …` and `gem i …`, without the build options after `--`. */
export function gemInstalls(dockerfile: Dockerfile): Install[] {
  return runCommands(dockerfile, 'gem').flatMap(({ run, command }) => {
    const [subcommand, ...packages] = gemOperands(command.args);
    return subcommand && /^(?:install|i)$/.test(subcommand.value)
      ? [{ run, command, subcommand, packages }]
      : [];
  });
}

/** Build options may be mixed with options of gem: the word after a long option that gem does not have is its value. */
function gemOperands(args: readonly ShellWord[]): ShellWord[] {
  const found: ShellWord[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word || word.value === '--') break;
    if (!word.value.startsWith('-')) found.push(word);
    else if (SHORT_VALUE_OPTIONS.has(word.value)) i++;
    else if (/^--[^=]*$/.test(word.value) && !isSwitch(word.value)) i++;
  }
  return found;
}

function isSwitch(option: string): boolean {
  return SWITCHES.has(option) || option.startsWith('--no-');
}

/** Short options with a value. Source: `gem help install`. */
const SHORT_VALUE_OPTIONS = new Set(['-B', '-P', '-g', '-i', '-n', '-p', '-s', '-v']);

/** Long options without a value. Source: `gem help install`. */
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
