import { decodeXmlEntities } from '../../lib/text.js';
import { packageFactsOf, requirementNames } from '../clean-facts.js';
import { cleanString, decodeUtf8 } from '../file-content.js';

/** What the pom.xml in an archive says about it, besides its coordinates. */
export interface PomDescription {
  readonly license?: string | undefined;
  readonly supplier?: string | undefined;
  readonly facts?: ReturnType<typeof packageFactsOf>;
  readonly requires?: readonly string[] | undefined;
}

/**
 * Licenses, organization, address and dependencies of a project. Values that a parent defines are not in the archive, and
 * dependencies for tests and of the environment are not used at run time. Source: Maven, POM reference.
 */
export function describePom(bytes: Uint8Array): PomDescription {
  const xml = withoutParts(decodeUtf8(bytes), '<!--', '-->');
  const project = withoutElements(xml, NESTED);
  const licenses = elements(element(project, 'licenses') ?? '', 'license').map(
    (one) => value(one, 'name') ?? value(one, 'url'),
  );
  const organization = element(project, 'organization') ?? '';
  const list = element(withoutElements(xml, OUTSIDE), 'dependencies') ?? '';
  const used = elements(list, 'dependency').filter(
    (one) => !NOT_AT_RUN_TIME.has(value(one, 'scope') ?? '') && value(one, 'optional') !== 'true',
  );
  return {
    license: licenses.filter((name) => name !== undefined).join(' OR ') || undefined,
    supplier: value(organization, 'name'),
    facts: packageFactsOf({ homepage: value(withoutElements(project, OTHER_ADDRESSES), 'url') }),
    requires: requirementNames(
      used.map((one) => {
        const [group, artifact] = [value(one, 'groupId'), value(one, 'artifactId')];
        return group && artifact ? `${group}:${artifact}` : undefined;
      }),
    ),
  };
}

/** Parts whose `url` is not that of the project. */
const OTHER_ADDRESSES = ['licenses', 'organization'];
const NOT_AT_RUN_TIME: ReadonlySet<string> = new Set(['test', 'provided', 'system', 'import']);
/** Parts with elements of the same names as those of the project. */
const OUTSIDE = ['build', 'profiles', 'dependencyManagement', 'reporting'];
const NESTED = [
  ...OUTSIDE,
  ...['dependencies', 'parent', 'scm', 'developers', 'contributors', 'issueManagement'],
  ...['ciManagement', 'distributionManagement', 'mailingLists', 'repositories'],
];

function withoutElements(xml: string, names: readonly string[]): string {
  return names.reduce((rest, name) => withoutParts(rest, `<${name}>`, `</${name}>`), xml);
}

/** The text without what is between each start and the next end. Without an end, the rest is left out. */
function withoutParts(text: string, start: string, end: string): string {
  const kept: string[] = [];
  for (let at = 0; ; ) {
    const from = text.indexOf(start, at);
    if (from < 0) return [...kept, text.slice(at)].join('');
    kept.push(text.slice(at, from));
    const to = text.indexOf(end, from + start.length);
    if (to < 0) return kept.join('');
    at = to + end.length;
  }
}

function element(xml: string, name: string): string | undefined {
  return elements(xml, name)[0];
}

function elements(xml: string, name: string): string[] {
  return xml
    .split(`<${name}>`)
    .slice(1)
    .flatMap((rest) => {
      const end = rest.indexOf(`</${name}>`);
      return end < 0 ? [] : [rest.slice(0, end)];
    });
}

/** The text of an element; undefined when it has a property, which the archive may not define. */
function value(xml: string, name: string): string | undefined {
  const text = cleanString(element(xml, name)?.replace(/\s+/g, ' '), 300);
  if (!text || /[<>]|\$\{/.test(text)) return undefined;
  return decodeXmlEntities(text);
}
