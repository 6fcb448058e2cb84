import { createHash } from 'node:crypto';
import type { Package } from '../core/package.js';
import type { Report, Target } from '../core/report.js';
import { sanitize } from './escape.js';

/** The image that an SBOM describes; undefined for several images or none: then it describes the repository. */
export function sbomSubject(report: Report): Target | undefined {
  const images = report.targets.filter((t) => t.kind === 'image' || t.kind === 'sbom');
  return images.length === 1 ? images[0] : undefined;
}

/** A UUID derived from the content (RFC 9562, version 8), so that an SBOM is reproducible. */
export function contentUuid(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  const hex = hash.digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Where a package comes from, as properties: its layer, its Dockerfile line, the package that owns it. */
export function packageProperties(
  entry: Package,
): { readonly name: string; readonly value: string }[] {
  const { layer, location, source, module, ownedBy, evidence, platforms } = entry;
  const properties: { name: string; value: string }[] = [];
  const add = (name: string, value: string | undefined) => {
    if (value) properties.push({ name: `portside:${name}`, value: sanitize(value) });
  };
  add('layer:index', layer && String(layer.index));
  add('layer:diffID', layer?.diffID);
  add('dockerfile', location && `${location.path}:${location.startLine}`);
  add('source', source && [source.name, source.version ?? ''].join(' ').trim());
  add('module', module);
  add('ownedBy', ownedBy);
  add('evidence', evidence);
  add('platforms', platforms?.join(','));
  return properties;
}
