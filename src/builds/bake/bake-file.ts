import { PortsideError } from '../../lib/errors.js';
import { type ManifestNode, readManifestYaml } from '../../manifests/manifest-yaml.js';
import { parseHcl, parseHclTemplate } from './hcl.js';
import type { HclAttribute, HclBlock, HclEntry, HclExpression } from './hcl-model.js';
import { HclError } from './hcl-scanner.js';

/** The blocks of a Bake file, in HCL or JSON. */
export interface BakeFile {
  /** Each with its default. */
  readonly variables: ReadonlyMap<string, HclAttribute | undefined>;
  readonly targets: readonly HclBlock[];
  /** The names of targets and groups in each group. */
  readonly groups: ReadonlyMap<string, HclExpression>;
}

/** Whether a file has the name of a Bake file. */
export function isBakeFile(path: string): boolean {
  return /(?:^|\/)docker-bake[^/]*\.(?:hcl|json)$/.test(path);
}

/**
 * Reads a Bake file. Throws PortsideError (incomplete) for one that is not valid.
 * Source: docs.docker.com/build/bake/reference.
 */
export function readBakeFile(text: string, path: string): BakeFile {
  try {
    return isJson(text, path) ? jsonFile(text, path) : hclFile(text, path);
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    throw new PortsideError(
      'PSE3752',
      `Cannot read the Bake file ${path}:${error.line}: ${error.message}`,
      'Fix the line',
      error,
    );
  }
}

/** A file with another ending is in JSON if it is valid JSON. Source: ParseFile of github.com/docker/buildx, package bake. */
function isJson(text: string, path: string): boolean {
  if (/\.(?:hcl|json)$/.test(path)) return path.endsWith('.json');
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function hclFile(text: string, path: string): BakeFile {
  const { attributes, blocks } = parseHcl(text, path);
  const of = (type: string) => blocks.filter((block) => block.type === type);
  const variables = new Map<string, HclAttribute | undefined>(attributes);
  for (const block of of('variable'))
    variables.set(block.labels[0] ?? '', block.attributes.get('default'));
  return {
    variables,
    targets: of('target'),
    groups: groupsOf(
      of('group').map(({ labels, attributes: group }) => [labels[0], group.get('targets')?.value]),
    ),
  };
}

function jsonFile(text: string, path: string): BakeFile {
  const [root] = readManifestYaml(text, path);
  if (root?.kind !== 'map') throw new HclError('it is not a map of targets and groups', 1);
  const blocksOf = (type: string) => jsonBlocks(root.entries.get(type), type);
  return {
    variables: new Map(
      blocksOf('variable').map(([name, node]) => {
        const value = node.entries.get('default');
        return [name, value && attributeOf(value)];
      }),
    ),
    targets: blocksOf('target').map(([name, node]) => ({
      type: 'target',
      labels: [name],
      attributes: new Map(
        [...node.entries].map(([key, value]): [string, HclAttribute] => [key, attributeOf(value)]),
      ),
      blocks: [],
      at: node.range,
    })),
    groups: groupsOf(
      blocksOf('group').map(([name, node]) => {
        const names = node.entries.get('targets');
        return [name, names && expressionOf(names)];
      }),
    ),
  };
}

/** The blocks of a type with their labels. A list stands for several. Source: HCL's "JSON Syntax Specification", blocks. */
function jsonBlocks(node: ManifestNode | undefined, type: string): [string, ManifestNode][] {
  return mapsIn(node, type).flatMap((labels) =>
    [...labels.entries].flatMap(([label, body]) =>
      mapsIn(body, `${type} ${label}`).map((one): [string, ManifestNode] => [label, one]),
    ),
  );
}

function mapsIn(node: ManifestNode | undefined, name: string): readonly ManifestNode[] {
  if (!node || node.scalar === null) return [];
  const all = node.kind === 'list' ? node.items : [node];
  const other = all.find(({ kind }) => kind !== 'map');
  if (other) throw new HclError(`${name} is no map`, other.range.startLine);
  return all;
}

function groupsOf(
  groups: readonly (readonly [string | undefined, HclExpression | undefined])[],
): Map<string, HclExpression> {
  return new Map(
    groups.flatMap(([name, names]) => (name !== undefined && names ? [[name, names]] : [])),
  );
}

function attributeOf(node: ManifestNode): HclAttribute {
  return { value: expressionOf(node), at: node.range };
}

function expressionOf(node: ManifestNode): HclExpression {
  if (node.kind === 'list') return { kind: 'list', items: node.items.map(expressionOf) };
  if (node.kind === 'map')
    return {
      kind: 'map',
      entries: [...node.entries].map(
        ([key, value]): HclEntry => ({
          key: { kind: 'literal', value: key },
          ...attributeOf(value),
        }),
      ),
    };
  if (typeof node.scalar === 'string') return parseHclTemplate(node.scalar);
  const { scalar = null } = node;
  return { kind: 'literal', value: typeof scalar === 'bigint' ? String(scalar) : scalar };
}
