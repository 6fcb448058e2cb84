import { splitScript } from '../materials/split-script.js';
import { type Dockerfile, instructionsOf, type RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { flagValues, isCommand } from '../shell/command-line.js';
import type { ShellCommand, ShellWord } from '../shell/model.js';
import { packageCommand } from '../shell/package-commands.js';
import { lineage } from '../stages.js';

export default defineDockerfileRule({
  id: 'PS0028',
  name: 'no-build-tools-in-image',
  severity: 'low',
  severityReason: 'Size, and programs that help an attacker who is in the container',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Build tools stay in the final image',
  why: 'Compilers make the image larger, add their own vulnerabilities, and help an attacker in the container.',
  remediation:
    'Build in a separate stage and `COPY --from` the result, or remove the tools in the same RUN',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  wrong:
    'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends gcc make\nRUN make',
  right:
    'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends gcc make\nRUN make\nFROM debian:12\nCOPY --from=build /app /app',
  check(dockerfile, report) {
    const last = dockerfile.stages.at(-1);
    for (const stage of last ? lineage(last) : []) {
      for (const run of instructionsOf(stage, 'RUN')) {
        const [first, ...more] = toolsLeft(dockerfile, run);
        if (!first) continue;
        const names = [first, ...more].slice(0, 6).map(({ value }) => value);
        report({
          at: first.range,
          parts: [first, ...more].map(({ value }) => value.replace(/[=<>~].*$/, '')),
          message: `Build tools stay in the final image: ${names.join(', ')}`,
        });
      }
    }
  },
});

function toolsLeft(dockerfile: Dockerfile, run: RunInstruction): ShellWord[] {
  const left: ShellWord[] = [];
  const removed = new Set<string>();
  let removesUnknown = false;
  const virtual = new Map<ShellWord, string>();
  for (const command of splitScript(dockerfile, run).commands) {
    const known = packageCommand(command);
    if (known?.action === 'remove') {
      if (known.packages.some(({ literal }) => !literal)) removesUnknown = true;
      for (const { value } of known.packages) removed.add(value.replace(/=.*$/, ''));
    }
    if (removesAutomatic(command)) removesUnknown = true;
    if (known?.action !== 'install') continue;
    const group = flagValues(command, '-t', '--virtual')[0]?.value;
    for (const word of known.packages) {
      if (!TOOL.test(word.value)) continue;
      left.push(word);
      if (known.manager === 'apk' && group !== undefined) virtual.set(word, group);
    }
  }
  if (removesUnknown) return [];
  return left.filter(
    (word) =>
      !removed.has(word.value.replace(/[=<>~].*$/, '')) && !removed.has(virtual.get(word) ?? ''),
  );
}

/** Whether a command marks packages as automatically installed, so that autoremove removes them. */
function removesAutomatic(command: ShellCommand): boolean {
  return isCommand(command, 'apt-mark') && command.args[0]?.value === 'auto';
}

const TOOL =
  /^(?:build-essential|build-base|base-devel|gcc(?:-\d[\d.]*|-c\+\+)?|g\+\+(?:-\d[\d.]*)?|c?make|clang(?:-\d+)?|ninja-build|meson|autoconf|automake|libtool|@?development[- ]tools|golang(?:-go)?|rustc|cargo|maven|gradle|default-jdk(?:-headless)?|(?:openjdk-\d+-jdk|openjdk\d+-jdk|java-[\d.]+-openjdk-devel)(?:-headless)?)(?:[=<>~].*)?$/i;
