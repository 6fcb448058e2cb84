import { CHECKS } from '../core/finding.js';
import { SEVERITIES } from '../core/severity.js';

/** One option of the command line. */
export interface Option {
  readonly name: string;
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** How its value is called in the help. */
  readonly value?: string;
  readonly help: string;
  /** The commands that take it; absent means all. */
  readonly commands?: readonly string[];
}

const IMAGE_COMMANDS = ['check', 'scan', 'sbom', 'verify'];
const JUDGING_COMMANDS = ['check', 'lint', 'scan', 'verify'];

/** Every option there is, in the order of the help. */
const OPTIONS: readonly Option[] = [
  {
    name: 'image',
    type: 'string',
    multiple: true,
    value: 'REF',
    help: 'an image to check (repeatable)',
    commands: ['check', 'discover'],
  },
  {
    name: 'dockerfile',
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'only this Dockerfile (repeatable)',
    commands: ['check'],
  },
  { name: 'fix', type: 'boolean', help: 'apply the fixes to the Dockerfiles', commands: ['lint'] },
  {
    name: 'dry-run',
    type: 'boolean',
    help: 'with --fix: print the edits as a diff, those of manifests too, and change nothing',
    commands: ['lint'],
  },
  {
    name: 'only',
    type: 'string',
    value: 'CHECK,…',
    help: `only these checks: ${CHECKS.join(', ')}`,
    commands: ['scan'],
  },
  {
    name: 'format',
    type: 'string',
    multiple: true,
    value: 'FORMAT[=FILE]',
    help: 'report format, to standard output or a file (repeatable)',
    commands: [...JUDGING_COMMANDS, 'sbom', 'merge'],
  },
  {
    name: 'policy',
    type: 'string',
    value: 'FILE',
    help: 'the policy (check, lint, discover: else .github/portside.yml)',
    commands: [...JUDGING_COMMANDS, 'discover'],
  },
  {
    name: 'base-ref',
    type: 'string',
    value: 'REVISION',
    help: 'read the policy and .hadolint.yaml as this Git revision has them: a change cannot open its own gate',
    commands: ['check', 'lint', 'discover'],
  },
  {
    name: 'fail-on',
    type: 'string',
    value: 'SEVERITY',
    help: `fail from this severity on: ${SEVERITIES.join(', ')}`,
    commands: JUDGING_COMMANDS,
  },
  {
    name: 'advisories',
    type: 'string',
    value: 'DIR|FILE|REF|URL',
    help: 'OSV records (<Ecosystem>/all.zip or *.json) or a built database; REF@sha256:…, URL#sha256=…',
    commands: ['check', 'scan'],
  },
  {
    name: 'baseline',
    type: 'string',
    value: 'IMAGE|SBOM|REPORT',
    help: 'what to compare with: only what it does not have is new',
    commands: ['check', 'scan'],
  },
  {
    name: 'vex',
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'OpenVEX, CSAF or CycloneDX VEX: not_affected and fixed suppress (repeatable)',
    commands: ['check', 'scan'],
  },
  {
    name: 'attested-sbom',
    type: 'boolean',
    help: 'go by the SBOM that a signer of the policy attested, and read no layers',
    commands: ['scan'],
  },
  {
    name: 'issue',
    type: 'boolean',
    help: 'keep an issue open while the policy fails, when no pull request is concerned',
    commands: ['publish'],
  },
  {
    name: 'import',
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'a report of trivy or grype (JSON) or a SARIF file to merge with ours (repeatable)',
    commands: ['check', 'scan'],
  },
  {
    name: 'malware',
    type: 'string',
    value: 'clamav[=DATABASE]',
    help: 'look for malware in every layer with the installed ClamAV',
    commands: ['check', 'scan'],
  },
  {
    name: 'kev',
    type: 'string',
    value: 'FILE',
    help: 'CISA’s catalog of known exploited vulnerabilities (JSON)',
    commands: ['check', 'scan'],
  },
  {
    name: 'epss',
    type: 'string',
    value: 'FILE',
    help: 'FIRST’s EPSS scores (CSV, plain or gzipped)',
    commands: ['check', 'scan'],
  },
  {
    name: 'from',
    type: 'string',
    multiple: true,
    value: 'DUMPS',
    help: 'OSV dumps to build from: a folder of <Ecosystem>/all.zip, or a zip (repeatable)',
    commands: ['db'],
  },
  {
    name: 'out',
    type: 'string',
    value: 'FOLDER',
    help: 'where the database is written',
    commands: ['db'],
  },
  {
    name: 'offline',
    type: 'boolean',
    help: 'open no network connection',
    commands: IMAGE_COMMANDS,
  },
  {
    name: 'platform',
    type: 'string',
    value: 'OS/ARCH',
    help: 'which image of an index (default: this machine’s)',
    commands: IMAGE_COMMANDS,
  },
  {
    name: 'verify-digests',
    type: 'boolean',
    help: 'hash every layer and compare',
    commands: IMAGE_COMMANDS,
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
    help: 'a Sigstore bundle; TARGET is then a file or sha256:…',
    commands: ['verify'],
  },
  {
    name: 'certificate-identity',
    type: 'string',
    value: 'IDENTITY',
    help: 'who must have signed, exact or an anchored glob',
    commands: ['verify'],
  },
  {
    name: 'certificate-oidc-issuer',
    type: 'string',
    value: 'URL',
    help: 'who must vouch for that identity',
    commands: ['verify'],
  },
  {
    name: 'trusted-root',
    type: 'string',
    value: 'FILE',
    help: 'a Sigstore trusted root instead of the embedded one',
    commands: ['verify'],
  },
  {
    name: 'annotation',
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    help: 'a text that the signature must carry (repeatable)',
    commands: ['verify'],
  },
  {
    name: 'provenance',
    type: 'boolean',
    help: 'verify SLSA provenance: a trusted builder built it from the expected source',
    commands: ['verify'],
  },
  {
    name: 'provenance-source',
    type: 'string',
    value: 'REPOSITORY',
    help: 'the source that it must be built from: github.com/acme/app',
    commands: ['verify'],
  },
  {
    name: 'provenance-builder',
    type: 'string',
    value: 'WORKFLOW',
    help: 'the builder that must have built it',
    commands: ['verify'],
  },
  {
    name: 'provenance-branch',
    type: 'string',
    value: 'BRANCH',
    help: 'the branch that it must be built from',
    commands: ['verify'],
  },
  {
    name: 'provenance-tag',
    type: 'string',
    value: 'TAG',
    help: 'the tag that it must be built from',
    commands: ['verify'],
  },
  {
    name: 'provenance-versioned-tag',
    type: 'string',
    value: 'VERSION',
    help: 'v1, v1.2 or v1.2.3: the version that its tag must begin with',
    commands: ['verify'],
  },
  {
    name: 'provenance-input',
    type: 'string',
    multiple: true,
    value: 'KEY=VALUE',
    help: 'an input of the workflow that was started by hand (repeatable)',
    commands: ['verify'],
  },
  {
    name: 'deny-self-hosted',
    type: 'boolean',
    help: 'refuse what was not built on a runner that GitHub hosts',
    commands: ['verify'],
  },
  {
    name: 'allow-http-registry',
    type: 'boolean',
    help: 'talk plain HTTP to registries that are not on loopback',
    commands: [...IMAGE_COMMANDS, 'db'],
  },
  { name: 'quiet', type: 'boolean', help: 'no progress and no notes on standard error' },
];

/** The options that `command` takes. */
export function optionsOf(command: string): Option[] {
  return OPTIONS.filter((option) => option.commands?.includes(command) ?? true);
}
