import { PortsideError, reason } from '../lib/errors.js';
import {
  readYaml,
  type UnsupportedPart,
  type YamlBudget,
  YamlError,
  type YamlNode,
  yamlBudget,
} from '../lib/yaml.js';
import { isJsonText, jsonParts } from './json-objects.js';

/** A value of a manifest. Ranges name the file in which it is written: Compose projects have several. */
export interface ManifestNode extends YamlNode {
  readonly entries: ReadonlyMap<string, ManifestNode>;
  readonly items: readonly ManifestNode[];
  /** The value contains a variable, such as `${TAG}`, that is set when the container starts. */
  readonly hasVariable?: boolean;
  /** Kustomize creates or changes the value: it is not what the file says at its place, and no edit can change it there. */
  readonly isRendered?: boolean;
  /** The text in the file, if Kustomize changes it. */
  readonly writtenText?: string;
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

/** A text, and where to put sentences about what of it is not read. */
interface TextPart {
  readonly text: string;
  readonly path: string;
  readonly budget: YamlBudget;
  readonly linesBefore: number;
  /** YAML, and not JSON, in which only LF ends a line. */
  readonly endsLines: boolean;
  readonly notes: string[];
}

/**
 * The documents of a manifest. What of them is not read is added to `notes`. Throws TemplateError for a template,
 * PortsideError (incomplete) with the line for other text that is not valid YAML.
 */
export function readManifestYaml(text: string, path: string, notes: string[] = []): ManifestNode[] {
  const budget = yamlBudget(text.length, MAX_ALIASED_NODES);
  const documents = readTextPart({ text, path, budget, linesBefore: 0, endsLines: true, notes });
  notes.push(...lineBreakNotes(text));
  return documents;
}

/** Not all parsers end a line at these characters, and people do not see that they do: a comment could hide a key. */
function lineBreakNotes(text: string): string[] {
  const at = text.search(/[\u0085\u2028\u2029]/);
  if (at < 0) return [];
  const line = text.slice(0, at).split('\n').length;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return [`Line ${line}: the character U+${code} is a line break in some YAML parsers. Remove it`];
}

/** The documents of a file that can be read without rendering it. */
export interface PlainDocuments {
  readonly documents: readonly ManifestNode[];
  /** The number of documents that are templates. */
  readonly templateCount: number;
  /** Some document is not valid YAML. */
  readonly isCut?: boolean;
}

/** A file with more documents is not read document by document. */
const MAX_PARTS = 1000;

/**
 * The documents of a file. If some are templates or not valid YAML, each document is read separately: templates are
 * counted, other documents are noted. Throws TemplateError or PortsideError (incomplete), as readManifestYaml does, if
 * none can be read.
 */
export function readPlainDocuments(
  text: string,
  path: string,
  notes: string[] = [],
): PlainDocuments {
  const found: string[] = [];
  try {
    if (isJsonText(path, text)) return readJsonObjects(text, path, notes);
    const documents = readManifestYaml(text, path, found);
    notes.push(...found);
    return { documents, templateCount: 0 };
  } catch (error) {
    const isTemplate = error instanceof TemplateError;
    const parts = text.split(/^(?=---(?:\s|$))/m);
    const isTooComplex = error instanceof PortsideError && error.code === 'PSE3751';
    if (parts.length > MAX_PARTS || isTooComplex) throw error;
    const { documents, failures } = readParts(parts, path, notes);
    if (documents.length === 0) throw error;
    notes.push(...lineBreakNotes(text));
    // A condition can start in one document and end in another: neither is valid YAML.
    if (isTemplate) return { documents, templateCount: failures.length };
    notes.push(...failures);
    return { documents, templateCount: 0, isCut: true };
  }
}

/** The objects of a JSON file. Throws PortsideError (incomplete) for one that is not valid: kubectl applies none then. */
function readJsonObjects(text: string, path: string, notes: string[]): PlainDocuments {
  const budget = yamlBudget(text.length, MAX_ALIASED_NODES);
  const documents = jsonParts(text, MAX_PARTS).flatMap((part) =>
    readTextPart({ ...part, path, budget, endsLines: false, notes }),
  );
  return { documents, templateCount: 0 };
}

interface ReadParts {
  readonly documents: readonly ManifestNode[];
  /** The reason for each document that cannot be read. */
  readonly failures: readonly string[];
}

function readParts(parts: readonly string[], path: string, notes: string[]): ReadParts {
  const budget = yamlBudget(parts.join('').length, MAX_ALIASED_NODES);
  const documents: ManifestNode[] = [];
  const failures: string[] = [];
  let linesBefore = 0;
  for (const part of parts) {
    try {
      documents.push(
        ...readTextPart({ text: part, path, budget, linesBefore, endsLines: true, notes }),
      );
    } catch (error) {
      failures.push(reason(error));
    }
    linesBefore += part.split('\n').length - 1;
  }
  return { documents, failures };
}

const SET_AGAIN = 'is set again, and only the last value was checked. Remove the others';

/** Whether a note of the reader says that a key has two values. */
export function isRepeatedKey(note: string): boolean {
  return note.endsWith(SET_AGAIN);
}

/** Actions of Go templates and Jinja. Only searched for in invalid YAML, because valid values may contain them. */
const TEMPLATE_ACTION = /\{\{|\{%/;

function readTextPart({ text, path, budget, notes, ...lines }: TextPart): ManifestNode[] {
  try {
    return readYaml(text, {
      path,
      documents: 'many',
      maxDepth: MAX_DEPTH,
      budget,
      mergeKeys: true,
      goNumbers: true,
      localTags: COMPOSE_TAGS,
      canSkip: isSchema,
      ...lines,
      onUnsupported: (part, line) => {
        rejectTemplateKey(part, path);
        const skipped = SKIPPED[part];
        if (skipped) notes.push(`Line ${line}: ${skipped} was skipped`);
      },
      onDuplicateKey: (name, line) => {
        notes.push(`Line ${line}: the key "${name}" ${SET_AGAIN}`);
      },
    });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (error.problem === 'invalid' && TEMPLATE_ACTION.test(text)) throw new TemplateError(path);
    if (error.problem === 'too-complex') throw manifestTooComplex(path);
    throw new PortsideError(
      'PSE3750',
      `Cannot read the manifest ${path}:${error.line}: ${error.message}`,
      'Fix the YAML',
      error,
    );
  }
}

/** No rule reads the schema of a custom resource, which is often larger than all other manifests together. */
function isSchema(key: string, entries: ReadonlyMap<string, YamlNode>): boolean {
  return key === 'spec' && entries.get('kind')?.scalar === 'CustomResourceDefinition';
}

const SKIPPED: Readonly<Partial<Record<UnsupportedPart, string>>> = {
  'complex-key': 'a key that is a list or map',
  'merged-value': 'a value of << that is not a map',
};

/** `{{ name }}: value` is valid YAML: the key is a map in a map. */
function rejectTemplateKey(part: UnsupportedPart, path: string): void {
  if (part === 'flow-map-key') throw new TemplateError(path);
}

/** The error for a manifest that becomes too large when its aliases, merges and references are resolved. */
export function manifestTooComplex(path: string): PortsideError {
  return new PortsideError(
    'PSE3751',
    `Cannot read the manifest ${path}: too many documents, aliases, merges or levels of nesting`,
    'Write the values out instead of referring to them',
  );
}
