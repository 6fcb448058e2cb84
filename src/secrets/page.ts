import type { Detector } from './detector.js';
import { families } from './detectors.js';
import { retired } from './revoked-formats.js';

/** docs/secrets.md: every kind of secret with the page of its provider that it was written from. */
export function secretsPage(): string {
  const count = families.reduce((sum, { kinds }) => sum + kinds.length, 0);
  return `${[
    '# Secrets',
    `${count} kinds. Generated from src/secrets/kinds by \`npm run docs\`; \`portside explain KIND\` tells more of each.`,
    INTRODUCTION,
    ...families.flatMap(({ title, kinds }) => [`## ${title}`, table(kinds)]),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `## What is looked at

Dockerfiles and the files of the repository that their COPY and ADD take in; manifests, the data of a Kubernetes Secret
decoded; the image's environment, labels, command and history; the text files of every layer, also those that a later
layer deletes or overwrites, for the layer still carries them.

Left out are binary files and what only the distribution's package manager writes (its documentation, locales, headers
and libraries of languages); in published packages (node_modules, site-packages, gems, /usr/local/lib and the like) their
tests, documents, types and source maps, and all that is not of high confidence. Of a text above 2 MiB in a compressed layer
only the first 8 kB are read, and a note says so; of any above 256 MiB nothing is. One that look-alikes fill is searched in
part, and makes the check incomplete.

## How sure it is

High: the format gives it away. Medium: a provider's name and the form of its credentials, or a well-known file. Low: the
name of the value alone, outside tests, examples and documents. Values of examples, references (\`\${VAR}\`, \`{{ }}\`), blanks, shortened values (\`ghp_12ab...\`)
and keys that their owners publish are none, nor are ids, addresses and checksums under a provider’s name. No report shows
more than the first and last two characters of a secret.

What opens nothing any more is no kind of its own: ${retired.map(({ what, since, reference }) => `[${what}](${reference}), not taken since ${since}`).join('; ')}.

## A value that may stay

A comment on its line: \`portside:allow\`, \`gitleaks:allow\`, \`pragma: allowlist secret\` or \`trufflehog:ignore\`. Or an
exception in the policy, by kind and path.`;

function table(kinds: readonly Detector[]): string {
  const rows = kinds.map(
    ({ id, what, severity, confidence, reference }) =>
      `| [${id}](rules/${id}.md) | ${what} | ${severity} | ${confidence} | [source](${reference}) |`,
  );
  return ['| kind | what | severity | confidence | |', '|---|---|---|---|---|', ...rows].join('\n');
}
