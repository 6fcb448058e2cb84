import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { applyFixes, type Fix } from '../../../src/core/fix.js';
import { type ManifestNode, readManifestYaml } from '../../../src/manifests/manifest-yaml.js';
import { textOf, valueAt } from '../../../src/manifests/yaml-values.js';
import { sharedSystem, systemWith, WITHOUT_DOCUMENTATION } from '../debian-system.js';
import { requirePrograms, sharedEngine } from '../peers.js';
import { type Probe, probeProgram } from './probe.js';
import { dockerfileOf, type ProgramImage } from './programs.js';

const run = promisify(execFile);

/** Where images are built and started. */
export interface Site {
  readonly folder: string;
  /** The command line of Portside. */
  readonly cli: string;
  /** DOCKER_HOST. */
  readonly engine: string;
  readonly base: string;
  /** The base image has the packages of all programs. */
  readonly isInstalled: boolean;
  stop(): Promise<void>;
}

/**
 * Makes the image of Debian that all others are built on. It has `packages`; without any, each image
 * installs its own.
 */
export async function openSite(cli: string, packages: readonly string[] = []): Promise<Site> {
  requirePrograms('docker', 'dockerd', 'mmdebstrap');
  const folder = mkdtempSync(join(tmpdir(), 'portside-programs-'));
  const base = 'portside.test/debian:13';
  const site = {
    ...{ folder, cli, engine: await sharedEngine(), base, isInstalled: packages.length > 0 },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
  try {
    const root = join(folder, 'base');
    if (site.isInstalled) await systemWith(root, packages);
    const system = site.isInstalled ? root : await sharedSystem();
    await run('tar', ['-C', system, ...WITHOUT_DOCUMENTATION, '-cf', `${root}.tar`, '.']);
    await docker(site, 'import', `${root}.tar`, base);
  } catch (error) {
    await site.stop();
    throw error;
  }
  return site;
}

/** How the container of a program fared with the settings that were proposed for it. */
export interface Trial {
  readonly healthy: boolean;
  /** `read_only`, `cap_drop`, … that were proposed. */
  readonly settings: readonly string[];
  /** What it printed, if it is not healthy. */
  readonly output: string;
}

/** The rules whose fixes are tried. */
const RULES = ['DEP-ROFS', 'DEP-CAPDROP', 'DEP-NNP', 'DEP-NONROOT'];

/** Builds the image of a program; returns its name. */
export async function build(name: string, program: ProgramImage, site: Site): Promise<string> {
  const context = join(site.folder, 'contexts', name);
  mkdirSync(context, { recursive: true });
  const files = {
    ...program.files,
    Dockerfile: dockerfileOf(program, site.base, site.isInstalled),
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(context, path), text);
  const image = `portside.test/${name}:1`;
  await docker(
    site,
    'buildx',
    'build',
    '--network=host',
    '--provenance=false',
    `--tag=${image}`,
    context,
  );
  return image;
}

/** A Compose file that starts the image, with the fixes that Portside proposes, with or without the image at hand. */
export async function proposal(image: string, isScanned: boolean, site: Site): Promise<string> {
  const folder = mkdtempSync(join(site.folder, 'compose-'));
  const text = `services:\n  app:\n    image: ${image}\n`;
  writeFileSync(join(folder, 'compose.yaml'), text);
  // What a container can do without is not in the recommended set.
  const policy = join(folder, 'policy.yml');
  writeFileSync(policy, 'rule-set: all\nleast-privilege: propose\n');
  const report = join(folder, 'report.json');
  const options = [
    '--offline',
    `--policy=${policy}`,
    '--format',
    `json=${report}`,
    ...(isScanned ? ['--image', `docker:${image}`] : []),
  ];
  await run(process.execPath, [site.cli, 'check', ...options, folder], environment(site)).catch(
    (error: { code?: number }) => {
      if (error.code !== 1 && error.code !== 3) throw error;
    },
  );
  const { findings }: { findings: { rule: string; fix?: Fix }[] } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const fixes = findings.flatMap(({ rule, fix }) => (fix && RULES.includes(rule) ? fix : []));
  return applyFixes(text, fixes).text;
}

/** Starts the image with the settings of the service of a Compose file, and asks it until it answers or the time is over. */
export async function tryService(
  compose: string,
  image: string,
  probe: Probe,
  site: Site,
): Promise<Trial> {
  const service = valueAt(readManifestYaml(compose, 'compose.yaml')[0], 'services', 'app');
  const flags = flagsOf(service);
  const settings = [...(service?.entries.keys() ?? [])].filter((key) => key !== 'image');
  const id = (await docker(site, 'run', '--detach', '--network=none', ...flags, image)).trim();
  try {
    const healthy = await answers(id, probe, site);
    const output = healthy ? '' : (await docker(site, 'logs', id, '--tail', '10')).slice(-1_000);
    return { healthy, settings, output };
  } finally {
    await docker(site, 'rm', '--force', '--volumes', id);
  }
}

/** The options of `docker run` for the keys of a service. */
function flagsOf(service: ManifestNode | undefined): string[] {
  const list = (key: string) => (valueAt(service, key)?.items ?? []).map(textOf);
  return [
    ...(textOf(valueAt(service, 'read_only')) === 'true' ? ['--read-only'] : []),
    ...(valueAt(service, 'user') ? ['--user', textOf(valueAt(service, 'user'))] : []),
    ...list('tmpfs').flatMap((one) => ['--tmpfs', one]),
    ...list('cap_drop').flatMap((one) => ['--cap-drop', one]),
    ...list('cap_add').flatMap((one) => ['--cap-add', one]),
    ...list('security_opt').flatMap((one) => ['--security-opt', one]),
  ];
}

/** Seconds for a start: databases create their files first. */
const START_SECONDS = 60;

async function answers(id: string, probe: Probe, site: Site): Promise<boolean> {
  const end = Date.now() + START_SECONDS * 1000;
  const program = probeProgram(probe);
  while (Date.now() < end) {
    const state = (
      await docker(site, 'inspect', '--format', '{{.State.Running}} {{.State.Pid}}', id)
    ).trim();
    const [running, pid = ''] = state.split(' ');
    if (running !== 'true') return false;
    const asked = run('nsenter', ['--net', '--target', pid, process.execPath, '-e', program]);
    if (
      await asked.then(
        () => true,
        () => false,
      )
    )
      return true;
  }
  return false;
}

async function docker(site: Site, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run('docker', args, {
    ...environment(site),
    maxBuffer: 1 << 26,
  });
  return args[0] === 'logs' ? stdout + stderr : stdout;
}

function environment({ engine }: Site) {
  return { env: { ...process.env, DOCKER_HOST: engine } };
}
