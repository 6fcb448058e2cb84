import { type ReadRepositoryFile, readProject } from './compose/project.js';
import { ignoreComments } from './ignore-comments.js';
import { podOf, resourcesOf } from './kubernetes/resources.js';
import { documentMisfits, missingContainers } from './kubernetes/shapes.js';
import { kustomizationNotes } from './kustomize/kustomization.js';
import type { Manifest } from './manifest.js';
import { isKustomization, type ManifestKind } from './manifest-kind.js';
import { readManifestYaml, readPlainDocuments } from './manifest-yaml.js';
import { baseName } from './paths.js';
import { misfitNotes } from './shape.js';

/**
 * Reads a manifest. `readFile` returns the text of another file of the repository that `extends` or `include` refer to;
 * the notes list the files that it does not find. Throws TemplateError for a template that is not rendered,
 * PortsideError (incomplete) for other text that is not valid YAML.
 */
export function readManifest(
  text: string,
  path: string,
  kind: ManifestKind,
  readFile: ReadRepositoryFile = () => undefined,
): Manifest {
  return kind === 'compose'
    ? readComposeManifest(text, path, readFile)
    : readKubernetesManifest(text, path);
}

function readComposeManifest(text: string, path: string, readFile: ReadRepositoryFile): Manifest {
  const ignores = ignoreComments(text, path);
  const syntaxNotes: string[] = [];
  const documents = readManifestYaml(text, path, syntaxNotes);
  const { files, document, notes, ...project } = readProject(documents, path, readFile);
  for (const [otherPath, otherText] of files)
    for (const ignore of ignoreComments(otherText, otherPath)) ignores.push(ignore);
  return {
    path,
    kind: 'compose',
    documents: document ? [document] : [],
    ...project,
    notes: [...limited(syntaxNotes), ...notes],
    ignores,
    resources: [],
    pods: [],
    containers: [],
    withoutContainers: [],
    templateCount: 0,
  };
}

function readKubernetesManifest(text: string, path: string): Manifest {
  const syntaxNotes: string[] = [];
  const { documents, templateCount } = readPlainDocuments(text, path, syntaxNotes);
  const isOfKustomize = isKustomization(baseName(path));
  const notes = isOfKustomize
    ? documents.flatMap((document) => kustomizationNotes(document, path))
    : misfitNotes(
        documents.flatMap((document) => documentMisfits(document)),
        path,
      );
  const resources = documents.flatMap((document) => resourcesOf(document));
  const pods = resources.flatMap((resource) => podOf(resource) ?? []);
  return {
    path,
    kind: 'kubernetes',
    documents,
    templateCount,
    resources,
    pods,
    containers: pods.flatMap(({ containers }) => containers),
    withoutContainers: isOfKustomize ? [] : missingContainers(resources, pods),
    ignores: ignoreComments(text, path),
    notes: [...limited(syntaxNotes), ...notes],
    services: [],
    envFiles: [],
    unreadable: [],
    missing: [],
  };
}

/** More notes about the syntax of one file are counted but not listed. */
const MOST_NOTES = 5;

function limited(notes: readonly string[]): string[] {
  const more = notes.length - MOST_NOTES;
  const listed = notes.slice(0, MOST_NOTES);
  return more > 0 ? [...listed, `${more} more places were not read completely`] : listed;
}
