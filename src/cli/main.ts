#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
// What most commands load is in the first chunk once, instead of in eight others.
import '../core/image-glob.js';
import '../core/reference.js';
import '../core/variants.js';
import '../licenses/license.js';
import '../signatures/signature-rules.js';
import { readClock } from '../lib/clock.js';
import { hasUnfinishedWork } from '../lib/deadline.js';
import { PortsideError, reason } from '../lib/errors.js';
import { nearestName } from '../lib/nearest-name.js';
import { useProxies } from '../lib/proxy.js';
import { fileType } from '../lib/regular-file.js';
import { readEnvironment, withSafeCache } from '../options/environment.js';
import { EVALUATING_COMMANDS } from '../options/option-table.js';
import { OTHER_TOOLS } from '../options/other-tools.js';
import { readOptions } from '../options/read-options.js';
import { VERSION } from '../options/version.js';
import type { Command } from './commands/command.js';
import { COMMANDS } from './commands/commands.js';
import { EXIT } from './commands/exit-status.js';
import { refuseOldNode } from './node-version.js';
import { terminalHost } from './terminal.js';

async function main(words: readonly string[]): Promise<number> {
  refuseOldNode(process.version);
  const [name, ...rest] = commandFirst(words);
  if (name !== undefined && VERSION_WORDS.has(name)) return version(rest);
  const help = () => import('./commands/help.js');
  // Help in a pipe has lines of 100 columns: a pager wraps them, and a search finds them.
  const width = process.stdout.columns || 100;
  if (name === undefined) return complain((await help()).help(width, false));
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = rest.find((word) => !word.startsWith('-'));
    const { help: general, commandHelp } = await help();
    return print(
      about === undefined
        ? general(width, rest.includes('--all'))
        : commandHelp(find(about), width),
    );
  }
  const command = find(name);
  if (rest.includes('--version')) return version(rest.filter((word) => word !== '--version'));
  if (rest.includes('--help') || rest.includes('-h'))
    return print((await help()).commandHelp(command, width));

  const { environment, warning } = withSafeCache(readEnvironment(process.env));
  // From Node 22 on, compiled code is cached. The folder is the user's own: others who could write to it could run code.
  if (environment.cacheFolder) module.enableCompileCache?.(join(environment.cacheFolder, 'node'));
  if (environment.proxies) useProxies(environment.proxies);
  const options = readOptions(command.name, rest, environment, readClock());
  const host = terminalHost({
    quiet: options.quiet,
    verbose: options.verbose,
    isCi: environment.isCi,
    path: environment.path,
    stderr: process.stderr,
  });
  if (warning !== undefined) host.warning(warning);
  // Also at a signal or an error that ends the process: nothing of the progress stays on the screen.
  process.once('exit', () => host.progress(''));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      host.progress('');
      // The handler is gone, so that the signal ends this process and its parent learns why.
      process.kill(process.pid, signal);
    });
  // Commands with a verdict report what they did not check in time.
  if (options.timeout !== undefined && !EVALUATING_COMMANDS.includes(command.name))
    endAfter(options.timeout);
  try {
    const { run } = await command.load();
    return await run(options, host, COMMANDS);
  } finally {
    host.progress('');
  }
}

/** Ends the process after the time with the status of an incomplete result, without a document that would be a part. */
function endAfter(milliseconds: number): void {
  setTimeout(async () => {
    const advice = 'Give it more time, or check less at once';
    const message = `The run did not end within ${milliseconds / 1000} s (--timeout)`;
    process.exit(await failure(new PortsideError('PSE1012', message, advice)));
  }, milliseconds).unref();
}

const VERSION_WORDS: ReadonlySet<string> = new Set(['version', '--version', '-v']);

/** A `-v` before a command is its --verbose: `portside -v check` is `portside check -v`. */
function commandFirst(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => word !== '-v');
  const command = words[at];
  if (command === undefined) return words;
  return [command, ...words.slice(0, at), ...words.slice(at + 1)];
}

/** Prints the version. Throws PortsideError (usage) if there are `other` words: the status would look like a pass. */
function version(other: readonly string[]): number {
  if (other.length === 0) return print(`portside ${VERSION}\n`);
  throw new PortsideError(
    'PSE1004',
    `--version has no effect together with "${other[0]}": it only prints the version`,
    'Write portside --version alone, or remove it',
  );
}

function find(name: string): Command {
  const command = COMMANDS.find((c) => c.name === name);
  if (command) return command;
  throw new PortsideError('PSE1001', `Unknown command "${name}"`, commandInstead(name));
}

/** The command of ours for one of another tool, for a near miss, and for a target without a command. */
function commandInstead(name: string): string {
  const instead = OTHER_TOOLS.commands.get(name.toLowerCase());
  if (instead !== undefined) return instead;
  const close = nearestName(
    name,
    COMMANDS.map((c) => c.name),
  );
  if (close) return `Did you mean "${close}"?`;
  const type = fileType(name);
  if (type.endsWith('folder')) return `Use portside check ${name}`;
  if (type === 'a file' && /\.(?:tar|json)$/i.test(name)) return `Use portside scan ${name}`;
  if (type === 'a file') return `Use portside lint ${name}`;
  return /[:/@]/.test(name) ? `Use portside scan ${name}` : 'See portside --help';
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(text);
  return EXIT.usage;
}

/**
 * Reports an error that ended the command, without a stack trace and without secrets. Returns the exit status, which is
 * never a pass.
 */
async function failure(error: unknown): Promise<number> {
  const known = error instanceof PortsideError;
  const message = known
    ? `${reason(error)} (${error.code})`
    : `Portside failed: ${reason(error)}. Please report this as a bug`;
  const { maskText } = await import('../secrets/mask-text.js');
  terminalHost({ quiet: false, path: '', stderr: process.stderr }).error(maskText(message));
  return known && error.kind === 'usage' ? EXIT.usage : EXIT.incomplete;
}

/** Set when standard output cannot be written: the command did not deliver its result. */
let outputFailed = false;

// A reader may close the pipe early (`| head`). The command continues: its exit status and the reports in files do not
// depend on the reader.
process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || outputFailed) return;
  outputFailed = true;
  const advice = 'Free some space, or write to another place';
  const message = `Cannot write to standard output: ${reason(error)}`;
  process.exitCode = await failure(new PortsideError('PSE1011', message, advice, error));
});
// Nothing can be reported there any more.
process.stderr.on('error', () => {});

const status = await main(process.argv.slice(2)).catch(failure);
if (!outputFailed) process.exitCode = status;
if (hasUnfinishedWork()) process.exit();
