import { commandName, flagValues, hasFlag } from '../shell/command-line.js';
import type { Call, FoundMaterial } from './found-material.js';

/** The materials of a command, those over HTTPS marked if it accepts any certificate. */
export function withCertificates(
  call: Call,
  materials: readonly FoundMaterial[],
): readonly FoundMaterial[] {
  return materials.some(({ transport }) => transport === 'https') && acceptsAnyCertificate(call)
    ? materials.map((material) =>
        material.transport === 'https' ? { ...material, isUnauthenticated: true } : material,
      )
    : materials;
}

/** Sources: the manuals of the programs. */
function acceptsAnyCertificate({ command, values }: Call): boolean {
  const name = commandName(command).replace(/\.exe$/, '');
  const flags = FLAGS.get(name);
  if (flags && hasFlag(command, ...flags)) return true;
  const words = command.args.map((word) => values(word));
  switch (name) {
    case 'git':
      return (
        words.some((word) => /^http\.sslverify=(?:false|0|no|off)$/i.test(word)) ||
        command.assignments.some(({ name: variable }) => variable === 'GIT_SSL_NO_VERIFY')
      );
    case 'aria2c':
      return words.includes('--check-certificate=false');
    case 'http':
    case 'https':
    case 'xh':
      return flagValues(command, '--verify').some(({ value }) => /^(?:no|false)$/.test(value));
    default:
      return false;
  }
}

const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['curl', ['-k', '--insecure']],
  ['wget', ['--no-check-certificate']],
  ['wget2', ['--no-check-certificate']],
  ['apk', ['--no-check-certificate']],
]);
