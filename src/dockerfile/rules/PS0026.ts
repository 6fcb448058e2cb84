import { splitScript } from '../materials/split-script.js';
import { findFlag, instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { isCommand, operands } from '../shell/command-line.js';
import { folderOfCommand, folderOfRelative, workdirAt } from '../working-folder.js';

export default defineDockerfileRule({
  id: 'PS0026',
  name: 'no-world-writable-files',
  severity: 'medium',
  severityReason:
    'Any process in the container can replace what others run; an attacker must be in the container',
  practice: 'runtime-security',
  title: 'Files are world-writable',
  why: 'Any process in the container, whatever its user, can replace the program that runs next.',
  remediation:
    'Give the files to the user that needs them (`COPY --chown=…`, `chown`), and use mode 755 or 775',
  references: ['https://cwe.mitre.org/data/definitions/732.html'],
  wrong: 'FROM debian:12\nRUN chmod -R 777 /app',
  right: 'FROM debian:12\nRUN chown -R app:app /app && chmod -R u=rwX,go=rX /app',
  check(dockerfile, report) {
    if (!/chmod/.test(dockerfile.text)) return;
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const command of splitScript(dockerfile, run).commands) {
        if (!isCommand(command, 'chmod')) continue;
        // The mode may start with a dash and follow options: `chmod -R o+w`.
        const [mode, ...paths] = operands(command, ['--reference']);
        if (!mode || !isWorldWritable(mode.value)) continue;
        report({
          at: mode.range,
          identifiedBy: command.range,
          folder: folderOfRelative(
            paths.map(({ value }) => value),
            folderOfCommand(dockerfile, run, command),
          ),
          message: `Mode ${mode.value} makes files world-writable`,
        });
      }
    }
    for (const copy of instructionsOf(dockerfile, ['ADD', 'COPY'], { onbuild: true })) {
      const mode = findFlag(copy, 'chmod');
      if (!mode?.value || !isWorldWritable(mode.value)) continue;
      report({
        at: mode.range,
        identifiedBy: copy.range,
        folder: folderOfRelative(
          copy.destination ? [copy.destination.value] : [],
          workdirAt(dockerfile, copy),
        ),
        message: `Mode ${mode.value} makes files world-writable`,
      });
    }
  },
});

/** A mode with the sticky bit is accepted: directories like /tmp are meant to be world-writable. */
function isWorldWritable(mode: string): boolean {
  const octal = /^0?([0-7])?[0-7]{2}([0-7])$/.exec(mode);
  if (octal) return (Number(octal[2]) & 2) !== 0 && (Number(octal[1] ?? 0) & 1) === 0;
  return (
    !/[+=][rwxX]*t/.test(mode) &&
    mode.split(',').some((part) => /^[ug]*[oa][ugoa]*[+=][rxXs]*w/.test(part))
  );
}
