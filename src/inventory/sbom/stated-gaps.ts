import { type JsonObject, list, object, objects, text } from '../../lib/json.js';
import { plainText, pluralize } from '../../lib/text.js';
import type { InventoryGap } from '../system-coverage.js';

/** Statements that the report repeats; the others are counted. */
const MOST_NAMED = 10;
/** Portside's sentences about other checks say nothing about the list of packages. */
const OTHER_CHECK = /^The (?!vulnerability )[\w -]{1,40} check of /;
const NOT_COVERED = /^The vulnerability check of .* is not complete \(not covered[);]/;

/**
 * What an SBOM of Portside says that it lacks: an SBOM of an image that could not be read in full is no full list, whoever
 * reads it. Source: src/reports/formats/cyclonedx.ts and spdx.ts, which write it.
 */
export function statedGaps(document: JsonObject): InventoryGap[] {
  const statements = [...propertyTexts(document), ...annotationTexts(document)].filter(
    (one) => !OTHER_CHECK.test(one),
  );
  const gaps = statements.slice(0, MOST_NAMED).map(
    (statement): InventoryGap => ({
      state: NOT_COVERED.test(statement) ? 'not-covered' : 'partial',
      reason: `The SBOM says: ${plainText(statement, 1_000)}`,
    }),
  );
  const more = statements.length - gaps.length;
  if (more > 0)
    gaps.push({
      state: 'partial',
      reason: `The SBOM names ${pluralize(more, 'other thing')} that it lacks`,
    });
  if (gaps.length === 0 && isOwn(document) && compositionsSayIncomplete(document))
    gaps.push({
      state: 'partial',
      reason: 'The SBOM says that its list of packages is incomplete',
    });
  return gaps;
}

function propertyTexts(document: JsonObject): string[] {
  return objects(object(document.metadata).properties)
    .filter(({ name }) => name === 'portside:not-checked')
    .map(({ value }) => text(value) ?? '');
}

function annotationTexts(document: JsonObject): string[] {
  return objects(document.annotations)
    .filter(({ annotator }) => /^Tool: portside-/.test(text(annotator) ?? ''))
    .map(({ comment }) => text(comment) ?? '');
}

function isOwn(document: JsonObject): boolean {
  const { tools } = object(document.metadata);
  return [...objects(tools), ...objects(object(tools).components)].some(
    ({ name }) => name === 'portside',
  );
}

/** Of the image, Portside never says more than `unknown`; of a distribution that was read in full, `complete`. */
function compositionsSayIncomplete(document: JsonObject): boolean {
  return objects(document.compositions).some(({ aggregate, assemblies }) => {
    const value = text(aggregate) ?? '';
    const isOfSystem = list(assemblies).some((one) => one !== 'portside:subject');
    return (
      (value.startsWith('incomplete') && list(assemblies).length > 0) ||
      (value === 'unknown' && isOfSystem)
    );
  });
}
