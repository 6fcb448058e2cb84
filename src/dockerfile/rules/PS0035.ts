import { splitScript } from '../materials/split-script.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, isCommand, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';

export default defineDockerfileRule({
  id: 'PS0035',
  name: 'no-login-in-run',
  severity: 'high',
  severityReason: 'Everyone who can pull the image has the credentials',
  practice: 'secrets',
  sensitive: 'in-command',
  title: 'RUN stores credentials in the image',
  why: 'The login writes credentials to the layer, where everyone who can pull the image can read them.',
  remediation:
    'Mount the credentials for this RUN (`RUN --mount=type=secret,…`), and log out or keep the files on a tmpfs mount',
  references: ['https://docs.docker.com/build/building/secrets/'],
  aliases: ['DS-0031'],
  wrong: 'FROM amazon/aws-cli:2.27.0\nRUN aws configure set aws_secret_access_key "$KEY"',
  right:
    'FROM amazon/aws-cli:2.27.0\nRUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp s3://b/f /f',
  check(dockerfile, report) {
    if (!/login|configure|activate-service-account/.test(dockerfile.text)) return;
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      if (run.mounts.some(({ type }) => type === 'secret')) continue;
      for (const command of splitScript(dockerfile, run).commands) {
        if (!storesCredentials(command)) continue;
        const message = `${commandName(command)} stores credentials in the layer`;
        report({ at: command.range, message });
      }
    }
  },
});

function storesCredentials(command: ShellCommand): boolean {
  const words = operands(command).map(({ value }) => value);
  const begins = (...first: string[]) => first.every((word, i) => words[i] === word);
  if (isCommand(command, 'aws')) {
    return (
      begins('configure', 'set') &&
      /^(?:\S+\.)?aws_(?:access_key_id|secret_access_key|session_token)$/.test(words[2] ?? '')
    );
  }
  if (isCommand(command, 'gcloud'))
    return begins('auth', 'activate-service-account') || begins('auth', 'login');
  if (isCommand(command, 'az')) return words[0] === 'login';
  return (
    isCommand(command, 'docker', 'podman', 'buildah', 'skopeo', 'crane', 'helm') &&
    (begins('login') || begins('registry', 'login') || begins('auth', 'login'))
  );
}
