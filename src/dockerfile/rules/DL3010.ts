import { windowsBaseName } from '../../lib/paths.js';
import type { CopyInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, hasFlag } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { sections } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3010',
  name: 'add-extracts-archives',
  severity: 'low',
  severityReason: 'Style: the same files are in the image',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Archive is copied and then extracted',
  why: 'The archive stays in its layer next to the extracted files, even if a later RUN deletes it.',
  remediation: 'Use ADD, which extracts local tar archives without keeping a copy',
  references: ['https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives'],
  wrong: 'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt',
  right: 'FROM debian:12\nADD app.tar.gz /opt/',
  check(dockerfile, report) {
    for (const { instructions } of sections(dockerfile)) {
      const copied = new Map<string, CopyInstruction>();
      const reported = new Set<CopyInstruction>();
      for (const instruction of instructions) {
        if (instruction.keyword === 'COPY' && !instruction.from) {
          for (const name of archiveNames(instruction)) copied.set(name, instruction);
        }
        if (instruction.keyword !== 'RUN' || copied.size === 0) continue;
        for (const file of instruction.script.commands.flatMap(extracted)) {
          const copy = copied.get(file);
          if (!copy || reported.has(copy)) continue;
          reported.add(copy);
          const message = `Archive "${file}" is extracted in line ${instruction.startLine}: use ADD instead of COPY`;
          report({ at: copy.keywordToken.range, identifiedBy: copy.range, message });
        }
      }
    }
  },
});

/** The archives of a COPY, by their names in the image. */
function archiveNames({ sources, destination }: CopyInstruction): string[] {
  const names = sources.map(({ raw }) => fileName(raw)).filter(isTar);
  const target = destination ? fileName(destination.raw) : '';
  return names.length > 0 && isTar(target) ? [...names, target] : names;
}

/** The names of the files that a command extracts. */
function extracted(command: ShellCommand): string[] {
  const name = commandName(command);
  const [first] = command.args;
  const extracts =
    name === 'tar' || name === 'bsdtar'
      ? hasFlag(command, '-x', '--extract', '--get') ||
        /^[A-Za-z]*x[A-Za-z]*$/.test(first?.value ?? '')
      : EXTRACTORS.has(name) ||
        (COMPRESSORS.has(name) && hasFlag(command, '-d', '--decompress', '--uncompress'));
  if (!extracts) return [];
  const redirected = command.redirects.flatMap(({ operator, target }) =>
    operator === '<' && target ? [target] : [],
  );
  // The shell reads the backslashes of Windows paths as escapes, so the raw text is compared too.
  return [...command.args, ...redirected].flatMap(({ value, raw }) =>
    [value, raw].map((path) => fileName(path.replace(/^--file=/, ''))),
  );
}

const EXTRACTORS = new Set([
  'bunzip2',
  'gunzip',
  'gzcat',
  'uncompress',
  'unlzma',
  'unxz',
  'unzstd',
  'zcat',
  'zgz',
]);

/** These extract only with an option such as `-d`. */
const COMPRESSORS = new Set(['bzip2', 'gzip', 'lzma', 'pigz', 'xz', 'zstd']);

function fileName(path: string): string {
  return windowsBaseName(path.replace(/^["']|["']$/g, ''));
}

function isTar(name: string): boolean {
  return /\.(?:tar|tgz|taz|tbz2?|tz2|tlz|txz|tZ|tzst|tar\.\w+|gz|bz2|lzma|lz|xz|Z|zst)$/.test(name);
}
