import { splitScript } from '../materials/split-script.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, flagValues, hasFlag, isCommand } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';

export default defineDockerfileRule({
  id: 'PS0025',
  name: 'no-unsigned-packages',
  severity: 'high',
  severityReason:
    'Anyone on the way to the server, or who controls a mirror, decides what is installed',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Package signature verification is disabled',
  why: 'A package that the mirror or an attacker on the network has replaced is installed without an error.',
  remediation: 'Import the signing key of the repository, and keep the verification enabled',
  references: ['https://cwe.mitre.org/data/definitions/347.html'],
  wrong: 'FROM fedora:43\nRUN dnf install -y --nogpgcheck tool',
  right: 'FROM fedora:43\nRUN rpm --import https://example.org/key.asc && dnf install -y tool',
  check(dockerfile, report) {
    if (
      !/gpg|unauth|untrusted|force-yes|insecure|trusted=|nosignature|nodigest|noverify|unsigned|WeakRepositories/i.test(
        dockerfile.text,
      )
    )
      return;
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const command of splitScript(dockerfile, run).commands) {
        const option = disablingOption(command);
        if (option === undefined) continue;
        const message = `Package signature verification is disabled (${option})`;
        report({ at: command.range, message });
      }
    }
  },
});

/** The option or setting that disables the verification. Undefined if the command verifies signatures. */
function disablingOption(command: ShellCommand): string | undefined {
  const given = OPTIONS.get(commandName(command))?.find((name) => hasFlag(command, name));
  if (given !== undefined) return given;
  if (isCommand(command, 'apt-get', 'apt')) {
    return flagValues(command, '-o', '--option')
      .map(({ value }) => value)
      .find((value) =>
        /^(?:APT::Get::AllowUnauthenticated|Acquire::Allow(?:Insecure|Weak)Repositories)=(?:true|1|yes)/i.test(
          value,
        ),
      );
  }
  if (isCommand(command, 'echo', 'printf')) {
    const line = command.args.find(({ value }) => TRUSTED_REPOSITORY.test(value));
    return line && 'trusted=yes';
  }
  return undefined;
}

/** A line of sources.list; the packages of a local folder or disk have not crossed a network. Source: sources.list(5). */
const TRUSTED_REPOSITORY =
  /^deb(?:-src)?\s+\[[^\]]*\btrusted=yes\b[^\]]*\]\s+(?!file:|copy:|cdrom:)/;

const RPM = ['--nogpgcheck', '--no-gpgchecks', '--setopt=gpgcheck=0'];

const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['apt-get', ['--allow-unauthenticated', '--force-yes', '--allow-insecure-repositories']],
  ['apt', ['--allow-unauthenticated', '--force-yes', '--allow-insecure-repositories']],
  ['apk', ['--allow-untrusted']],
  ['dnf', RPM],
  ['dnf5', RPM],
  ['microdnf', RPM],
  ['tdnf', RPM],
  ['yum', RPM],
  ['rpm', ['--nosignature', '--nodigest', '--noverify']],
  ['zypper', ['--no-gpg-checks', '--allow-unsigned-rpm']],
]);
