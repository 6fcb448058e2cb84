import type { Command } from './command.js';

/** Sources: src/image/open.ts, src/scan/sbom-file.ts. */
const IMAGE_DETAILS = [
  'TARGET is an image:',
  '  docker-archive:FILE[:TAG]            output of docker save',
  '  oci:FOLDER[:TAG][@DIGEST]            OCI image layout',
  '  oci-archive:FILE[:TAG]               OCI image layout in a tar file',
  '  dir:FOLDER                           root file system in a folder',
  '  docker:NAME                          image of the local Docker engine',
  '  registry:NAME                        image in a registry, such as registry:alpine:3.22',
];

const SBOM_DETAIL =
  '  sbom:FILE                            SBOM instead of an image: CycloneDX or SPDX, in JSON';
const WITHOUT_PREFIX =
  'Without a prefix, the kind is detected: a file, a folder, the local engine, then the registry.';
const IMAGE_OR_SBOM = [...IMAGE_DETAILS, SBOM_DETAIL, WITHOUT_PREFIX];

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    arguments: '[PATH]',
    help: 'check a repository: Dockerfiles, manifests, images, policy',
    examples: ['check', 'check --base-ref origin/main --format sarif=portside.sarif'],
    load: () => import('./check.js'),
  },
  {
    name: 'lint',
    arguments: '[FILE…]',
    help: 'lint Dockerfiles and manifests: files, folders, globs; !GLOB leaves out; - is standard input',
    examples: ['lint --fix --dry-run Dockerfile', 'lint --fail-on high services/*/Dockerfile'],
    load: () => import('./lint.js'),
  },
  {
    name: 'fix',
    arguments: '[PATH]',
    help: 'check a repository, and plan or do what clears its findings: edits of Dockerfiles, manifests and lockfiles',
    examples: [
      'fix',
      'fix --image app.tar',
      'fix --all-safe',
      'fix --step b33dfe --write',
      'fix --all-safe --patch fix.patch',
    ],
    load: () => import('./fix.js'),
  },
  {
    name: 'scan',
    arguments: 'TARGET…',
    help: 'scan an image or an SBOM: vulnerabilities, secrets, hardening; with --out several, to find what changed',
    examples: [
      'scan ghcr.io/acme/app:1.2 --severity high',
      'scan app.tar --only vulnerability --output report.html',
      'scan sboms/*.json --out reports --format markdown',
    ],
    details: IMAGE_OR_SBOM,
    load: () => import('./scan.js'),
  },
  {
    name: 'verify',
    arguments: 'TARGET',
    help: 'verify signatures and provenance of an image, or with --bundle of a file',
    examples: ['verify ghcr.io/acme/app:1.2 --key cosign.pub'],
    details: [
      'TARGET is an image: registry:NAME, oci:FOLDER[:TAG][@DIGEST], or NAME, which is in a registry.',
      'With --bundle it is a file, or a digest: sha256:…',
    ],
    load: () => import('./verify.js'),
  },
  {
    name: 'sbom',
    arguments: 'TARGET',
    help: 'list the packages of an image as CycloneDX 1.6, CycloneDX 1.7 or SPDX 2.3',
    examples: ['sbom app.tar --output app.cdx.json'],
    details: IMAGE_OR_SBOM,
    load: () => import('./sbom.js'),
  },
  {
    name: 'compliance',
    arguments: 'TARGET',
    help: 'scan an image or an SBOM, and write a folder of documents about it: SBOMs, VEX, attestations, provenance, coverage',
    examples: ['compliance app.tar --out compliance'],
    details: IMAGE_OR_SBOM,
    load: () => import('./compliance.js'),
  },
  {
    name: 'diff',
    arguments: 'BEFORE AFTER',
    help: 'show what changes from one image to another: packages, files, accounts, settings',
    examples: ['diff app.tar new.tar', 'diff app.tar new.tar --format markdown'],
    details: [...IMAGE_DETAILS, WITHOUT_PREFIX].map((line) =>
      line.replace('TARGET is an image:', 'Each is an image:'),
    ),
    load: () => import('./diff.js'),
  },
  {
    name: 'inputs',
    arguments: '[PATH]',
    help: 'list everything that enters the builds: images, downloads, packages and their sources, keys, mounts',
    examples: ['inputs', 'inputs --format markdown'],
    load: () => import('./inputs.js'),
  },
  {
    name: 'discover',
    arguments: '[PATH]',
    help: 'print what would be checked, as JSON',
    examples: ['discover'],
    load: () => import('./discover.js'),
  },
  {
    name: 'publish',
    arguments: 'REPORT',
    help: 'publish a stored report on GitHub, or as a comment on a merge request of GitLab, with the token in PORTSIDE_GITLAB_TOKEN',
    examples: ['publish portside.json'],
    load: () => import('./publish.js'),
  },
  {
    name: 'explain',
    arguments: 'RULE',
    help: 'explain a rule or an error code: why it matters and how to fix it',
    examples: ['explain DL3008', 'explain PSE4006'],
    load: () => import('./explain.js'),
  },
  {
    name: 'policy',
    arguments: 'check [FILE]',
    help: 'validate a policy file and describe what it requires',
    examples: ['policy check'],
    load: () => import('./policy.js'),
  },
  {
    name: 'db',
    arguments: 'build|info|push [FOLDER] [REF]',
    help: 'build an advisory database from OSV dumps, describe it, push it to a registry',
    examples: [
      'db build --from osv --out database',
      'db info database',
      'db push database registry.acme.example/portside/advisories:latest',
    ],
    details: [
      'portside db build --from DUMPS --out FOLDER   build a database, or replace it',
      'portside db info FOLDER                       print its ecosystems and their age',
      'portside db push FOLDER REFERENCE             push it to a registry, for --advisories REFERENCE',
    ],
    load: () => import('./db.js'),
  },
  {
    name: 'merge',
    arguments: 'REPORT…',
    help: 'merge JSON reports, for example of the jobs of a matrix, into one; writes JSON unless --format names another format',
    examples: ['merge amd64.json arm64.json --format markdown'],
    load: () => import('./merge.js'),
  },
  {
    name: 'fleet',
    arguments: 'REPORT…',
    help: 'write a web page about the JSON reports of many images and repositories: verdicts, age, the worst, trend',
    examples: ['fleet reports --out page'],
    details: [
      'REPORT is a JSON report, or a folder: all *.json files in it.',
      'FOLDER gets index.html and fleet.json, the history: the next run adds to it.',
    ],
    load: () => import('./fleet.js'),
  },
  {
    name: 'init',
    arguments: '[PATH]',
    help: 'write a workflow and a policy for a repository; existing files are kept',
    examples: ['init'],
    load: () => import('./init.js'),
  },
  {
    name: 'completion',
    arguments: 'bash|zsh|fish',
    help: 'print a completion script for a shell',
    examples: ['completion bash'],
    details: [
      'bash: source <(portside completion bash)',
      'zsh:  source <(portside completion zsh)',
      'fish: portside completion fish | source',
    ],
    load: () => import('./completion.js'),
  },
];
