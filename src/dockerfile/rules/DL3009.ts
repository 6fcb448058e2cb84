import { type PackageCache, removesFolder, uncleanedCaches } from '../commands/package-cache.js';
import { APT_VALUE_OPTIONS } from '../commands/package-managers/apt.js';
import { runCommands } from '../commands/run-commands.js';
import { appendCommandFix } from '../fixes.js';
import type { Dockerfile, RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { isCommand, isSubcommand, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { finalImageFilter } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3009',
  name: 'remove-apt-lists',
  severity: 'low',
  severityReason: 'Size: the lists are public',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Package lists of apt stay in the image',
  why: 'The lists make the image larger and are out of date by the time it runs. A later RUN cannot remove them from this layer.',
  remediation: 'End the RUN with `rm -rf /var/lib/apt/lists/*`, or keep the lists in a cache mount',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  wrong: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10',
  right:
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10 && rm -rf /var/lib/apt/lists/*',
  check(dockerfile, report) {
    const isSelfContained = selfContainedTest(dockerfile);
    const staysInImage = finalImageFilter(dockerfile);
    for (const { run, command, word } of uncleanedCaches(dockerfile, LISTS)) {
      if (!staysInImage(run)) continue;
      const fix = isSelfContained(run)
        ? appendCommandFix(dockerfile, run, {
            command: CLEAN,
            after: command,
            cache: ['/var/lib/apt/lists'],
          })
        : undefined;
      const message = 'Package lists of apt stay in the layer';
      report({ at: word.range, message, fix });
    }
  },
});

const APT = ['apt-get', 'apt', 'aptitude'];

const LISTS: PackageCache = {
  fillingWord(command) {
    if (!isCommand(command, ...APT)) return undefined;
    const [subcommand] = operands(command, APT_VALUE_OPTIONS);
    return subcommand?.value === 'update' ? subcommand : undefined;
  },
  isEmptiedBy: (command) =>
    removesFolder(command, '/var/lib/apt/lists') ||
    (isCommand(command, 'apt-get', 'apt') && isSubcommand(command, ['dist-clean', 'distclean'])),
  folders: [['/var/lib/apt/lists'], ['/var/lib/apt', '/var/cache/apt']],
};

const CLEAN = 'rm -rf /var/lib/apt/lists/*';

/** Returns a test for RUN instructions: it installs packages, and no RUN needs the package lists of another one. */
function selfContainedTest(dockerfile: Dockerfile): (run: RunInstruction) => boolean {
  const installing = new Set<RunInstruction>();
  for (const { run, command } of runCommands(dockerfile, ...APT)) {
    if (!command.wrapper && installs(command)) installing.add(run);
  }
  const depending = [...installing].filter((run) => !fetchesBefore(run));
  return (run) => installing.has(run) && depending.length === 0;
}

const INSTALLING = ['install', 'upgrade', 'dist-upgrade', 'build-dep'];

function installs(command: ShellCommand): boolean {
  return isSubcommand(command, INSTALLING, APT_VALUE_OPTIONS);
}

function fetchesBefore({ script: { commands } }: RunInstruction): boolean {
  const first = commands.findIndex((command) => isCommand(command, ...APT) && installs(command));
  return commands.slice(0, first).some((command) => LISTS.fillingWord(command) !== undefined);
}
