import type { Range } from '../../core/location.js';
import { splitScript } from '../materials/split-script.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, flagValues, hasFlag, isCommand, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';

export default defineDockerfileRule({
  id: 'PS0024',
  name: 'no-tls-verification-off',
  severity: 'high',
  severityReason: 'Anyone on the way to the server decides what is downloaded',
  practice: 'image-security',
  affectsBuild: true,
  title: 'TLS certificate verification is disabled',
  why: 'An attacker on the network can impersonate the server, replace downloads, and read the credentials that are sent.',
  remediation:
    'Install `ca-certificates`, or add your own certificate authority to the trusted ones',
  references: ['https://cwe.mitre.org/data/definitions/295.html'],
  wrong: 'FROM debian:12\nRUN curl -k -o tool https://example.org/tool',
  right: 'FROM debian:12\nRUN curl -fsSL -o tool https://example.org/tool',
  check(dockerfile, report) {
    if (
      !/insecure|[\s"',=]-\w*k|no-check-certificate|check-certificate=false|verify|unauthorized|strict.?ssl|trusted.host|disable.tls|unsafe_https|check_revoke/i.test(
        dockerfile.text,
      )
    )
      return;
    const isDisabling = (name: string, value: string) =>
      VARIABLES.get(name.toUpperCase())?.test(value);
    const reportVariable = (at: Range, name: string) =>
      report({ at, message: `${name} disables TLS certificate verification` });
    // HEALTHCHECK is left out: it connects to the container itself.
    const keywords = ['RUN', 'CMD', 'ENTRYPOINT'] as const;
    for (const instruction of instructionsOf(dockerfile, keywords, { onbuild: true })) {
      for (const command of splitScript(dockerfile, instruction).commands) {
        if (isLocal(command)) continue;
        const option = disablingOption(command);
        if (option !== undefined) {
          report({
            at: command.range,
            message: `${commandName(command)} does not verify the TLS certificate (${option})`,
          });
        }
        for (const { name, value, range } of command.assignments) {
          if (isDisabling(name, value?.value ?? '')) reportVariable(range, name);
        }
        if (!isCommand(command, 'export')) continue;
        for (const word of command.args) {
          const [name = '', ...value] = word.value.split('=');
          if (isDisabling(name, value.join('='))) reportVariable(word.range, name);
        }
      }
    }
    for (const { pairs } of instructionsOf(dockerfile, ['ARG', 'ENV'], { onbuild: true })) {
      for (const { key, value, range } of pairs) {
        if (isDisabling(key.value, value?.value ?? '')) reportVariable(range, key.value);
      }
    }
  },
});

const ON = /^(?:1|true|yes|on)$/i;
const OFF = /^(?:0|false|no|off|never)$/i;

const VARIABLES: ReadonlyMap<string, RegExp> = new Map([
  ['GIT_SSL_NO_VERIFY', ON],
  ['NODE_TLS_REJECT_UNAUTHORIZED', OFF],
  ['NPM_CONFIG_STRICT_SSL', OFF],
  ['YARN_STRICT_SSL', OFF],
  ['PYTHONHTTPSVERIFY', OFF],
  ['PIP_TRUSTED_HOST', /\S/],
  ['CONDA_SSL_VERIFY', OFF],
  ['COMPOSER_DISABLE_TLS', ON],
  ['HEX_UNSAFE_HTTPS', ON],
  ['CURL_INSECURE', ON],
  ['GOINSECURE', /\S/],
  ['CARGO_HTTP_CHECK_REVOKE', OFF],
]);

/** The option or setting that disables the verification. Undefined if the command verifies certificates. */
function disablingOption(command: ShellCommand): string | undefined {
  if (isCommand(command, 'curl') && command.args.some(({ value }) => CURL_K.test(value)))
    return '-k';
  const flags = OPTIONS.get(commandName(command));
  const given = flags?.find((name) => hasFlag(command, name));
  if (given !== undefined) return given;
  const words = operands(command).map(({ value }) => value);
  const text = words.slice(0, 6).join(' ');
  if (isCommand(command, 'git')) {
    const values = [
      ...flagValues(command, '-c').map(({ value }) => value),
      text.replace(/^.*\bconfig\s+(?:\S+\s+)??(http\.\S+)\s+(\S+).*$/i, '$1=$2'),
    ];
    return values.find((value) => /^http\.(?:.*\.)?sslverify=(?:0|false|no|off)$/i.test(value));
  }
  if (isCommand(command, 'npm', 'yarn', 'pnpm')) {
    if (hasFlag(command, '--no-strict-ssl')) return '--no-strict-ssl';
    if (flagValues(command, '--strict-ssl').some(({ value }) => OFF.test(value)))
      return '--strict-ssl=false';
    return /^(?:config )?set (?:strict-ssl|enableStrictSsl)[ =](?:false|0)\b/i.exec(text)?.[0];
  }
  if (isCommand(command, 'conda', 'mamba', 'micromamba')) {
    return hasFlag(command, '-k', '--insecure')
      ? '--insecure'
      : /^config.* ssl_verify (?:false|no|0)/i.exec(
          `${text} ${flagValues(command, '--set')
            .map(({ value }) => value)
            .join(' ')}`,
        )?.[0];
  }
  if (isCommand(command, 'composer')) return /\bdisable-tls true\b/.exec(text)?.[0];
  if (isCommand(command, 'apt-get', 'apt')) {
    return flagValues(command, '-o', '--option')
      .map(({ value }) => value)
      .find((value) =>
        /^Acquire::https?(?:::[^=]*)?::Verify-(?:Peer|Host)=(?:false|0|no)/i.test(value),
      );
  }
  return /^pip[\d.]*$/.test(commandName(command)) && hasFlag(command, '--trusted-host')
    ? '--trusted-host'
    : pythonPipOption(command);
}

function pythonPipOption(command: ShellCommand): string | undefined {
  if (!/^python[\d.]*$/.test(commandName(command))) return undefined;
  const isPip = flagValues(command, '-m').some(({ value }) => value === 'pip');
  return isPip && hasFlag(command, '--trusted-host') ? '--trusted-host' : undefined;
}

/** `-k` in a group of short options, unless an option before it takes the rest as its value: `-dkey=1`. */
const CURL_K = /^-[^-AbcCdDeEFhHKmoPQrtTuUwxXyYz]*k/;

const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['curl', ['--insecure', '--proxy-insecure']],
  ['wget', ['--no-check-certificate']],
  ['aws', ['--no-verify-ssl']],
  ['kubectl', ['--insecure-skip-tls-verify']],
  ['helm', ['--insecure-skip-tls-verify']],
  ['oc', ['--insecure-skip-tls-verify']],
  ['uv', ['--allow-insecure-host', '--trusted-host']],
  ['http', ['--verify=no', '--verify=false']],
  ['aria2c', ['--check-certificate=false']],
  ['dnf', ['--setopt=sslverify=0', '--setopt=sslverify=false']],
  ['yum', ['--setopt=sslverify=0', '--setopt=sslverify=false']],
]);

/** A connection to the container itself does not cross the network. */
function isLocal(command: ShellCommand): boolean {
  return command.args.some(({ value }) =>
    /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/.test(value),
  );
}
