import { type ReadRepositoryFile, readProject } from './compose/project.js';
import { ignoreComments } from './ignore-comments.js';
import { podOf, resourcesOf } from './kubernetes/resources.js';
import { kustomizationNotes } from './kustomize/kustomization.js';
import type { Manifest } from './manifest.js';
import { isKustomization, type ManifestKind } from './manifest-kind.js';
import { baseName } from './paths.js';
import { readPlainDocuments, readYamlDocuments } from './yaml.js';

/**
 * Reads a manifest. `readFile` gives the text of another file of the repository that `extends` or `include` names;
 * without it, or where it gives nothing, the notes say so. Throws TemplateError where all is a template that is not rendered,
 * PortsideError (incomplete) for what is no YAML.
 */
export function readManifest(
  text: string,
  path: string,
  kind: ManifestKind,
  readFile: ReadRepositoryFile = () => undefined,
): Manifest {
  const ignores = ignoreComments(text, path);
  const nothing = {
    templateCount: 0,
    services: [],
    envFiles: [],
    resources: [],
    pods: [],
    containers: [],
    notes: [],
    unreadable: [],
  };
  if (kind === 'compose') {
    const { files, document, ...project } = readProject(
      readYamlDocuments(text, path),
      path,
      readFile,
    );
    for (const [other, content] of files)
      for (const ignore of ignoreComments(content, other)) ignores.push(ignore);
    return { ...nothing, path, kind, documents: document ? [document] : [], ignores, ...project };
  }
  const { documents, templateCount } = readPlainDocuments(text, path);
  const all = documents.flatMap((document) => resourcesOf(document));
  const pods = all.flatMap((resource) => podOf(resource) ?? []);
  const containers = pods.flatMap((pod) => pod.containers);
  const notes = isKustomization(baseName(path)) ? documents.flatMap(kustomizationNotes) : [];
  return {
    ...nothing,
    ...{ path, kind, documents, templateCount, resources: all, pods, containers, ignores, notes },
  };
}
