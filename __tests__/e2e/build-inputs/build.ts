import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Material } from '../../../src/core/material.js';
import { CLI } from '../dist.js';
import { write } from '../rebuilds/yard.js';
import type { Site } from './sites.js';
import type { Workshop } from './workshop.js';

/** A repository whose build asks hosts on loopback. */
export interface Project {
  readonly files: Readonly<Record<string, string>>;
  /** `build .` or `bake`, with the options that the files give. */
  readonly command?: readonly string[];
  /** Hosts that no line names, and a part of the instruction that asks them. It has to be marked as open. */
  readonly open?: Readonly<Record<string, string>>;
  /** Hosts that docs/build-inputs.md says the list does not have. */
  readonly unseen?: readonly string[];
  /** The build asks the hosts and then fails. */
  readonly fails?: boolean;
}

export type BuildCase = (shop: CaseShop) => Promise<Project> | Project;

export interface CaseShop extends Omit<Workshop, 'sites'> {
  /** A new host of this case. */
  site(): Site;
}

/** What was asked, and what the list says about it. */
export interface Outcome {
  /** All hosts of the case, which the build is expected to ask; a host that it did not ask is in `notAsked`. */
  readonly hosts: number;
  readonly notAsked: readonly string[];
  readonly inList: number;
  readonly behindOpen: number;
  readonly unseen: number;
  /** Asked, and neither in the list nor behind an instruction that is marked as open: must be empty. */
  readonly missing: readonly string[];
  /** Declared as open or unseen, although the list has it: must be empty. */
  readonly listed: readonly string[];
  /** The materials of BuildKit's provenance; undefined without one. */
  readonly materials: number | undefined;
  /** Materials of hosts that are neither open nor unseen, and that the list does not have: must be empty. */
  readonly missingMaterials: readonly string[];
}

/** Builds a case, and compares the list of its inputs with the requests and with the provenance. */
export async function build(name: string, make: BuildCase, shop: Workshop): Promise<Outcome> {
  const sites: Site[] = [];
  const site = () => {
    const one = shop.sites.create();
    sites.push(one);
    return one;
  };
  const project = await make({ ...shop, site });
  const folder = join(shop.folder, 'cases', name);
  write(folder, project.files);
  const metadata = `${folder}.json`;
  await runBuild(project, { name, folder, metadata, run: shop.run });
  const { inputs } = JSON.parse(
    await shop.run('node', [CLI, 'inputs', folder, '--format', 'json']),
  ) as { readonly inputs: readonly Material[] };
  const own = new Set(sites.map(({ host }) => host));
  const asked = new Set(shop.sites.asked.map(({ host }) => host).filter((host) => own.has(host)));
  const known = new Set(inputs.flatMap(({ host }) => host ?? []));
  const isOpen = (host: string) => {
    const text = project.open?.[host];
    return text !== undefined && isMarkedOpen(text, project.files, inputs);
  };
  const hosts = [...asked];
  const outside = hosts.filter((host) => !known.has(host));
  const unseen = outside.filter((host) => project.unseen?.includes(host));
  const behindOpen = outside.filter(isOpen);
  const materials = project.fails ? undefined : readMaterials(metadata, shop.blobs);
  return {
    hosts: own.size,
    notAsked: [...own].filter((host) => !asked.has(host)),
    inList: hosts.length - outside.length,
    behindOpen: behindOpen.length,
    unseen: unseen.length,
    missing: outside.filter((host) => !unseen.includes(host) && !behindOpen.includes(host)),
    listed: [...Object.keys(project.open ?? {}), ...(project.unseen ?? [])].filter((host) =>
      known.has(host),
    ),
    materials: materials?.length,
    missingMaterials: (materials ?? []).filter(
      (uri) => !isInList(uri, inputs) && !isOf(uri, [...unseen, ...behindOpen]),
    ),
  };
}

async function runBuild(
  { command = ['build', '.'], fails = false }: Project,
  {
    name,
    folder,
    metadata,
    run,
  }: Pick<Workshop, 'run'> & {
    readonly name: string;
    readonly folder: string;
    readonly metadata: string;
  },
): Promise<void> {
  const [verb = '', ...rest] = command;
  const own = verb === 'build' ? ['--network=host', `--tag=${name}`] : [`--set=*.tags=${name}`];
  const args = [...own, '--no-cache', '--provenance=mode=max', `--metadata-file=${metadata}`];
  const ended = run('docker', ['buildx', verb, ...args, ...rest], { cwd: folder, timeout: 60_000 });
  if (!fails) return void (await ended);
  const isBuilt = await ended.then(
    () => true,
    () => false,
  );
  if (isBuilt) throw new Error(`${name} was built, but should fail`);
}

/** Whether an input in the instruction with this text may fetch more, or has an address that is not known. */
function isMarkedOpen(text: string, files: Project['files'], inputs: readonly Material[]): boolean {
  return inputs.some(({ location, isOpen, pin, host }) => {
    if (!isOpen && (pin !== 'unknown' || host !== undefined)) return false;
    const lines = (files[location.path] ?? '').split('\n');
    // An instruction may go on after the lines of one of its inputs.
    const from = lines.slice(0, location.startLine).findLastIndex((line) => /^[A-Z]+ /.test(line));
    const next = lines.findIndex((line, i) => i > from && /^[A-Z]+ /.test(line));
    return lines
      .slice(Math.max(0, from), next < 0 ? undefined : next)
      .join('\n')
      .includes(text);
  });
}

/** The URIs that the provenance in the metadata of a build has, of all its targets. Throws if there is none. */
function readMaterials(metadata: string, blobs: string): string[] {
  const read = (digest: string): unknown =>
    JSON.parse(readFileSync(join(blobs, digest.replace('sha256:', '')), 'utf8'));
  const digests = new Set(
    readFileSync(metadata, 'utf8').match(/(?<="containerimage\.digest": ")sha256:\w{64}/g),
  );
  return [...digests].flatMap((digest) => {
    const { manifests } = read(digest) as Index;
    const attestations = manifests.filter(
      ({ annotations }) => annotations?.['vnd.docker.reference.type'] === 'attestation-manifest',
    );
    return attestations.flatMap((one) =>
      (read(one.digest) as Manifest).layers.flatMap((layer) =>
        ((read(layer.digest) as Statement).predicate.materials ?? []).map(({ uri }) => uri),
      ),
    );
  });
}

interface Index {
  readonly manifests: readonly {
    readonly digest: string;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}
interface Manifest {
  readonly layers: readonly { readonly digest: string }[];
}
interface Statement {
  readonly predicate: { readonly materials?: readonly { readonly uri: string }[] };
}

function isOf(uri: string, hosts: readonly string[]): boolean {
  return hosts.some((host) => uri.startsWith(`http://${host}/`));
}

/** BuildKit's URIs: `pkg:docker/HOST/NAME@TAG?…`, the address of a file or of a repository. */
function isInList(uri: string, inputs: readonly Material[]): boolean {
  const [, image = '', version = ''] =
    /^pkg:docker\/([^?]+?)(?:@([^@?]+))?(?:\?.*)?$/.exec(decodeURIComponent(uri)) ?? [];
  const names = image === '' ? [uri, uri.replace(/#.*/, '')] : [`${image}:${version}`, image];
  return inputs.some(({ what }) => names.some((one) => what === one || what.startsWith(`${one}@`)));
}
