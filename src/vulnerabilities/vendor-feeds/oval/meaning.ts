import { InvalidFeed } from '../feed.js';
import type { TestMeaning } from './criteria.js';
import type { Criterion } from './document.js';

/**
 * What a criterion about rpm packages asks. `productOf` finds the product in the comment of a criterion. Throws InvalidFeed
 * when the test of a package is missing.
 */
export function meaningOf(
  { comment, test }: Criterion,
  productOf: (comment: string) => string | undefined,
): TestMeaning {
  if (/ is not affected$/.test(comment)) return { kind: 'never' };
  const evr = test?.states.find(({ entity }) => entity === 'evr');
  if (evr && test?.name !== undefined) return packageTest(test.name, evr);
  const module = /^Module ([^\s:]+:[^\s:]+)(?::\S*)? is enabled$/.exec(comment)?.[1];
  if (module !== undefined) return { kind: 'module', value: module };
  const arch = / arch is ([a-z0-9_]+)$/.exec(comment)?.[1];
  if (arch !== undefined) return { kind: 'arch', value: arch };
  const product = productOf(comment);
  if (product !== undefined) return { kind: 'product', value: product };
  // The comment of a criterion says the same as its test.
  const [, name, fixed] =
    /^(?:Package )?(\S+) is earlier than ([^\s,]+)/.exec(comment) ??
    /^(\S+)-([^-\s]+-[^-\s]+) is installed$/.exec(comment) ??
    [];
  // Some documents lack tests or objects.
  const isMissing = test === undefined || (evr !== undefined && test.name === undefined);
  if (isMissing && name && fixed) return { kind: 'package', name, fixed };
  if (isMissing && !/ is signed with /.test(comment))
    throw new InvalidFeed(`the test "${comment.slice(0, 100)}" is missing`);
  return { kind: 'other' };
}

/** No version is older than 0, which says that a package is not affected; all are newer, which says that there is no fix. */
function packageTest(name: string, evr: { operation: string; value: string }): TestMeaning {
  const { value } = evr;
  const operation = OPERATION_NUMBERS.get(evr.operation) ?? evr.operation;
  const isZero = /^(?:0:)?0(?:[.-]0)*(?:\.[a-z]+[0-9]*)?$/.test(value);
  if (operation === 'less than')
    return isZero ? { kind: 'never' } : { kind: 'package', name, fixed: value };
  if (operation === 'less than or equal') return { kind: 'package', name, last: value };
  if (isZero && operation.startsWith('greater than')) return { kind: 'package', name };
  // `pattern match` finds builds such as Ksplice's.
  if (!/^(?:equals|not equal|pattern match|greater than(?: or equal)?)$/.test(operation))
    throw new InvalidFeed(`the operation "${operation.slice(0, 40)}" of ${name} is not of OVAL`);
  return { kind: 'other' };
}

/**
 * SUSE writes some operations as the numbers that OpenSCAP gives them. Source: github.com/OpenSCAP/openscap, oval_types.h,
 * `oval_operation_t`.
 */
const OPERATION_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['1', 'equals'],
  ['2', 'not equal'],
  ['5', 'greater than'],
  ['6', 'less than'],
  ['7', 'greater than or equal'],
  ['8', 'less than or equal'],
]);
