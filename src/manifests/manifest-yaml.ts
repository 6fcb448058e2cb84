import { PortsideError } from '../lib/errors.js';
import {
  readYaml,
  type UnsupportedPart,
  type YamlBudget,
  YamlError,
  type YamlNode,
  yamlBudget,
} from '../lib/yaml.js';

/** A value of a manifest. Ranges name the file in which it is written: Compose projects have several. */
export interface ManifestNode extends YamlNode {
  readonly entries: ReadonlyMap<string, ManifestNode>;
  readonly items: readonly ManifestNode[];
  /** The value contains a variable, such as `${TAG}`, that is set when the container starts. */
  readonly hasVariable?: boolean;
}

/** The file is a template that is not valid YAML until it is rendered: Helm, Jinja and similar. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Deeper nesting is rejected: manifests written by people do not need it. */
const MAX_DEPTH = 100;
/** Nodes that aliases may add to the written ones. */
const MAX_ALIASED_NODES = 200_000;

/** Tags of the Compose Specification, "Merge": `!reset` removes a value, `!override` replaces it. */
const COMPOSE_TAGS = new Map([
  ['!reset', 'drop-value'],
  ['!override', 'keep-value'],
] as const);

/**
 * The documents of a manifest. Throws TemplateError for a template, PortsideError (incomplete) with the line for other
 * text that is not valid YAML.
 */
export function readManifestYaml(text: string, path: string): ManifestNode[] {
  return readTextPart(text, path, yamlBudget(text.length, MAX_ALIASED_NODES), 0);
}

/** The documents of a file that can be read without rendering it. */
export interface PlainDocuments {
  readonly documents: readonly ManifestNode[];
  /** The number of documents that are templates. */
  readonly templateCount: number;
}

/** A file with more documents is not read document by document. */
const MAX_PARTS = 1000;

/**
 * The documents of a file. If some are templates, each document is read separately and the templates are counted.
 * Throws TemplateError if all are templates, PortsideError (incomplete) as readManifestYaml does.
 */
export function readPlainDocuments(text: string, path: string): PlainDocuments {
  try {
    return { documents: readManifestYaml(text, path), templateCount: 0 };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const parts = text.split(/^(?=---(?:\s|$))/m);
    if (parts.length > MAX_PARTS) throw error;
    const plain = readParts(parts, path);
    if (plain.documents.length === 0) throw error;
    return plain;
  }
}

/** Parts that are not valid YAML count as templates too: a condition can start in one document and end in another. */
function readParts(parts: readonly string[], path: string): PlainDocuments {
  const budget = yamlBudget(parts.join('').length, MAX_ALIASED_NODES);
  const documents: ManifestNode[] = [];
  let templateCount = 0;
  let linesBefore = 0;
  for (const part of parts) {
    try {
      documents.push(...readTextPart(part, path, budget, linesBefore));
    } catch {
      templateCount++;
    }
    linesBefore += part.split('\n').length - 1;
  }
  return { documents, templateCount };
}

/** Actions of Go templates and Jinja. Only searched for in invalid YAML, because valid values may contain them. */
const TEMPLATE_ACTION = /\{\{|\{%/;

function readTextPart(
  text: string,
  path: string,
  budget: YamlBudget,
  linesBefore: number,
): ManifestNode[] {
  try {
    return readYaml(text, {
      path,
      documents: 'many',
      maxDepth: MAX_DEPTH,
      budget,
      mergeKeys: true,
      localTags: COMPOSE_TAGS,
      linesBefore,
      onUnsupported: (part) => rejectTemplateKey(part, path),
    });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (error.problem === 'invalid' && TEMPLATE_ACTION.test(text)) throw new TemplateError(path);
    if (error.problem === 'too-complex') throw tooComplex(path);
    throw new PortsideError(
      'PSE3750',
      `Cannot read the manifest ${path}:${error.line}: ${error.message}`,
      'Fix the YAML',
      error,
    );
  }
}

/** `{{ name }}: value` is valid YAML: the key is a map in a map. */
function rejectTemplateKey(part: UnsupportedPart, path: string): void {
  if (part === 'flow-map-key') throw new TemplateError(path);
}

/** The error for a manifest that becomes too large when its aliases, merges and references are resolved. */
export function tooComplex(path: string): PortsideError {
  return new PortsideError(
    'PSE3751',
    `Cannot read the manifest ${path}: too many documents, aliases, merges or levels of nesting`,
    'Write the values out instead of referring to them',
  );
}
