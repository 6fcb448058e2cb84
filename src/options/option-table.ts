import type { Check } from '../core/finding.js';
import { SEVERITIES } from '../core/severity.js';

/** One option of the command line. */
export interface Option {
  readonly name: string;
  /** Its name of one letter. */
  readonly short?: string;
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** The placeholder of its value in the help. */
  readonly value?: string;
  readonly help: string;
  /** The commands that have it; absent means all. */
  readonly commands?: readonly string[];
}

/** The checks that `scan --only` selects. */
export const SCAN_CHECKS = [
  'vulnerability',
  'malware',
  'secret',
  'hardening',
  'trust',
  'policy',
] as const satisfies readonly Check[];

const IMAGE_COMMANDS = ['check', 'scan', 'sbom', 'diff', 'verify', 'compliance', 'fix'];
const REPORTING_COMMANDS = ['check', 'lint', 'scan', 'verify'];
/** The commands with a verdict. */
export const EVALUATING_COMMANDS: readonly string[] = [...REPORTING_COMMANDS, 'compliance'];
const ADVISORY_COMMANDS = ['check', 'scan', 'compliance', 'fix'];
const SHOWING_COMMANDS = ['check', 'lint', 'scan'];

/** All options, in the order of the help. */
const OPTIONS: readonly Option[] = [
  {
    name: 'image',
    type: 'string',
    multiple: true,
    value: 'REF',
    help: 'an image to check (repeatable)',
    commands: ['check', 'discover', 'fix', 'inputs'],
  },
  {
    name: 'dockerfile',
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'only this Dockerfile, or those that a glob matches; !GLOB leaves out (repeatable)',
    commands: ['check', 'fix'],
  },
  {
    name: 'plan',
    type: 'boolean',
    help: 'print the plan: its steps, with the findings that each clears, and change nothing',
    commands: ['fix'],
  },
  {
    name: 'step',
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'do the step with this id in the plan (repeatable)',
    commands: ['fix'],
  },
  {
    name: 'all-safe',
    type: 'boolean',
    help: 'do every step of the plan about which nobody has to decide',
    commands: ['fix'],
  },
  {
    name: 'write',
    type: 'boolean',
    help: 'change the files: all of them, or none if a step does not apply',
    commands: ['fix'],
  },
  {
    name: 'patch',
    type: 'string',
    value: 'FILE',
    help: 'write the edits as a patch for git apply to this file (- for standard output), and change no other',
    commands: ['fix'],
  },
  {
    name: 'pull-request',
    type: 'boolean',
    help: 'in a workflow: open a pull request with the edits, or bring it up to date',
    commands: ['fix'],
  },
  {
    name: 'rescan',
    type: 'boolean',
    help: 'in a workflow: if the policy has fix-pull-request: rescan, open a pull request with the safe steps for the images that are built here',
    commands: ['fix'],
  },
  { name: 'fix', type: 'boolean', help: 'apply the fixes to the Dockerfiles', commands: ['lint'] },
  {
    name: 'dry-run',
    type: 'boolean',
    help: 'with --fix: print the edits as a diff and change no file',
    commands: ['lint'],
  },
  {
    name: 'pin',
    type: 'boolean',
    help: 'with --fix: look up the digests of images and https downloads, and pin these',
    commands: ['lint'],
  },
  {
    name: 'only',
    type: 'string',
    value: 'CHECK,…',
    help: `only these checks: ${SCAN_CHECKS.join(', ')}`,
    commands: ['scan'],
  },
  {
    name: 'format',
    short: 'f',
    type: 'string',
    multiple: true,
    value: 'FORMAT[=FILE]',
    help: 'report format, to standard output or a file (repeatable)',
    commands: [...REPORTING_COMMANDS, 'sbom', 'diff', 'inputs', 'merge', 'fix'],
  },
  {
    name: 'output',
    short: 'o',
    type: 'string',
    value: 'FILE',
    help: 'write the report to this file, and create its folders; without --format, its ending names the format: .json (CycloneDX for sbom), .cdx.json, .spdx.json, .sarif, .html, .md, .txt',
    commands: [...REPORTING_COMMANDS, 'sbom', 'diff', 'inputs', 'merge', 'fix'],
  },
  {
    name: 'severity',
    type: 'string',
    value: 'SEVERITY',
    help: 'show only findings at or above this severity, and those that fail the policy',
    commands: SHOWING_COMMANDS,
  },
  {
    name: 'ignore-unfixed',
    type: 'boolean',
    help: 'show only vulnerabilities that have a fix, and those that fail the policy',
    commands: ['check', 'scan'],
  },
  {
    name: 'skip',
    type: 'string',
    multiple: true,
    value: 'GLOB',
    help: 'show no findings in these files, except those that fail the policy: "docs/**" (repeatable)',
    commands: ['check', 'lint'],
  },
  {
    name: 'policy',
    type: 'string',
    value: 'FILE',
    help: 'policy file (default for check, lint, discover: .github/portside.yml)',
    commands: [...EVALUATING_COMMANDS, 'discover', 'fix'],
  },
  {
    name: 'base-ref',
    type: 'string',
    value: 'REVISION',
    help: 'read the policy and .hadolint.yaml from this Git revision, so that a pull request cannot weaken its own policy; check compares the findings with it, unless --baseline or --baseline-ref is given',
    commands: ['check', 'lint', 'discover'],
  },
  {
    name: 'fail-on',
    type: 'string',
    value: 'SEVERITY',
    help: `fail at or above this severity: ${SEVERITIES.join(', ')}; malware and secrets keep that of the policy`,
    commands: EVALUATING_COMMANDS,
  },
  {
    name: 'advisories',
    type: 'string',
    value: 'DIR|FILE|REF|URL',
    help: 'OSV records (<Ecosystem>/all.zip or *.json) or an advisory database; REF@sha256:…, URL#sha256=…',
    commands: ADVISORY_COMMANDS,
  },
  {
    name: 'baseline',
    type: 'string',
    value: 'IMAGE|SBOM|REPORT',
    help: 'compare with this image, SBOM or JSON report: only findings that it does not have are new',
    commands: ['check', 'scan', 'fix'],
  },
  {
    name: 'baseline-ref',
    type: 'string',
    value: 'REVISION',
    help: 'compare with this Git revision, which is checked in the same run: only findings that it does not have are new. The policy and other files that decide are read from it, unless --base-ref is given',
    commands: ['check', 'lint', 'fix'],
  },
  {
    name: 'vex',
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'OpenVEX, CSAF or CycloneDX VEX document: not_affected and fixed suppress findings (repeatable)',
    commands: ADVISORY_COMMANDS,
  },
  {
    name: 'vex-out',
    type: 'string',
    value: 'FILE',
    help: 'write an OpenVEX document about the vulnerabilities whose Go code is in no program of the image',
    commands: ['check', 'scan'],
  },
  {
    name: 'attested-sbom',
    type: 'boolean',
    help: 'use the SBOM attested by a signer of the policy instead of reading the layers',
    commands: ['scan'],
  },
  {
    name: 'issue',
    type: 'boolean',
    help: 'keep an issue open while the policy fails, on runs without a pull request',
    commands: ['publish'],
  },
  {
    name: 'import',
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'merge a report of Trivy or Grype (JSON) or a SARIF file (repeatable)',
    commands: ['check', 'scan', 'fix'],
  },
  {
    name: 'malware',
    type: 'string',
    value: 'clamav[=DATABASE]',
    help: 'scan every layer for malware with the installed ClamAV',
    commands: ['check', 'scan', 'fix'],
  },
  {
    name: 'kev',
    type: 'string',
    value: 'FILE',
    help: 'CISA’s catalog of known exploited vulnerabilities (JSON)',
    commands: ADVISORY_COMMANDS,
  },
  {
    name: 'epss',
    type: 'string',
    value: 'FILE',
    help: 'FIRST’s EPSS scores (CSV, plain or gzipped)',
    commands: ADVISORY_COMMANDS,
  },
  {
    name: 'from',
    type: 'string',
    multiple: true,
    value: 'DUMPS',
    help: 'OSV dumps: a folder of <Ecosystem>/all.zip, or a zip file (repeatable)',
    commands: ['db'],
  },
  {
    name: 'feed',
    type: 'string',
    multiple: true,
    value: 'NAME[=PATH]',
    help: 'a vendor feed, downloaded or from a file or folder: redhat-vex, oracle-oval, suse-oval, azure-oval, debian-tracker, alpine-secdb, amazon-linux, arch-linux, bottlerocket, fedora, photon (repeatable)',
    commands: ['db'],
  },
  {
    name: 'out',
    short: 'o',
    type: 'string',
    value: 'FOLDER',
    help: 'folder to write to: the advisory database of db build; the bundle of compliance, in a new or empty folder or over an earlier bundle; the page of fleet; with scan a report for each target, which is compared with the report of the earlier scan there',
    commands: ['db', 'compliance', 'fleet', 'scan'],
  },
  {
    name: 'offline',
    type: 'boolean',
    help: 'open no network connection',
    commands: [...IMAGE_COMMANDS, 'db'],
  },
  {
    name: 'platform',
    type: 'string',
    multiple: true,
    value: 'OS/ARCH,…',
    help: 'only these platforms of a multi-platform image (repeatable; default: all)',
    commands: IMAGE_COMMANDS,
  },
  {
    name: 'verify-digests',
    type: 'boolean',
    help: 'verify the digest of every layer',
    commands: ['check', 'scan', 'sbom', 'compliance', 'fix'],
  },
  {
    name: 'verify-files',
    type: 'boolean',
    help: 'compare all files of packages with their checksums, not only those that upper layers changed',
    commands: ['check', 'scan'],
  },
  {
    name: 'key',
    type: 'string',
    value: 'KEY',
    help: 'public key (PEM) that must have signed: a file, env://NAME or https://…#sha256=…',
    commands: ['verify'],
  },
  {
    name: 'bundle',
    type: 'string',
    value: 'FILE',
    help: 'Sigstore bundle; TARGET is then a file or sha256:…',
    commands: ['verify'],
  },
  {
    name: 'certificate-identity',
    type: 'string',
    value: 'IDENTITY',
    help: 'certificate identity of the signer: exact, or a glob that matches all of it',
    commands: ['verify'],
  },
  {
    name: 'certificate-oidc-issuer',
    type: 'string',
    value: 'URL',
    help: 'OIDC issuer of the certificate identity',
    commands: ['verify'],
  },
  {
    name: 'certificate-github-workflow-repository',
    type: 'string',
    value: 'REPOSITORY',
    help: 'repository of the workflow run that signed: acme/app, exact or a glob',
    commands: ['verify'],
  },
  {
    name: 'certificate-github-workflow-ref',
    type: 'string',
    value: 'REF',
    help: 'Git ref of the workflow run that signed: exact or a glob',
    commands: ['verify'],
  },
  {
    name: 'certificate-github-workflow-trigger',
    type: 'string',
    value: 'EVENT',
    help: 'event that started the workflow run: push',
    commands: ['verify'],
  },
  {
    name: 'trusted-root',
    type: 'string',
    value: 'FILE',
    help: 'Sigstore trusted root to use instead of the embedded one',
    commands: ['verify'],
  },
  {
    name: 'require-tlog',
    type: 'boolean',
    help: 'require an entry in the transparency log also for a signature by a key',
    commands: ['verify'],
  },
  {
    name: 'insecure-ignore-tlog',
    type: 'boolean',
    help: 'accept a signature by a certificate that is not in the transparency log',
    commands: ['verify'],
  },
  {
    name: 'annotation',
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    help: 'annotation that the signature must have (repeatable)',
    commands: ['verify'],
  },
  {
    name: 'signed-identity',
    type: 'string',
    value: 'REPOSITORY',
    help: 'image repository that the signature must name: ghcr.io/acme/app, or a glob',
    commands: ['verify'],
  },
  {
    name: 'attestation-type',
    type: 'string',
    value: 'TYPE',
    help: 'verify an attestation with this predicate type: spdxjson, cyclonedx, vuln …, or a URI',
    commands: ['verify'],
  },
  {
    name: 'provenance',
    type: 'boolean',
    help: 'verify SLSA provenance: built by a trusted builder from the expected source',
    commands: ['verify'],
  },
  {
    name: 'provenance-source',
    type: 'string',
    value: 'REPOSITORY',
    help: 'expected source repository: github.com/acme/app',
    commands: ['verify'],
  },
  {
    name: 'provenance-builder',
    type: 'string',
    value: 'WORKFLOW',
    help: 'expected builder',
    commands: ['verify'],
  },
  {
    name: 'provenance-branch',
    type: 'string',
    value: 'BRANCH',
    help: 'expected branch of the source',
    commands: ['verify'],
  },
  {
    name: 'provenance-tag',
    type: 'string',
    value: 'TAG',
    help: 'expected tag of the source',
    commands: ['verify'],
  },
  {
    name: 'provenance-versioned-tag',
    type: 'string',
    value: 'VERSION',
    help: 'expected version of the source tag: v1, v1.2 or v1.2.3',
    commands: ['verify'],
  },
  {
    name: 'provenance-input',
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    help: 'expected input of a manually started workflow (repeatable)',
    commands: ['verify'],
  },
  {
    name: 'deny-self-hosted',
    type: 'boolean',
    help: 'reject signers and builds that did not run on a GitHub-hosted runner',
    commands: ['verify'],
  },
  {
    name: 'allow-http-registry',
    type: 'boolean',
    help: 'use plain HTTP for registries that are not on loopback',
    commands: [...IMAGE_COMMANDS, 'db'],
  },
  {
    name: 'color',
    type: 'string',
    value: 'WHEN',
    help: 'color the text report: auto (on a terminal, unless NO_COLOR is set), always, never',
    commands: [...REPORTING_COMMANDS, 'merge'],
  },
  {
    name: 'timeout',
    type: 'string',
    value: 'DURATION',
    help: 'end after this time (90s, 10m, 1h) with status 3; reports name what was not checked',
    commands: [...EVALUATING_COMMANDS, 'sbom', 'db'],
  },
  {
    name: 'verbose',
    short: 'v',
    type: 'boolean',
    help: 'list every finding in the text report, and print each finished step on standard error',
    commands: [...SHOWING_COMMANDS, 'merge'],
  },
  {
    name: 'quiet',
    short: 'q',
    type: 'boolean',
    help: 'print no progress and no notes on standard error',
    commands: [...EVALUATING_COMMANDS, 'sbom', 'diff', 'merge', 'publish', 'fix'],
  },
];

/** The commands that have an option. */
export function commandsWith(name: string): readonly string[] {
  return OPTIONS.find((option) => option.name === name)?.commands ?? [];
}

/** The options of a command. */
export function optionsOf(command: string): Option[] {
  return OPTIONS.filter((option) => option.commands?.includes(command) ?? true);
}
