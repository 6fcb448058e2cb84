import { RecordFile, type StoredText } from '../../../lib/record-file.js';
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

/** A definition with its tests. Source: oval.mitre.org, OVAL Language 5.11. */
export interface ResolvedDefinition {
  readonly definition: Definition;
  /** The criterion with a number in the criteria of the definition. */
  criterion(index: number): Criterion;
}

const MAX_DEFINITIONS = 1_000_000;
const MAX_TESTS = 4_000_000;
const MAX_COMMENT = 2_000;
/** Of the criteria of a definition. The largest real definition, of SUSE's kernels, has 20,000 criteria, in 4 MB. */
const MAX_DEFINITION_LENGTH = 16 << 20;

/** What a node of the criteria adds to that, about. */
const NODE_LENGTH = 16;

type Attributes = Readonly<Record<string, string>>;

/**
 * Reads the definitions of an OVAL document. Definitions come before the tests that they refer to, so they wait in a
 * temporary file for the end of the document; only the tests are in memory. Throws InvalidFeed for anything else.
 */
export async function* readOval(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ResolvedDefinition> {
  const file = new RecordFile();
  try {
    const stored: StoredText[] = [];
    const tests = new TestTable();
    let isComplete = false;
    const start = (emit: (item: StoredDefinition | 'end') => void) =>
      new OvalCollector(tests, emit);
    for await (const item of readXml<StoredDefinition | 'end'>(chunks, start))
      if (item === 'end') isComplete = true;
      else stored.push(file.add(JSON.stringify(item)));
    if (!isComplete) throw new InvalidFeed('it ends early');
    for (const place of stored) {
      const { definition, criterions }: StoredDefinition = JSON.parse(file.read(place));
      yield {
        definition,
        criterion(index) {
          const [id = '', comment = ''] = criterions[index] ?? [];
          return { comment, test: tests.test(id) };
        },
      };
    }
  } finally {
    file.close();
  }
}

interface StoredDefinition {
  readonly definition: Definition;
  readonly criterions: readonly (readonly [test: string, comment: string])[];
}

/** The tests of a document, with their objects and states. There are millions: ids and texts that repeat are kept once. */
class TestTable {
  private readonly tests = new Map<TestId, { object: TestId | undefined; states: TestId[] }>();
  private readonly objects = new Map<TestId, string>();
  private readonly states = new Map<TestId, State[]>();
  private readonly prefixes = new Map<string, number>();
  private readonly texts = new Map<string, string>();

  /** Undefined when the document lacks it. */
  test(id: string): Test | undefined {
    const test = this.tests.get(this.key(id));
    if (!test) return undefined;
    return {
      name: test.object === undefined ? undefined : this.objects.get(test.object),
      states: test.states.flatMap((state) => this.states.get(state) ?? []),
    };
  }

  addTest(id: string, object: string | undefined, states: readonly string[]): void {
    this.checkSize(this.tests);
    const key = object === undefined ? undefined : this.key(object);
    this.tests.set(this.key(id), { object: key, states: states.map((state) => this.key(state)) });
  }

  nameObject(id: string, name: string): void {
    this.checkSize(this.objects);
    this.objects.set(this.key(id), this.text(name));
  }

  addState(id: string, { entity, operation, value }: State): void {
    this.checkSize(this.states);
    const key = this.key(id);
    const state = {
      entity: this.text(entity),
      operation: this.text(operation),
      value: this.text(value),
    };
    const known = this.states.get(key);
    if (known) known.push(state);
    else this.states.set(key, [state]);
  }

  private checkSize({ size }: { readonly size: number }): void {
    if (size >= MAX_TESTS) throw new InvalidFeed(`it has more than ${MAX_TESTS} tests`);
  }

  /** An id is a prefix that nearly all have, and a number: `oval:com.oracle.elsa:tst:20260001002`. */
  private key(id: string): TestId {
    const [, prefix = '', digits = ''] = /^(.*[^0-9])([1-9][0-9]{0,11})$/s.exec(id) ?? [];
    if (digits === '') return this.text(id);
    const known = this.prefixes.get(prefix) ?? this.prefixes.size;
    if (known >= MAX_PREFIXES) return this.text(id);
    this.prefixes.set(prefix, known);
    return known * 1e12 + Number(digits);
  }

  /** A copy of its own: a part of a larger text, as parsers return, keeps all of that in memory. */
  private text(value: string): string {
    const known = this.texts.get(value);
    if (known !== undefined) return known;
    const copy = Buffer.from(value).toString('utf8');
    this.texts.set(copy, copy);
    return copy;
  }
}

type TestId = number | string;

/** So that all numbers are exact. */
const MAX_PREFIXES = 8_000;

/** Collects the definitions and tests of a document. */
class OvalCollector implements XmlHandler {
  private definition: Definition | undefined;
  private definitions = 0;
  private readonly criteria: Exclude<Criteria, number>[] = [];
  private readonly criterionNumbers = new Map<string, number>();
  private criterions: [test: string, comment: string][] = [];
  private length = 0;
  private test: { id: string; object: string | undefined; states: string[] } | undefined;
  private object: string | undefined;
  private state: string | undefined;
  private attributes: Attributes = {};
  private root: string | undefined;

  constructor(
    private readonly tests: TestTable,
    private readonly emit: (item: StoredDefinition | 'end') => void,
  ) {}

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
    else if (name.endsWith('_test')) this.test = { id, object: undefined, states: [] };
    else if (name.endsWith('_object')) this.object = id;
    else if (name.endsWith('_state')) this.state = id;
  }

  close(fullName: string, raw: string): void {
    const name = localName(fullName);
    const text = raw.trim();
    if (name === this.root) this.emit('end');
    else if (this.definition) this.closeInDefinition(this.definition, name, text);
    else if (name.endsWith('_test')) this.closeTest();
    else if (name.endsWith('_object')) this.object = undefined;
    else if (name.endsWith('_state')) this.state = undefined;
    else if (this.object !== undefined && name === 'name') this.tests.nameObject(this.object, text);
    else if (this.state !== undefined) {
      const { operation = 'equals' } = this.attributes;
      this.tests.addState(this.state, { entity: name, operation, value: text });
    }
  }

  private closeTest(): void {
    if (this.test) this.tests.addTest(this.test.id, this.test.object, this.test.states);
    this.test = undefined;
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

  private closeDefinition(definition: Definition): void {
    if (++this.definitions > MAX_DEFINITIONS)
      throw new InvalidFeed(`it has more than ${MAX_DEFINITIONS} definitions`);
    this.emit({ definition, criterions: this.criterions });
    this.definition = undefined;
    this.criteria.length = 0;
    this.criterions = [];
    this.criterionNumbers.clear();
    this.length = 0;
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
    this.grow(NODE_LENGTH);
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
      this.criterionNumbers.set(key, number);
      this.criterions.push([test, comment.slice(0, MAX_COMMENT)]);
      this.grow(test.length + comment.length);
    }
    return number;
  }

  private grow(length: number): void {
    this.length += length;
    if (this.length > MAX_DEFINITION_LENGTH)
      throw new InvalidFeed(`a definition is larger than ${MAX_DEFINITION_LENGTH >> 20} MB`);
  }

  private openInTest(
    test: { object: string | undefined; readonly states: string[] },
    name: string,
    attributes: Attributes,
  ): void {
    if (name === 'object') test.object = attributes.object_ref;
    if (name === 'state') test.states.push(attributes.state_ref ?? '');
  }

  private closeInDefinition(definition: Definition, name: string, text: string): void {
    switch (name) {
      case 'definition':
        this.closeDefinition(definition);
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
