import type { Location } from '../../core/location.js';
import { reason } from '../../lib/errors.js';
import { baseName } from '../../lib/paths.js';
import { limitNote, MAX_WORKLOADS } from '../limit-notes.js';
import { type ManifestNode, readManifestYaml, TemplateError } from '../manifest-yaml.js';
import { isVendored, type ReadRepositoryFile, siblingPath } from '../paths.js';
import { type Misfit, misfitNotes } from '../shape.js';
import { isFalse, isSet, textOf, valueAt } from '../yaml-values.js';
import {
  type Build,
  buildSource,
  hasUnknownVariable,
  type LocalBuild,
  OTHER_DEFAULTS,
} from './builds.js';
import { type EnvVariable, envVariables } from './env-file.js';
import { isComposeFileName } from './file-name.js';
import { firstFormatNotes } from './first-format.js';
import { type ComposeVariables, interpolate, MAX_EXPANDED, withEnvFile } from './interpolate.js';
import { type MergeBudget, mergeFiles, mergeServices } from './merge.js';
import { composeMisfits } from './shapes.js';

/** A service of a Compose project: its definition merged with overrides and with the services that it extends. */
export interface Service {
  readonly name: string;
  readonly node: ManifestNode;
  /** The image is built from source here, so its name is not a reference to a registry. */
  readonly built: boolean;
  /** The build of the image, by this service or another one; undefined if its Dockerfile is not in the repository. */
  readonly build?: Build;
  /** Part of the service is defined in a file that is not known, so a missing key is no finding. */
  readonly partial: boolean;
}

/** A file that sets environment variables of services. */
export interface EnvFile {
  readonly path: string;
  /** The reference to the file in a service. */
  readonly namedAt: Location;
  readonly variables: readonly EnvVariable[];
}

/** A file of the project that is not valid YAML; `reason` is a sentence. */
export interface UnreadableFile {
  readonly path: string;
  readonly reason: string;
}

/** A file that a manifest names and that is not in the repository. */
export interface MissingFile {
  readonly path: string;
  /** What follows "Cannot read", with the place that names the file: `the env file .env (line 4)`. */
  readonly what: string;
}

/** A Compose file together with the files that it is merged with. */
export interface Project {
  readonly services: readonly Service[];
  readonly envFiles: readonly EnvFile[];
  readonly document: ManifestNode | undefined;
  readonly notes: readonly string[];
  readonly unreadable: readonly UnreadableFile[];
  /** Files with values for services: env files, configs and secrets. Some are deliberately not committed. */
  readonly missing: readonly MissingFile[];
  /** The texts of the other files of the project, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** What is collected while a project is read. */
interface ProjectState {
  /** The manifest. */
  readonly path: string;
  readonly readFile: ReadRepositoryFile;
  readonly notes: string[];
  readonly unreadable: UnreadableFile[];
  readonly missing: MissingFile[];
  readonly misfits: Misfit[];
  readonly files: Map<string, string>;
  /** The `extends` values that could not be resolved completely. */
  readonly unresolved: Set<ManifestNode>;
  /** Files that may still be read. */
  filesLeft: number;
  readonly mergeBudget: MergeBudget;
  /** Those of the `.env` file next to the manifest. */
  readonly variables: ComposeVariables;
  /** The documents of other files, by path; undefined for a file that cannot be read. */
  readonly documents: Map<string, ManifestNode | undefined>;
}

const MAX_FILES = 50;
const TOO_MANY_FILES = `The project has more than ${MAX_FILES} files; the others were not checked`;
const MAX_MERGED_NODES = 200_000;
/** Longer chains of `extends` and `include` are not followed. */
const MAX_DEPTH = 10;

/**
 * Reads the project of a Compose file: the file merged with its override or its base, as Compose does without `-f`, and
 * the services of included files.
 */
export function readProject(
  documents: readonly ManifestNode[],
  path: string,
  readFile: ReadRepositoryFile,
): Project {
  const state: ProjectState = {
    path,
    readFile,
    notes: [],
    unreadable: [],
    missing: [],
    misfits: [],
    files: new Map(),
    unresolved: new Set(),
    filesLeft: MAX_FILES,
    mergeBudget: { left: MAX_MERGED_NODES },
    variables: projectVariables(path, readFile),
    documents: new Map(),
  };
  const { notes, unreadable, missing, files } = state;
  const [first, second] = documents;
  const rest = { notes, unreadable, missing, files };
  if (!first) return { services: [], envFiles: [], document: undefined, ...rest };
  if (second)
    notes.push(
      `Line ${second.range.startLine}: only the first document was checked. Write the others to files of their own`,
    );
  notes.push(...firstFormatNotes(first));
  const own = resolveAllExtends(prepareDocument(first, state, state.variables), path, state);
  const partner = findPartner(path, state);
  const document = partner ? mergeWithPartner(own, partner, state.mergeBudget) : own;
  const isOverrideAlone = isOverride(path) && !partner;
  const ownServices = servicesOf(document, state).map((service) =>
    isOverrideAlone ? { ...service, partial: true } : service,
  );
  const all = [...ownServices, ...includedServices(document, state, 0)];
  if (all.length > ownServices.length) notes.push(...limitNote(all.length, 'services'));
  const services = markBuiltImages(all.slice(0, MAX_WORKLOADS));
  const envFiles = readEnvFiles(services, state);
  findMissingFiles(document, state);
  findMissingDockerfiles(services, state);
  notes.push(...misfitNotes(state.misfits, path));
  if (state.variables.budget.left < 0) notes.push(TOO_LONG);
  return { services, envFiles, document, ...rest };
}

const TOO_LONG = `Its variables expand to more than ${MAX_EXPANDED.toLocaleString('en-US')} characters, and the others were not replaced. Shorten the values in .env`;

/** Compose reads the `.env` file in the folder of the project, unless the shell sets the variables. */
function projectVariables(path: string, readFile: ReadRepositoryFile): ComposeVariables {
  const none: ComposeVariables = { values: new Map(), budget: { left: MAX_EXPANDED } };
  const file = siblingPath(path, '.env');
  const text = readFile(file);
  return text === undefined ? none : withEnvFile(none, text, file);
}

/** The document with at most so many services: the others would only cost time. */
function withFirstServices(document: ManifestNode, { notes }: ProjectState): ManifestNode {
  const services = valueAt(document, 'services');
  if (!services || services.entries.size <= MAX_WORKLOADS) return document;
  notes.unshift(...limitNote(services.entries.size, 'services'));
  const first = new Map([...services.entries].slice(0, MAX_WORKLOADS));
  const entries = new Map(document.entries).set('services', { ...services, entries: first });
  return { ...document, entries };
}

/** The document with its variables replaced. Values that rules would skip are noted before merges replace them. */
function prepareDocument(
  document: ManifestNode,
  state: ProjectState,
  variables: ComposeVariables,
): ManifestNode {
  const prepared = interpolate(withFirstServices(document, state), variables);
  state.misfits.push(...composeMisfits(prepared));
  return prepared;
}

/** The file that Compose merges with another one by its name. */
interface Partner {
  readonly node: ManifestNode;
  readonly role: 'base' | 'override';
}

function mergeWithPartner(own: ManifestNode, partner: Partner, budget: MergeBudget): ManifestNode {
  return partner.role === 'override'
    ? mergeFiles(own, partner.node, budget)
    : mergeFiles(partner.node, own, budget);
}

/** The override of a base file, or the base of an override file, in the same folder. */
function findPartner(path: string, state: ProjectState): Partner | undefined {
  const isBase = BASE_NAMES.includes(baseName(path));
  if (!isBase && !OVERRIDE_NAMES.includes(baseName(path))) return undefined;
  for (const name of isBase ? OVERRIDE_NAMES : BASE_NAMES) {
    const partnerPath = siblingPath(path, name);
    if (state.readFile(partnerPath) === undefined) continue;
    const node = loadDocument(partnerPath, state);
    const role = isBase ? 'override' : 'base';
    return node && { node: resolveAllExtends(node, partnerPath, state), role };
  }
  return undefined;
}

/** In the order in which Compose looks for them. */
const BASE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const OVERRIDE_NAMES = BASE_NAMES.map((name) => name.replace(/(?=\.ya?ml$)/, '.override'));

function isOverride(path: string): boolean {
  return /(^|[./-])override\.ya?ml$/i.test(path);
}

function servicesOf(document: ManifestNode, state: ProjectState): readonly Service[] {
  return [...(valueAt(document, 'services')?.entries ?? [])].flatMap(([name, node]) => {
    // A service with a provider is run by another program, not in a container.
    if (isSet(valueAt(node, 'provider'))) return [];
    const built = isSet(valueAt(node, 'build'));
    const hasSource = built || isSet(valueAt(node, 'image'));
    const link = valueAt(node, 'extends');
    const partial = !hasSource || (link !== undefined && state.unresolved.has(link));
    return { name, node, built, build: localBuild(node), partial };
  });
}

function localBuild(service: ManifestNode): Build | undefined {
  const source = buildSource(service);
  return source?.kind === 'local' ? source.build : undefined;
}

/** Marks services whose image is built by another service of the project. */
function markBuiltImages(services: readonly Service[]): Service[] {
  const builders = new Map<string, Service>();
  for (const service of services)
    if (service.built) builders.set(textOf(valueAt(service.node, 'image')), service);
  builders.delete('');
  return services.map((service) => {
    if (service.built) return service;
    const builder = builders.get(textOf(valueAt(service.node, 'image')));
    return builder ? { ...service, built: true, build: builder.build } : service;
  });
}

/** The document with every service merged onto the services that it extends. */
function resolveAllExtends(
  document: ManifestNode,
  path: string,
  state: ProjectState,
): ManifestNode {
  const services = valueAt(document, 'services');
  if (!services) return document;
  const resolved = [...services.entries].map(
    ([name, node]) => [name, resolveExtends({ node, document, path }, state, 0)] as const,
  );
  const entries = new Map(document.entries);
  entries.set('services', { ...services, entries: new Map(resolved) });
  return { ...document, entries };
}

/** A service and the file that it is in. */
interface ServiceSource {
  readonly node: ManifestNode;
  readonly document: ManifestNode;
  readonly path: string;
}

/** The service merged onto the one that it extends. */
function resolveExtends(service: ServiceSource, state: ProjectState, depth: number): ManifestNode {
  const { node, document, path } = service;
  const link = node.entries.get('extends');
  if (!isSet(link)) return node;
  const name = link.kind === 'map' ? textOf(valueAt(link, 'service')) : textOf(link);
  const file = textOf(valueAt(link, 'file'));
  const basePath = file === '' ? path : siblingPath(path, file);
  const baseDocument = basePath === path ? document : loadDocument(basePath, state);
  const base = baseDocument && valueAt(baseDocument, 'services', name);
  if (!base || depth >= MAX_DEPTH) {
    state.notes.push(
      `Cannot read service "${name}" of ${file || path}, which a service extends (${place(link, state)}); its keys were not checked`,
    );
    state.unresolved.add(link);
    return node;
  }
  const source = { node: base, document: baseDocument, path: basePath };
  const resolvedBase = resolveExtends(source, state, depth + 1);
  const baseLink = resolvedBase.entries.get('extends');
  if (baseLink && state.unresolved.has(baseLink)) state.unresolved.add(link);
  const merged = mergeServices(resolvedBase, node, state.mergeBudget);
  return { ...merged, entries: new Map(merged.entries).set('extends', link) };
}

/**
 * The services of included files. A single file with a Compose name is left out: it is checked as a manifest of its own.
 * The files of a list are merged.
 */
function includedServices(document: ManifestNode, state: ProjectState, depth: number): Service[] {
  const entries = valueAt(document, 'include')?.items ?? [];
  if (entries.length > MAX_FILES) state.notes.push(TOO_MANY_FILES);
  return entries.slice(0, MAX_FILES).flatMap((entry) => {
    const paths = asList(entry.kind === 'scalar' ? entry : valueAt(entry, 'path'));
    if (paths.length === 1 && paths.every((path) => isCheckedAlone(path, state))) return [];
    const files = paths.flatMap((path) => {
      const target = siblingPath(path.range.path, textOf(path));
      const included =
        depth < MAX_DEPTH
          ? loadDocument(target, state, () => includedVariables(entry, target, state))
          : undefined;
      if (included) return [resolveAllExtends(included, target, state)];
      state.notes.push(
        `Cannot read the included file ${textOf(path)} (${place(path, state)}); its services were not checked`,
      );
      return [];
    });
    const [first, ...others] = files;
    if (!first) return [];
    const merged = others.reduce((base, over) => mergeFiles(base, over, state.mergeBudget), first);
    return [...servicesOf(merged, state), ...includedServices(merged, state, depth + 1)];
  });
}

/** The variables of an included file: those of the project, and of its own env files. Source: Compose, "Include". */
function includedVariables(
  entry: ManifestNode,
  path: string,
  state: ProjectState,
): ComposeVariables {
  const named = asList(valueAt(entry, 'env_file'));
  const files =
    named.length > 0
      ? named.map((name) => siblingPath(name.range.path, textOf(name)))
      : [siblingPath(path, '.env')];
  return files.reduceRight((variables, file) => {
    const text = spendFile(state) ? state.readFile(file) : undefined;
    return text === undefined ? variables : withEnvFile(variables, text, file);
  }, state.variables);
}

/** Whether discovery finds an included file, which is then a manifest of its own. It does not search vendored code. */
function isCheckedAlone(name: ManifestNode, state: ProjectState): boolean {
  const path = siblingPath(name.range.path, textOf(name));
  return (
    isComposeFileName(baseName(path)) && !isVendored(path) && state.readFile(path) !== undefined
  );
}

/** `line 4`, with the file if it is not the manifest itself. */
function place({ range }: ManifestNode, { path }: ProjectState): string {
  return `${range.path === path ? '' : `${range.path}, `}line ${range.startLine}`;
}

/** Whether one more file may be read; notes once that there are too many. */
function spendFile(state: ProjectState): boolean {
  if (--state.filesLeft === -1) state.notes.push(TOO_MANY_FILES);
  return state.filesLeft >= 0;
}

/** The items of a list, or a single value. */
function asList(node: ManifestNode | undefined): readonly ManifestNode[] {
  if (node?.kind === 'list') return node.items;
  return node ? [node] : [];
}

/** The env files of services, each once. */
function readEnvFiles(services: readonly Service[], state: ProjectState): EnvFile[] {
  const files = new Map<string, EnvFile>();
  for (const { node } of services)
    for (const item of asList(valueAt(node, 'env_file'))) {
      const name = item.kind === 'map' ? valueAt(item, 'path') : item;
      if (!isSet(name) || isUnknownName('env file', name, state)) continue;
      const path = siblingPath(name.range.path, textOf(name));
      if (files.has(path) || !spendFile(state)) continue;
      const text = state.readFile(path);
      if (text === undefined) {
        const isRequired = !isFalse(valueAt(item, 'required'));
        if (isRequired) addMissing('env file', name, state);
        continue;
      }
      state.files.set(path, text);
      files.set(path, { path, namedAt: name.range, variables: envVariables(text, path) });
    }
  return [...files.values()];
}

/** Notes the files of `configs` and `secrets` that are not in the repository. */
function findMissingFiles(document: ManifestNode, state: ProjectState): void {
  for (const key of ['configs', 'secrets'] as const)
    for (const value of valueAt(document, key)?.entries.values() ?? []) {
      const name = valueAt(value, 'file');
      if (!isSet(name) || isUnknownName(KEYS[key], name, state)) continue;
      const path = siblingPath(name.range.path, textOf(name));
      if (!path.startsWith('/') && state.readFile(path) === undefined)
        addMissing(KEYS[key], name, state);
    }
}

/** Notes the Dockerfiles of services that are not in the repository. */
function findMissingDockerfiles(services: readonly Service[], state: ProjectState): void {
  const seen = new Set<string>();
  for (const { node } of services) {
    const source = buildSource(node);
    const key = source && `${place(source.at, state)} ${textOf(source.at)}`;
    if (!source || key === undefined || seen.has(key)) continue;
    seen.add(key);
    if (source.kind === 'variable') isUnknownName('build', source.at, state);
    else if (source.kind === 'remote')
      state.notes.push(
        `The build context ${textOf(source.at)} (${place(source.at, state)}) is remote, and remote files are not downloaded. Check its Dockerfile in its own repository`,
      );
    else if (!hasDockerfile(source, state)) {
      const path = source.dockerfile;
      state.missing.push({ path, what: `the Dockerfile ${path} (${place(source.at, state)})` });
    }
  }
}

function hasDockerfile({ dockerfile, isDefault }: LocalBuild, { readFile }: ProjectState): boolean {
  const others = isDefault ? OTHER_DEFAULTS.map((name) => siblingPath(dockerfile, name)) : [];
  return [dockerfile, ...others].some((path) => readFile(path) !== undefined);
}

/** Whether the name of a file has a variable without a default, which is noted. */
function isUnknownName(kind: string, name: ManifestNode, state: ProjectState): boolean {
  if (!hasUnknownVariable(name)) return false;
  const text = textOf(name);
  const note = `Cannot read the ${kind} ${text} (${place(name, state)}): add a default to the variable`;
  if (!state.notes.includes(note)) state.notes.push(note);
  return true;
}

const KEYS = { configs: 'config', secrets: 'secret' } as const;

function addMissing(kind: string, name: ManifestNode, state: ProjectState): void {
  const path = siblingPath(name.range.path, textOf(name));
  state.missing.push({ path, what: `the ${kind} ${textOf(name)} (${place(name, state)})` });
}

/** The document of another file; each file is read once. */
function loadDocument(
  path: string,
  state: ProjectState,
  variables = () => state.variables,
): ManifestNode | undefined {
  if (!state.documents.has(path)) state.documents.set(path, readDocument(path, state, variables));
  return state.documents.get(path);
}

function readDocument(
  path: string,
  state: ProjectState,
  variables: () => ComposeVariables,
): ManifestNode | undefined {
  if (!spendFile(state)) return undefined;
  const text = state.readFile(path);
  if (text === undefined) return undefined;
  state.files.set(path, text);
  try {
    const syntaxNotes: string[] = [];
    const [document] = readManifestYaml(text, path, syntaxNotes);
    if (syntaxNotes[0] !== undefined) state.notes.push(`${path}: ${syntaxNotes[0]}`);
    return document && prepareDocument(document, state, variables());
  } catch (error) {
    if (error instanceof TemplateError)
      state.notes.push(`${path} is a template and is not checked: it is not rendered`);
    else state.unreadable.push({ path, reason: reason(error) });
    return undefined;
  }
}
