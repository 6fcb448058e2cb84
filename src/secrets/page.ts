import { type Detector, titleOf } from './detector.js';
import { families } from './detectors.js';
import { revokedFormats } from './revoked-formats.js';

/** docs/secrets.md: every kind of secret with the provider's documentation. */
export function secretsPage(): string {
  const count = families.reduce((sum, { kinds }) => sum + kinds.length, 0);
  return `${[
    '# Secrets',
    `Portside detects ${count} kinds of secrets. This page is generated from src/secrets/kinds by \`npm run docs\`; \`portside explain KIND\` describes a kind.`,
    INTRODUCTION,
    ...families.flatMap(({ title, kinds }) => [`## ${title}`, table(kinds)]),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `## Which files are searched

- Dockerfiles and Bake files, and the files of the repository that COPY and ADD copy into the image
- Manifests: all of the text for kinds with high confidence and passwords of commands, and environment variables and the
  data of ConfigMaps and Secrets, decoded, for all kinds. The rules of manifests report what they find there
- Every other file that a pull request, or the change since \`--baseline-ref\`, adds or modifies: kinds with high and medium
  confidence, in tests, examples, documentation, web pages and the readable parts of binary files only tokens and passwords
  with high confidence. Text in UTF-8, UTF-16 and UTF-32 is read, whatever the name of the file. In settings (\`.env\`, variables and states of Terraform, Spring, Rails, .NET, Ansible), kinds that only a name tells,
  too. Key files (PKCS #12, JKS, DER, encrypted or not, \`config/master.key\`) by their name and content. Values that the file, or another file of the change, had before are not reported
- Archives (ZIP, JAR, tar, gzip, and three levels of them inside each other) and SQLite databases of up to 10 MiB that such a
  change adds or modifies, outside folders of packages: kinds with high confidence in members of up to 4 MiB, 256 MiB in all.
  The content tells what an archive is, whatever its name. A row of the coverage names what is larger, damaged, deeper,
  encrypted, or in xz, bzip2, zstd, 7-Zip and RAR; it does not make the result incomplete
- Every other text file, in a push, on a schedule, a tag and in a run without a comparison: kinds with high confidence, in tests,
  examples and pages without keys. Up to 10 MiB a file, 20,000 files and 256 MiB; a note names the rest
- The environment, labels, command and history of the image
- The text files of every layer, including files that a later layer deletes or overwrites: they are still in the image.
  In tests and documentation only kinds with high confidence
- Kinds with high confidence in the text files of archives (ZIP, JAR, tar, gzip, and three levels of them inside each other) and
  in SQLite databases, except in folders of packages: members of up to 4 MiB, 1 GiB an image. A note names the others, those
  that are encrypted, and those of xz, bzip2, zstd, 7-Zip and RAR

Not searched:

- Other text files that a pull request does not touch, and there, in a push, a schedule and a run without a comparison, kinds
  without high confidence: \`portside check . --baseline-ref FIRST --base-ref HEAD\` searches for those, too, in all text that was
  added since the commit FIRST, such as the first one of the repository
- Other binary files of an image
- Files of the distribution's packages: documentation, locales, headers, and libraries of programming languages
- Keys, hashes and passwords in files that a package of Debian, Ubuntu or Alpine ships unchanged, by the checksums of the
  package database. Packages of other publishers do not count. A note counts them. Tokens of providers are reported there too, and everything in changed files
- Tests, documentation, types and source maps of published packages (node_modules, site-packages, gems, /usr/local/lib
  and similar). In the other files of such packages, only secrets with high confidence are reported
- Text above 256 MiB. Files that are named like text (dump.sql, app.log) make the check partial

Of a change, 20,000 files of up to 10 MiB each and 256 MiB together are searched; the rest is a gap. A file with too many values that look like secrets is searched in part, and the check is reported as incomplete.

## Passwords of commands

The arguments of well-known programs (\`docker login -p\`, \`curl -u\`, \`mysql -p…\`, \`openssl -passin pass:…\`), and what
\`echo\`, a here-string or a here-document gives to \`--password-stdin\`, \`chpasswd\` and others, are read alike in every text:
lines of shells, steps of workflows and of other services, the lists of Dockerfiles, Compose, Kubernetes and programs, with
\`sh -c\` in them or not. Variables, references to files, placeholders and words are none.

## Confidence

| confidence | meaning |
|---|---|
| high | The format is unmistakable |
| medium | The name of a provider with a value in the format of its credentials, or a well-known file |
| low | Only the name of the variable suggests it. Not reported in tests, examples and documentation |

Not reported: values from examples, references (\`\${VAR}\`, \`{{ }}\`), placeholders, truncated values (\`ghp_12ab...\`), keys
that their owners publish, and IDs, URLs and checksums next to the name of a provider.

## What reports show of a secret

Its kind and the class of its length, such as "32 to 63 characters". It is masked at its place: \`•\` for each character in
source lines, which keeps the columns of findings, and \`…\` in sentences, logs and names of files. Values of variables,
keys and options that are called like a secret, all values of a Kubernetes Secret, passwords in URLs, and passwords of
commands are masked too, also where no rule reports them. No fix or suggestion
contains a secret, and \`lint --fix --dry-run\` shows a masked diff.

Retired credential types are not detected, since they give no access: ${revokedFormats.map(({ description, since, reference }) => `[${description}](${reference}), since ${since}`).join('; ')}.

## Allowlisting a value

Add a comment on the same line: \`portside:allow\`, \`gitleaks:allow\`, \`pragma: allowlist secret\` or \`trufflehog:ignore\`. Or
add an exception to the policy, by kind and path.`;

function table(kinds: readonly Detector[]): string {
  const rows = kinds.map((detector) => {
    const { id, severity, confidence, reference } = detector;
    return `| [${id}](rules/${id}.md) | ${titleOf(detector)} | ${severity} | ${confidence} | [documentation](${reference}) |`;
  });
  return [
    '| kind | description | severity | confidence | provider |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
