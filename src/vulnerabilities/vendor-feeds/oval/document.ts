import { InvalidFeed } from '../feed.js';
import { readXml, type XmlHandler } from '../xml.js';
import type { Criteria } from './criteria.js';

/** What advisories need of a definition. */
export interface Definition {
  readonly id: string;
  title: string;
  severity: string;
  readonly references: { readonly source: string; readonly id: string }[];
  readonly cves: Cve[];
  issued: string;
  updated: string;
  /** Microsoft's word for whether there will be a fix. */
  patchable: string;
  readonly platforms: string[];
  criteria: Criteria | undefined;
}

export interface Cve {
  readonly id: string;
  readonly impact: string;
  /** `7/CVSS:3.1/AV:L…` */
  readonly cvss: string;
}

/** A criterion with the test that it refers to. */
export interface Criterion {
  readonly comment: string;
  /** Undefined when the document lacks it. */
  readonly test: Test | undefined;
}

/** A test with its object's name and its states' conditions. */
export interface Test {
  readonly name: string | undefined;
  readonly states: readonly State[];
}

export interface State {
  /** `evr`, `version`, `arch`, `signature_keyid`. */
  readonly entity: string;
  readonly operation: string;
  readonly value: string;
}

/** A document of OVAL definitions. Source: oval.mitre.org, OVAL Language 5.11. */
export interface OvalDocument {
  readonly definitions: readonly Definition[];
  /** The criterion with a number in criteria. */
  criterion(index: number): Criterion;
}

const MAX_DEFINITIONS = 1_000_000;
const MAX_TESTS = 4_000_000;
const MAX_COMMENT = 2_000;

interface RawTest {
  object: string | undefined;
  readonly states: string[];
}

type Attributes = Readonly<Record<string, string>>;

/** Reads a document of OVAL definitions. Throws InvalidFeed for anything else. */
export async function readOval(chunks: AsyncIterable<Uint8Array>): Promise<OvalDocument> {
  for await (const document of readXml<OvalDocument>(chunks, (emit) => new OvalCollector(emit)))
    return document;
  throw new InvalidFeed('it ends early');
}

/**
 * Collects a document. Definitions come before the tests that they refer to, so everything is kept, in a compact form,
 * until the end.
 */
class OvalCollector implements XmlHandler {
  private readonly definitions: Definition[] = [];
  private definition: Definition | undefined;
  private readonly criteria: Exclude<Criteria, number>[] = [];
  private readonly criterionNumbers = new Map<string, number>();
  private readonly criterions: { readonly test: string; readonly comment: string }[] = [];
  private readonly tests = new Map<string, RawTest>();
  private readonly objects = new Map<string, string>();
  private readonly states = new Map<string, State[]>();
  private test: RawTest | undefined;
  private object: string | undefined;
  private state: string | undefined;
  private attributes: Attributes = {};
  private root: string | undefined;

  constructor(private readonly emit: (document: OvalDocument) => void) {}

  open(fullName: string, attributes: Attributes): void {
    const name = localName(fullName);
    if (this.root === undefined && name !== 'oval_definitions')
      throw new InvalidFeed('it is not an OVAL document');
    this.root ??= name;
    this.attributes = attributes;
    const { id = '' } = attributes;
    if (this.definition) this.openInDefinition(this.definition, name, attributes);
    else if (name === 'definition') this.definition = newDefinition(id);
    else if (this.test) this.openInTest(this.test, name, attributes);
    else if (name.endsWith('_test')) {
      this.test = { object: undefined, states: [] };
      if (this.tests.size >= MAX_TESTS)
        throw new InvalidFeed(`it has more than ${MAX_TESTS} tests`);
      this.tests.set(id, this.test);
    } else if (name.endsWith('_object')) this.object = id;
    else if (name.endsWith('_state')) {
      this.state = id;
      this.states.set(id, []);
    }
  }

  close(fullName: string, raw: string): void {
    const name = localName(fullName);
    const text = raw.trim();
    if (name === this.root) this.emit(this.document());
    else if (this.definition) this.closeInDefinition(this.definition, name, text);
    else if (name.endsWith('_test')) this.test = undefined;
    else if (name.endsWith('_object')) this.object = undefined;
    else if (name.endsWith('_state')) this.state = undefined;
    else if (this.object !== undefined && name === 'name') this.objects.set(this.object, text);
    else if (this.state !== undefined) {
      const { operation = 'equals' } = this.attributes;
      this.states.get(this.state)?.push({ entity: name, operation, value: text });
    }
  }

  private document(): OvalDocument {
    return {
      definitions: this.definitions,
      criterion: (index) => {
        const { test: id, comment } = this.criterions[index] ?? { test: '', comment: '' };
        const test = this.tests.get(id);
        if (!test) return { comment, test: undefined };
        const { object, states } = test;
        return {
          comment,
          test: {
            name: object === undefined ? undefined : this.objects.get(object),
            states: states.flatMap((state) => this.states.get(state) ?? []),
          },
        };
      },
    };
  }

  private openInDefinition(definition: Definition, name: string, attributes: Attributes): void {
    if (name === 'criteria' || name === 'criterion' || name === 'extend_definition')
      this.addCriteria(definition, name, attributes);
    else if (name === 'reference')
      definition.references.push({
        source: attributes.source ?? '',
        id: attributes.ref_id ?? '',
      });
    else if (name === 'issued') definition.issued = attributes.date ?? '';
    else if (name === 'updated') definition.updated = attributes.date ?? '';
  }

  private addCriteria(definition: Definition, name: string, attributes: Attributes): void {
    const node: Criteria =
      name === 'criteria'
        ? {
            operator: attributes.operator?.toUpperCase() === 'OR' ? 'OR' : 'AND',
            negated: isTrue(attributes.negate),
            children: [],
          }
        : this.leaf(name, attributes);
    const parent = this.criteria.at(-1);
    if (parent) parent.children.push(node);
    else definition.criteria = node;
    if (name === 'criteria' && typeof node !== 'number') this.criteria.push(node);
  }

  /** A negated criterion, and a reference to another definition, restrict nothing. */
  private leaf(name: string, attributes: Attributes): Criteria {
    const { test_ref: test = '', comment = '', negate } = attributes;
    if (name !== 'criterion' || isTrue(negate))
      return { operator: 'OR', negated: true, children: [] };
    const key = `${test}\n${comment}`;
    let number = this.criterionNumbers.get(key);
    if (number === undefined) {
      number = this.criterions.length;
      if (number >= MAX_TESTS) throw new InvalidFeed(`it has more than ${MAX_TESTS} criteria`);
      this.criterionNumbers.set(key, number);
      this.criterions.push({ test, comment: comment.slice(0, MAX_COMMENT) });
    }
    return number;
  }

  private openInTest(test: RawTest, name: string, attributes: Attributes): void {
    if (name === 'object') test.object = attributes.object_ref;
    if (name === 'state') test.states.push(attributes.state_ref ?? '');
  }

  private closeInDefinition(definition: Definition, name: string, text: string): void {
    switch (name) {
      case 'definition':
        if (this.definitions.length >= MAX_DEFINITIONS)
          throw new InvalidFeed(`it has more than ${MAX_DEFINITIONS} definitions`);
        this.definitions.push(definition);
        this.definition = undefined;
        break;
      case 'criteria':
        this.criteria.pop();
        break;
      case 'title':
        definition.title = text;
        break;
      case 'severity':
        definition.severity = text;
        break;
      case 'platform':
        definition.platforms.push(text);
        break;
      case 'cve':
        definition.cves.push({
          id: text,
          impact: this.attributes.impact ?? '',
          cvss: this.attributes.cvss3 ?? '',
        });
        break;
      case 'advisory_date':
        definition.issued = text;
        break;
      case 'patchable':
        definition.patchable = text;
        break;
    }
  }
}

function newDefinition(id: string): Definition {
  return {
    ...{ id, title: '', severity: '', references: [], cves: [], platforms: [] },
    ...{ issued: '', updated: '', patchable: '', criteria: undefined },
  };
}

/** Without its namespace prefix, which differs between vendors. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
