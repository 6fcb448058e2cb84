import { parsePackageUrl } from '../../core/package-url.js';
import {
  isObject,
  type JsonObject,
  list,
  nonEmptyText,
  object,
  objects,
  text,
} from '../../lib/json.js';
import { decodePercent } from '../../lib/text.js';
import {
  hashIdentifier,
  type InvalidStatement,
  joinReasons,
  type ReadStatements,
  SUPPRESSING,
  UNREADABLE,
  unknownStatus,
  type VexIdentifier,
  type VexIdentifiers,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  withoutReason,
} from './statement.js';

const STATES: ReadonlyMap<string, VexStatus> = new Map([
  ['not_affected', 'not_affected'],
  ['false_positive', 'not_affected'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
]);

const MAX_COMPONENTS = 200_000;

/** The statements of a CycloneDX document's vulnerabilities. Source: CycloneDX 1.6, "vulnerabilities[].analysis". */
export function readCycloneDxVex(document: JsonObject): ReadStatements {
  const read = { components: identifiersByReference(document), links: linksTo(document) };
  const image = imageOf(document);
  const metadata = object(document.metadata);
  const statements: VexStatement[] = [];
  const problems: InvalidStatement[] = [];
  for (const [index, vulnerability] of list(document.vulnerabilities).entries()) {
    if (!isObject(vulnerability)) continue;
    const path = ['vulnerabilities', index];
    const analysis = object(vulnerability.analysis);
    const state = text(analysis.state);
    const ids = [
      text(vulnerability.id),
      ...objects(vulnerability.references).map((reference) => text(reference.id)),
    ].filter((id) => id !== undefined);
    if (state === undefined || ids.length === 0) continue;
    const status = STATES.get(state);
    const justification = joinReasons([text(analysis.justification), text(analysis.detail)]);
    if (status === undefined) problems.push(unknownStatus(state, path));
    else if (state === 'not_affected' && justification === undefined)
      problems.push(withoutReason(ids, path));
    else
      statements.push({
        ids,
        status,
        justification: justification ?? (state === 'false_positive' ? state : undefined),
        products: objects(vulnerability.affects).flatMap((affects) =>
          product(affects, { status, image, ...read }),
        ),
        timestamp:
          text(analysis.lastUpdated) ??
          text(analysis.firstIssued) ??
          text(metadata.timestamp) ??
          '',
      });
  }
  return { statements, problems };
}

/**
 * A reference is the `bom-ref` of a component, a package URL, or a BOM-Link that ends with one of these. A `bom-ref` of
 * another document says nothing about the components of this one, nor about an image of that name.
 */
function product(affects: JsonObject, context: Affecting): VexProduct[] {
  const reference = text(affects.ref);
  if (reference === undefined) return [];
  const [, link, fragment = ''] = /^urn:cdx:([^#]*)#(.*)$/is.exec(reference) ?? [];
  const local = link === undefined ? reference : decodePercent(fragment);
  const isHere = link === undefined || context.links.has(link.toLowerCase());
  const isSuppressing = SUPPRESSING.has(context.status);
  if (!isHere && isSuppressing && !parsePackageUrl(local)) return [];
  const component = isHere ? context.components.get(local) : undefined;
  const named = component?.some(({ kind }) => kind === 'purl') ?? false;
  const identifiers: VexIdentifiers = [
    ...(named ? [] : [{ kind: 'name', value: local } as const]),
    ...(component ?? []),
  ];
  const { image } = context;
  // What a BOM of an image lists is said of that image, also if another one has the same package.
  const isPart = isHere && isSuppressing && image !== undefined && local !== image.reference;
  return versionsOf(affects, isSuppressing).map((versions) =>
    isPart
      ? { identifiers: image.identifiers, components: [[...identifiers, ...versions]] }
      : { identifiers: [...identifiers, ...versions], components: [] },
  );
}

/** What the affected products of one vulnerability are read with. */
interface Affecting {
  readonly status: VexStatus;
  /** The BOM-Links of the document, without `urn:cdx:`. */
  readonly links: ReadonlySet<string>;
  readonly components: ReadonlyMap<string, VexIdentifiers>;
  readonly image: DescribedImage | undefined;
}

/** The image that a BOM describes. */
interface DescribedImage {
  readonly reference: string | undefined;
  readonly identifiers: VexIdentifiers;
}

/** Undefined if the document describes something else, or does not identify the image. */
function imageOf(document: JsonObject): DescribedImage | undefined {
  const component = object(object(document.metadata).component);
  const purl = parsePackageUrl(text(component.purl) ?? '');
  if (component.type !== 'container' && purl?.type !== 'oci' && purl?.type !== 'docker')
    return undefined;
  const reference = nonEmptyText(component['bom-ref']);
  const identifiers = identifiersOf(component, reference ?? '');
  const name = nonEmptyText(component.name);
  const isNamed = identifiers.some(({ kind }) => kind === 'purl');
  if (!isNamed && name !== undefined) identifiers.unshift({ kind: 'name', value: name });
  return identifiers.length === 0 ? undefined : { reference, identifiers };
}

/** A BOM-Link has the serial number of a document and its version, which is 1 if the document has none. */
function linksTo({ serialNumber, version = 1 }: JsonObject): ReadonlySet<string> {
  const serial = text(serialNumber)
    ?.toLowerCase()
    .replace(/^urn:uuid:/, '');
  return new Set(serial ? [serial, `${serial}/${version}`] : []);
}

/**
 * What narrows down the product to each version and range that is not affected. Those with another status are excepted from
 * all of them. What revokes another statement does so for all versions.
 */
function versionsOf(affects: JsonObject, isSuppressing: boolean): readonly VexIdentifiers[] {
  const versions = objects(affects.versions);
  if (versions.length === 0 || !isSuppressing) return [[]];
  const isUnaffected = ({ status }: JsonObject) => status === undefined || status === 'unaffected';
  const excepted = versions
    .filter((entry) => !isUnaffected(entry))
    .map((entry): VexIdentifier => {
      const { kind, value } = versionOf(entry);
      return kind === 'unreadable' ? UNREADABLE : { kind: `not-${kind}`, value };
    });
  return versions.filter(isUnaffected).map((entry) => [versionOf(entry), ...excepted]);
}

function versionOf(entry: JsonObject) {
  const [version, range] = [text(entry.version), text(entry.range)];
  if (version !== undefined) return { kind: 'version', value: version } as const;
  if (range !== undefined) return { kind: 'range', value: range } as const;
  return { kind: 'unreadable', value: '' } as const;
}

/** What identifies each component, by its `bom-ref`. Components of the same `bom-ref` cannot be told apart. */
function identifiersByReference(document: JsonObject): ReadonlyMap<string, VexIdentifiers> {
  const components = new Map<string, VexIdentifier[]>();
  const metadata = isObject(document.metadata) ? document.metadata : {};
  const pending = [...objects(document.components), ...objects([metadata.component])];
  for (let next = pending.pop(); next && components.size < MAX_COMPONENTS; next = pending.pop()) {
    const reference = text(next['bom-ref']);
    if (reference) {
      const known = components.get(reference) ?? [];
      components.set(reference, known);
      known.push(...identifiersOf(next, reference));
    }
    for (const component of objects(next.components)) pending.push(component);
  }
  return components;
}

/**
 * The package URL, version, CPE and hashes of a component. Hashes of a package with a version say nothing more: those of
 * the installed package are not known. In a `bom-ref` tools add qualifiers of their own to a package URL.
 */
function identifiersOf(component: JsonObject, reference: string): VexIdentifier[] {
  const purl = nonEmptyText(component.purl);
  const version = nonEmptyText(component.version);
  const cpe = nonEmptyText(component.cpe);
  const parsed = parsePackageUrl(purl ?? reference);
  const isImage = !parsed || parsed.type === 'oci' || parsed.type === 'docker';
  const ofReference = purl === undefined ? undefined : parsePackageUrl(reference)?.version;
  const hashes =
    isImage || (parsed.version ?? version) === undefined ? objects(component.hashes) : [];
  return [
    ...(purl ? [{ kind: 'purl', value: purl } as const] : []),
    ...(version ? [{ kind: 'version', value: version } as const] : []),
    ...(ofReference ? [{ kind: 'version', value: ofReference } as const] : []),
    ...(cpe ? [{ kind: 'cpe', value: cpe } as const] : []),
    ...hashes.map(({ alg, content }) => hashIdentifier(alg, content)),
  ];
}
