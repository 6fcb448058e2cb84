import type { Observation } from '../../core/rule.js';
import type { CredentialContent } from '../../secrets/credential-file.js';
import { parseDockerignore } from '../dockerignore.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule, type LintSubject } from '../rule.js';
import { lineage } from '../stages.js';
import { secretFile } from '../values/secret-file.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'PS0016',
  name: 'no-copied-secret-file',
  severity: 'high',
  severityReason:
    'Everyone who can pull the image has the credentials of the file; low where only its name is known',
  practice: 'secrets',
  title: 'Credential file is copied into the image',
  why: 'Everyone who can pull the image can read the file from its layer, even if a later instruction deletes it.',
  remediation:
    'Mount the file only for the RUN that needs it (`RUN --mount=type=secret,id=…`), and list it in .dockerignore',
  references: ['https://docs.docker.com/build/building/secrets/'],
  aliases: ['DS-0031'],
  mergesWith: ['SecretsUsedInArgOrEnv'],
  wrong: 'FROM node:22\nCOPY .npmrc package.json ./\nRUN npm ci',
  right:
    'FROM node:22\nCOPY package.json ./\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
  check(dockerfile, report) {
    const { ignoreFile } = dockerfile.config;
    const ignore = ignoreFile ? parseDockerignore(ignoreFile) : undefined;
    for (const copy of instructionsOf(dockerfile, ['ADD', 'COPY'], { onbuild: true })) {
      if (copy.keyword === 'COPY' && copy.from) continue;
      for (const word of copy.sources) {
        const path = expandedAt(dockerfile, copy, word);
        const what = secretFile(path);
        if (what === undefined || ignore?.ignores(path)) continue;
        const rated = ratedByContent(dockerfile.config.contextFile?.(path));
        if (!rated) continue;
        report({
          at: word.range,
          message: `"${path}" is ${what} and is copied into the image`,
          ...rated,
        });
      }
      const [variable] = copy.destination?.variables ?? [];
      if (variable && copy.sources.length === 1 && SECRET_FILES.has(variable.name)) {
        const at = copy.destination?.range ?? copy.range;
        report({ at, message: `Credential file $${variable.name} is copied into the image` });
      }
    }
    checkVariables(dockerfile, report);
  },
});

/**
 * How severe it is to copy a file with such a name: undefined for one without secrets. Of a file that is not in the build
 * context, only the name is known.
 */
function ratedByContent(content: CredentialContent = 'unknown'): Partial<Observation> | undefined {
  if (content === 'nothing') return undefined;
  return content === 'secret' ? {} : { severity: 'low', confidence: 'low' };
}

/** Variables with the path of a credential file. */
const SECRET_FILES = new Set([
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'HF_TOKEN_PATH',
  'KUBECONFIG',
  'NPM_CONFIG_USERCONFIG',
  'PGPASSFILE',
]);

/** Reports such a variable if its path is inside a directory that is copied into the final image. */
function checkVariables(dockerfile: LintSubject, report: (observation: Observation) => void): void {
  const last = dockerfile.stages.at(-1);
  const stages = last ? lineage(last) : [];
  const directories = stages.flatMap((stage) =>
    instructionsOf(stage, ['ADD', 'COPY']).flatMap(({ destination }) =>
      destination ? [normalizedPath(destination.value)] : [],
    ),
  );
  const isCopied = (path: string) =>
    directories.some(
      (directory) => directory !== '' && (path === directory || path.startsWith(`${directory}/`)),
    );
  for (const stage of stages) {
    for (const instruction of instructionsOf(stage, ['ARG', 'ENV'])) {
      for (const { key, value } of instruction.pairs) {
        if (!value || !SECRET_FILES.has(key.value)) continue;
        const path = normalizedPath(expandedAt(dockerfile, instruction, value));
        if (path === '' || path.includes('$') || !isCopied(path)) continue;
        report({
          at: key.range,
          about: `${key.value} ${path}`,
          message: `${key.value} points to a credential file that is copied into the image`,
        });
      }
    }
  }
}

/** `/app/`, `./app`, and `app` count as equal, because the working directory is not known. */
function normalizedPath(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}
