import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';

/** One word of the command line; one file each, loaded when it is called: starting is to be quick. */
export interface Command {
  readonly name: string;
  /** Its operands, as the help shows them. */
  readonly arguments: string;
  readonly help: string;
  load(): Promise<{
    /** The exit status; throws PortsideError. */
    run(options: Options, host: Host): Promise<number>;
  }>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    arguments: '[PATH]',
    help: 'the whole job on a repository: Dockerfiles, manifests, images, policy',
    load: () => import('./check.js'),
  },
  {
    name: 'lint',
    arguments: '[FILE…]',
    help: 'Dockerfiles and manifests: files, folders, globs; - is standard input',
    load: () => import('./lint.js'),
  },
  {
    name: 'scan',
    arguments: 'TARGET',
    help: 'an image or an SBOM: vulnerabilities, secrets, hardening',
    load: () => import('./scan.js'),
  },
  {
    name: 'verify',
    arguments: 'TARGET',
    help: 'signatures and provenance of an image, or with --bundle of a file',
    load: () => import('./verify.js'),
  },
  {
    name: 'sbom',
    arguments: 'TARGET',
    help: 'what is installed in an image: CycloneDX 1.6 or SPDX 2.3',
    load: () => import('./sbom.js'),
  },
  {
    name: 'discover',
    arguments: '[PATH]',
    help: 'prints what would be checked, as JSON',
    load: () => import('./discover.js'),
  },
  {
    name: 'publish',
    arguments: 'REPORT',
    help: 'posts a stored report to GitHub: the trusted half for pull requests from forks',
    load: () => import('./publish.js'),
  },
  {
    name: 'explain',
    arguments: 'RULE',
    help: 'what a rule is about, why it matters and how to fix it',
    load: () => import('./explain.js'),
  },
  {
    name: 'policy',
    arguments: 'check [FILE]',
    help: 'validates a policy file and says what it asks for',
    load: () => import('./policy.js'),
  },
  {
    name: 'db',
    arguments: 'build|info|push [FOLDER] [REF]',
    help: 'builds an advisory database from OSV dumps, tells what one holds, pushes it',
    load: () => import('./db.js'),
  },
  {
    name: 'merge',
    arguments: 'REPORT…',
    help: 'several JSON reports, such as the legs of a matrix, as one',
    load: () => import('./merge.js'),
  },
];
