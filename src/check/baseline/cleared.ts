import type { Instruction } from '../../dockerfile/parser/model.js';
import { folderOf, normalized, type Step, textOfInstruction } from './stage-contents.js';

/** The part of an image that a finding or package is about. */
export interface ImagePart {
  /** A package of a distribution: only its package manager changes it. */
  readonly ofSystem: boolean;
  readonly isHardening?: boolean;
}

/** What an image no longer does. */
export interface Gone {
  readonly steps: readonly Step[];
  /** Commands that changed RUN instructions no longer have. */
  readonly commands: readonly string[];
}

/** The steps of an image at the base commit that it no longer has, or that are not the same. */
export function goneSteps(before: readonly Step[], after: readonly Step[]): Gone {
  const left = new Set(after.flatMap(keysOf));
  const steps = before.filter((step) => !keysOf(step).some((key) => left.has(key)));
  const commands = new Set(after.flatMap(commandsOf).map(({ key }) => key));
  return {
    steps,
    commands: steps
      .flatMap(commandsOf)
      .flatMap(({ command, key }) => (commands.has(key) ? [] : command)),
  };
}

/** Whether steps that are gone may have upgraded, removed or replaced a part of the image. */
export function mayHaveCleared({ steps, commands }: Gone, { ofSystem }: ImagePart): boolean {
  if (ofSystem) return commands.some((command) => !KEEPS_PACKAGES.test(command));
  return steps.some(({ instruction: { keyword } }) => /^(?:RUN|COPY|ADD)$/.test(keyword));
}

/** Two texts for the same step, since a stage that RUN mounts may have changed, or only its name. */
function keysOf(step: Step): string[] {
  const { instruction, text, values, shell } = step;
  const texts = instruction.keyword === 'RUN' ? [text, textOfInstruction(instruction)] : [text];
  return texts.map((one) => [one, ...values, shell, folderOf(step)].join('\n'));
}

/** Commands that neither upgrade nor remove packages of the distribution. */
const KEEPS_PACKAGES =
  /^(?:(?:apt-get|apt|apk) update\b|(?:set|cd|echo|export|mkdir|useradd|adduser|groupadd|addgroup|usermod|npm|yarn|pnpm|corepack|go|cargo|mvn|gradle|dotnet|composer|bundle|gem|pip3?|uv|poetry|curl|wget|git|cp|ln|touch|chown|chmod|test|true|printf)\b)/;

/** The commands of RUN; the key has the shell and the values of variables. */
function commandsOf({ instruction, values, shell }: Step): { command: string; key: string }[] {
  return textsOf(instruction).flatMap((text) =>
    text
      .split(/&&|[|;&\n]+/)
      .map(normalized)
      .filter(Boolean)
      .map((command) => {
        const own = values.filter((value) => command.includes(value.slice(0, value.indexOf('='))));
        return { command, key: [command, shell, ...own].join('\n') };
      }),
  );
}

function textsOf(instruction: Instruction): string[] {
  if (instruction.keyword !== 'RUN') return [];
  return [instruction.text, ...instruction.heredocs.map(({ content }) => content)];
}
