import { secretMark } from '../../core/secret-mark.js';
import { engineType } from '../engine/engine-file.js';
import { registryPasswords } from '../engine/registry-passwords.js';
import { defineManifestRule } from '../rule.js';
import { isSecretLiteral, ratedLiteral } from '../secret-literal.js';
import { type LiteralLogin, literalCredentials, literalLogins } from '../workflow/login-steps.js';
import { jobOfStep } from '../workflow/workflow.js';
import { textOf } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-REGISTRY-PASSWORD',
  name: 'no-registry-password',
  severity: 'high',
  severityReason:
    'Everyone who can read the repository has the password of the registry; low if it is a placeholder or a word',
  practice: 'secrets',
  sensitive: 'in-range',
  title: 'Password of a registry is committed',
  why: 'Everyone who can read the repository can pull the images, and usually replace them. The password stays in the history.',
  remediation:
    'Use a secret of the repository or a token of the run, and revoke the committed password',
  references: ['https://github.com/docker/login-action#usage'],
  wrong:
    'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker login -u acme -p correct-horse-battery registry.example.com',
  right: `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "$TOKEN" | docker login -u acme --password-stdin registry.example.com\n        env:\n          TOKEN: \${{ secrets.TOKEN }}`,
  check(manifest, report) {
    const { path, kind, documents, workflow } = manifest;
    const type = kind === 'engine' ? engineType(path) : undefined;
    if (type)
      for (const document of documents)
        for (const { at, host } of registryPasswords(type, document))
          if (isSecretLiteral(textOf(at), 'password'))
            report({
              at: at.range,
              about: `${host} ${secretMark(textOf(at))}`,
              ...ratedLiteral(textOf(at), path),
              message: `The password for ${host} is written in the file`,
            });
    const reportLogin = ({ at, host, password }: LiteralLogin, about: string, message: string) =>
      report({
        at: manifest.placeOf?.(password, at.range) ?? at.range,
        about: `${about} ${host} ${secretMark(password)}`,
        ...ratedLiteral(password, path),
        message,
      });
    for (const job of workflow?.jobs ?? []) {
      for (const login of workflow ? literalCredentials({ workflow, job }) : []) {
        const registry = login.host ? `registry ${login.host}` : 'a registry';
        reportLogin(login, job.id, `The password of ${registry} is written in job ${job.id}`);
      }
      for (const step of job.steps) {
        const { name, about } = jobOfStep(path, job, step);
        for (const login of workflow ? literalLogins({ workflow, job, step }) : []) {
          const registry = login.host || 'a registry';
          const message = `Job ${name} logs in to ${registry} with a password that is written in the workflow`;
          reportLogin(login, about, message);
        }
      }
    }
  },
});
