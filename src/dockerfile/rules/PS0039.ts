import { runCommands } from '../commands/run-commands.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, flagValues, hasFlag, operands } from '../shell/command-line.js';
import { hiddenWord } from '../shell/hidden-words.js';

export default defineDockerfileRule({
  id: 'PS0039',
  name: 'pin-run-tool',
  severity: 'low',
  severityReason:
    'The registry authenticates the package: an attacker needs the account of its publisher; few pin global tools',
  ruleSet: 'all',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Tool is fetched and run in its newest version',
  why: 'The program that runs in the build is whatever its publisher, or who took over the account, released last.',
  remediation: 'Name the version of the tool that is fetched',
  references: ['https://docs.npmjs.com/cli/commands/npx'],
  wrong: 'FROM node:24\nRUN npx -y create-app@latest',
  right: 'FROM node:24\nRUN npx -y create-app@1.2.3',
  check(dockerfile, report) {
    for (const { command } of runCommands(dockerfile, ...RUNNERS.keys())) {
      const name = commandName(command);
      const [first, second] = operands(command, VALUE_OPTIONS);
      const verb = RUNNERS.get(name);
      const tool =
        verb === undefined ? first : first && verb.test(first.value) ? second : undefined;
      if (!tool?.literal || /^(?:\.|\/|~)/.test(tool.value)) continue;
      const version = /.@([^@]*)$/.exec(tool.value)?.[1];
      // Without an answer npx runs what the project installed.
      const isLocal = name === 'npx' && version === undefined && !hasFlag(command, '-y', '--yes');
      const isPinned = version !== undefined && /^[\^~=v]*\d/.test(version);
      const isNamed =
        flagValues(command, '--version', '--vers', '--from', '--spec', '--rev', '--git', '--path')
          .length > 0;
      if (isLocal || isPinned || isNamed || /==/.test(tool.value)) continue;
      const shown = hiddenWord(command, tool) ?? tool.value;
      report({ at: tool.range, message: `${name} fetches and runs the newest ${shown}` });
    }
  },
});

/** Programs that fetch and run a tool, and the subcommand that does it. */
const RUNNERS: ReadonlyMap<string, RegExp | undefined> = new Map([
  ['npx', undefined],
  ['bunx', undefined],
  ['pnpx', undefined],
  ['uvx', undefined],
  ['pnpm', /^dlx$/],
  ['yarn', /^dlx$/],
  ['bun', /^x$/],
  ['pipx', /^run$/],
  ['cargo', /^(?:install|binstall)$/],
]);

const VALUE_OPTIONS = [
  '-p',
  '--package',
  '-c',
  '--call',
  '--version',
  '--vers',
  '--features',
  '-F',
  '--root',
  '--target',
  '--bin',
  '--python',
  '--with',
  '--profile',
  '-j',
];
