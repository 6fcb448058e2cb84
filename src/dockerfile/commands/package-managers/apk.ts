import type { Dockerfile } from '../../parser/model.js';
import { operands } from '../../shell/command-line.js';
import { runCommands } from '../run-commands.js';
import type { Install } from './install.js';

/** `apk add …` */
export function apkAdds(dockerfile: Dockerfile): Install[] {
  return runCommands(dockerfile, 'apk').flatMap(({ run, command }) => {
    const [subcommand, ...packages] = operands(command, VALUE_OPTIONS);
    return subcommand?.value === 'add' ? [{ run, command, subcommand, packages }] : [];
  });
}

/** Options of apk with a value. Source: apk(8), apk-add(8). */
const VALUE_OPTIONS = [
  '-t',
  '--virtual',
  '-X',
  '--repository',
  '-p',
  '--root',
  '--arch',
  '--cache-dir',
  '--cache-max-age',
  '--keys-dir',
  '--progress-fd',
  '--repositories-file',
  '--timeout',
  '--wait',
];
