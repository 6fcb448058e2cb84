import { baseName } from '../lib/paths.js';
import { readProject } from './compose/project.js';
import { readEngineFile } from './engine/engine-file.js';
import { generatorFiles } from './generators.js';
import { ignoreComments } from './ignore-comments.js';
import { kubernetesObjects } from './kubernetes/limited-objects.js';
import { documentMisfits } from './kubernetes/shapes.js';
import { withKnownKeys } from './kustomize/decode.js';
import { kustomizationNotes } from './kustomize/kustomization.js';
import { limited } from './limit-notes.js';
import type { Manifest } from './manifest.js';
import { isKustomization, type ManifestKind } from './manifest-kind.js';
import { readManifestYaml, readPlainDocuments } from './manifest-yaml.js';
import type { ReadRepositoryFile } from './paths.js';
import { misfitNotes } from './shape.js';
import { withLocalFiles } from './workflow/local-files.js';
import { workflowMisfits } from './workflow/shapes.js';
import { readWorkflow } from './workflow/workflow.js';

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
  if (kind === 'workflow') return readWorkflowManifest(text, path, readFile);
  if (kind === 'engine') return readEngineManifest(text, path);
  return kind === 'compose'
    ? readComposeManifest(text, path, readFile)
    : readKubernetesManifest(text, path, readFile);
}

function readComposeManifest(text: string, path: string, readFile: ReadRepositoryFile): Manifest {
  const ignores = ignoreComments(text, path);
  const syntaxNotes: string[] = [];
  const documents = readManifestYaml(text, path, syntaxNotes);
  const { files, document, notes, services, ...project } = readProject(documents, path, readFile);
  for (const [otherPath, otherText] of files)
    for (const ignore of ignoreComments(otherText, otherPath)) ignores.push(ignore);
  return {
    path,
    kind: 'compose',
    documents: document ? [document] : [],
    ...project,
    services,
    notes: [...limited(syntaxNotes), ...limited(notes)],
    ignores,
    resources: [],
    pods: [],
    containers: [],
    withoutContainers: [],
    generatedValues: [],
    templateCount: 0,
  };
}

function readWorkflowManifest(text: string, path: string, readFile: ReadRepositoryFile): Manifest {
  const syntaxNotes: string[] = [];
  const documents = readManifestYaml(text, path, syntaxNotes);
  const [document] = documents;
  const local = document && withLocalFiles(readWorkflow(document, text, readFile), readFile);
  const actions = local?.actions ?? new Map<string, string>();
  const { missing = [], unreadable = [] } = local ?? {};
  const misfits = document ? misfitNotes(workflowMisfits(document), path) : [];
  const notes = [...misfits, ...(local?.notes ?? [])];
  return {
    path,
    kind: 'workflow',
    documents,
    ...(local && { workflow: local.workflow, actions: [...local.actions.keys()] }),
    templateCount: 0,
    resources: [],
    pods: [],
    containers: [],
    withoutContainers: [],
    ignores: [...new Map([[path, text], ...actions])].flatMap(([file, own]) =>
      ignoreComments(own, file),
    ),
    notes: [...limited(syntaxNotes), ...limited(notes)],
    services: [],
    generatedValues: [],
    envFiles: [],
    unreadable,
    missing,
  };
}

function readEngineManifest(text: string, path: string): Manifest {
  const notes: string[] = [];
  const documents = readEngineFile(text, path, notes);
  return {
    path,
    kind: 'engine',
    documents,
    notes: limited(notes),
    ignores: ignoreComments(text, path),
    services: [],
    resources: [],
    pods: [],
    containers: [],
    withoutContainers: [],
    generatedValues: [],
    envFiles: [],
    templateCount: 0,
    unreadable: [],
    missing: [],
  };
}

function readKubernetesManifest(
  text: string,
  path: string,
  readFile: ReadRepositoryFile,
): Manifest {
  const syntaxNotes: string[] = [];
  const plain = readPlainDocuments(text, path, syntaxNotes);
  const { templateCount, isCut = false } = plain;
  const isOfKustomize = isKustomization(baseName(path));
  const documents = isOfKustomize ? plain.documents.map(withKnownKeys) : plain.documents;
  const notes = isOfKustomize
    ? documents.flatMap((document) => kustomizationNotes(document, path))
    : misfitNotes(
        documents.flatMap((document) => documentMisfits(document)),
        path,
      );
  const generated = generatorFiles(isOfKustomize ? documents : [], path, readFile);
  const objects = kubernetesObjects(documents);
  return {
    path,
    kind: 'kubernetes',
    documents,
    templateCount,
    isCut: isCut || objects.notes.length > 0,
    ...objects,
    withoutContainers: isOfKustomize ? [] : objects.withoutContainers,
    ignores: ignoreComments(text, path),
    notes: [...limited(syntaxNotes), ...notes, ...objects.notes],
    services: [],
    generatedValues: generated.values,
    envFiles: generated.envFiles,
    unreadable: [],
    missing: generated.missing,
  };
}

/** Stands for a Kubernetes manifest that cannot be read, among those of its folder. */
export function unreadManifest(path: string): Manifest {
  return { ...readManifest('', 'unread.yaml', 'kubernetes'), path, templateCount: 1 };
}
