import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';

/** A command. Each is in a file of its own, which is loaded only when the command runs, to keep the start fast. */
export interface Command {
  readonly name: string;
  /** Its arguments, as the help shows them. */
  readonly arguments: string;
  readonly help: string;
  load(): Promise<{
    /** Runs the command and returns the exit status. Throws PortsideError. */
    run(options: Options, host: Host): Promise<number>;
  }>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    arguments: '[PATH]',
    help: 'check a repository: Dockerfiles, manifests, images, policy',
    load: () => import('./check.js'),
  },
  {
    name: 'lint',
    arguments: '[FILE…]',
    help: 'lint Dockerfiles and manifests: files, folders, globs; - is standard input',
    load: () => import('./lint.js'),
  },
  {
    name: 'scan',
    arguments: 'TARGET',
    help: 'scan an image or an SBOM: vulnerabilities, secrets, hardening',
    load: () => import('./scan.js'),
  },
  {
    name: 'verify',
    arguments: 'TARGET',
    help: 'verify signatures and provenance of an image, or with --bundle of a file',
    load: () => import('./verify.js'),
  },
  {
    name: 'sbom',
    arguments: 'TARGET',
    help: 'list the packages of an image as CycloneDX 1.6 or SPDX 2.3',
    load: () => import('./sbom.js'),
  },
  {
    name: 'discover',
    arguments: '[PATH]',
    help: 'print what would be checked, as JSON',
    load: () => import('./discover.js'),
  },
  {
    name: 'publish',
    arguments: 'REPORT',
    help: 'publish a stored report on GitHub, for pull requests from forks',
    load: () => import('./publish.js'),
  },
  {
    name: 'explain',
    arguments: 'RULE',
    help: 'explain a rule: why it matters and how to fix it',
    load: () => import('./explain.js'),
  },
  {
    name: 'policy',
    arguments: 'check [FILE]',
    help: 'validate a policy file and describe what it requires',
    load: () => import('./policy.js'),
  },
  {
    name: 'db',
    arguments: 'build|info|push [FOLDER] [REF]',
    help: 'build an advisory database from OSV dumps, describe it, push it to a registry',
    load: () => import('./db.js'),
  },
  {
    name: 'merge',
    arguments: 'REPORT…',
    help: 'merge JSON reports, for example of the jobs of a matrix, into one',
    load: () => import('./merge.js'),
  },
];
