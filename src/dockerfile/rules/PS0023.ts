import type { Range } from '../../core/location.js';
import type { Observation } from '../../core/rule.js';
import { lastAtOrBefore } from '../../lib/lines.js';
import { isShell } from '../../shell/wrappers.js';
import { isAddress, readAddress } from '../materials/address.js';
import { foundMaterials } from '../materials/ledger.js';
import { splitScript } from '../materials/split-script.js';
import { type Dockerfile, instructionsOf, type RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, hasFlag, isCommand, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { parseShellText } from '../shell/parse.js';

export default defineDockerfileRule({
  id: 'PS0023',
  name: 'no-pipe-to-interpreter',
  severity: 'high',
  severityReason:
    'Who controls the server runs commands in the build, with its secrets, and decides what is in the image',
  supersedes: ['PS0036', 'PS0037', 'PS0041'],
  practice: 'image-security',
  affectsBuild: true,
  title: 'Downloaded script runs without verification',
  why: 'Anyone who controls the server or the connection can run any command in the build. A script that was only partly downloaded runs as well.',
  remediation: 'Download a fixed version to a file, verify its checksum or signature, then run it',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  wrong: 'FROM debian:12\nRUN curl -fsSL https://example.org/install.sh | sh',
  right:
    'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/install-1.2.sh /tmp/install.sh\nRUN sh /tmp/install.sh',
  check(dockerfile, report) {
    if (!/curl|wget|fetch|aria2c|http/.test(dockerfile.text)) return;
    reportStarted(dockerfile, report);
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      reportExecForm(run, report);
      const { commands, pipelines } = splitScript(dockerfile, run);
      const reported = new Set<number>();
      const reportOnce = (at: Range, start: number, command: ShellCommand, from: ShellCommand) => {
        if (reported.has(start)) return;
        reported.add(start);
        const to = commandName(command);
        report({ at, message: `${scriptOf(from)} goes straight to ${to} without verification` });
      };
      const wrapped = new Map<ShellCommand, ShellCommand>();
      for (const command of commands) if (command.wrapper) wrapped.set(command.wrapper, command);
      for (const { elements, range, start } of pipelines) {
        const from = elements.findIndex(
          (command) => command && isDownload(innermost(command, wrapped)),
        );
        if (from < 0) continue;
        const to = elements
          .slice(from + 1)
          .map((command) => command && innermost(command, wrapped))
          .find((command) => command && runsInput(command));
        const download = elements[from];
        if (to && download) reportOnce(range, start, to, innermost(download, wrapped));
      }
      // `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash <(curl …)`: a download inside an argument of an interpreter.
      const scripts = commands
        .filter(runsArguments)
        .flatMap((runner) =>
          runner.args.flatMap(({ start, end, raw }) =>
            /^["']?(?:\$\(|`|<\()/.test(raw) ? [{ start, end, runner }] : [],
          ),
        )
        .sort((a, b) => a.start - b.start);
      const starts = scripts.map(({ start }) => start);
      for (const download of scripts.length > 0 ? commands : []) {
        if (!download.substituted || !isDownload(download)) continue;
        const script = scripts[lastAtOrBefore(starts, download.start)];
        if (!script || script.start > download.start || script.end < download.end) continue;
        reportOnce(script.runner.range, script.runner.start, script.runner, download);
      }
    }
  },
});

/** A file that the same instruction downloads and starts: `wget -O f … && sh f`, and `iex` of PowerShell. */
function reportStarted(dockerfile: Dockerfile, report: (observation: Observation) => void): void {
  for (const { kind, by, what, at, verifiedBy, isStarted } of foundMaterials(dockerfile))
    if (kind === 'download' && isStarted && verifiedBy === undefined && by !== 'ADD')
      report({ at, message: `${what} is downloaded and started without verification` });
}

/** The command that sudo, env, and similar wrappers finally run. */
function innermost(
  command: ShellCommand,
  inner: ReadonlyMap<ShellCommand, ShellCommand>,
): ShellCommand {
  let at = command;
  for (let depth = 0; depth < 8; depth++) at = inner.get(at) ?? at;
  return at;
}

function isDownload(command: ShellCommand): boolean {
  if (isCommand(command, 'curl')) return !hasFlag(command, '-I', '--head', '--version');
  return isCommand(command, 'wget', 'fetch', 'aria2c', 'http', 'https');
}

/** `Script from https://example.org/install.sh`, if the command names an address. */
function scriptOf(download: ShellCommand): string {
  const word = operands(download).find(({ value }) => isAddress(value));
  return word ? `Script from ${readAddress(word.value).what}` : 'Downloaded script';
}

/** Whether the command runs what it reads from standard input. */
function runsInput(command: ShellCommand): boolean {
  const words = operands(command, ['-o', '-O', '+o', '-W', '-X', '-I', '-r']).map(
    ({ value }) => value,
  );
  if (isShell(commandName(command))) {
    return (
      !hasFlag(command, '-c') &&
      (hasFlag(command, '-s') || words.every((w) => w === '-' || w === '/dev/stdin'))
    );
  }
  if (!INTERPRETER.test(commandName(command))) return false;
  if (hasFlag(command, '-c', '-e', '-m', '-n', '-p', '-V', '--version', '--eval', '--print'))
    return false;
  return words.length === 0 || words[0] === '-' || words[0] === '/dev/stdin';
}

/** Whether the command runs a script that is given as an argument. */
function runsArguments(command: ShellCommand): boolean {
  return (
    isShell(commandName(command)) ||
    isCommand(command, 'eval', 'source', '.') ||
    INTERPRETER.test(commandName(command))
  );
}

const INTERPRETER = /^(?:python[\d.]*|perl|ruby|node|nodejs|php|pwsh|lua|deno)$/;

/** The script of `RUN ["sh", "-c", "curl … | sh"]`. */
function reportExecForm(
  { exec, range }: RunInstruction,
  report: (observation: Observation) => void,
): void {
  const [program, option, script] = exec ?? [];
  if (!script || !isShell(program?.value ?? '') || !/^-\w*c$/.test(option?.value ?? '')) return;
  for (const { elements } of parseShellText(script.value, '').pipelines) {
    const from = elements.findIndex((command) => command && isDownload(command));
    const to = from < 0 ? undefined : elements.slice(from + 1).find((it) => it && runsInput(it));
    if (to) {
      const message = `Downloaded script goes straight to ${commandName(to)} without verification`;
      report({ at: range, message });
    }
  }
}
