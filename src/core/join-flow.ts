/**
 * Two texts that are inserted at the end of a YAML flow map or list, the first one first: `, key: value` or `, item` after
 * other members, or without a comma after none. Members of the same map come into one. Undefined for other texts, and if they set one key
 * to two values.
 */
export function joinFlow(first: string, second: string): string | undefined {
  const [, comma, members = ''] = START.exec(first) ?? [];
  const [, otherComma, others = ''] = START.exec(second) ?? [];
  if (comma === undefined || comma !== otherComma) return undefined;
  const joined = joinMembers(membersOf(members), membersOf(others));
  return joined && `${comma}${joined.map(written).join(', ')}`;
}

/** Insertions are short. */
const START = /^(, ?|)([\w"./-][^\n]{0,10000})$/;

interface Member {
  /** All of an item of a list. */
  readonly key: string;
  /** Empty for an item of a list. */
  readonly value: string;
}

/** The members of `a: 1, b: { c: 2 }`; undefined if a bracket or quotation mark is not closed. */
function membersOf(text: string): readonly Member[] | undefined {
  const members: Member[] = [];
  const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"']/gy;
  let [depth, start] = [0, 0];
  for (let token = TOKEN.exec(text); token; token = TOKEN.exec(text)) {
    const [one] = token;
    if (one === '{' || one === '[') depth++;
    if (one === '}' || one === ']') depth--;
    if (depth < 0) return undefined;
    if (one === ',' && depth === 0) {
      members.push(memberOf(text.slice(start, token.index)));
      start = token.index + 1;
    }
    if (token.index + one.length === text.length && depth === 0)
      return [...members, memberOf(text.slice(start))];
  }
  return undefined;
}

function memberOf(text: string): Member {
  const [, key = text, value = ''] = /^\s*("?[\w./-]+"?): +(.*)$/.exec(text) ?? [];
  return { key: key.trim(), value: value.trim() };
}

function joinMembers(
  first: readonly Member[] | undefined,
  second: readonly Member[] | undefined,
): readonly Member[] | undefined {
  if (!first || !second || [...first, ...second].some(({ key }) => key === '')) return undefined;
  const members = [...first];
  for (const member of second) {
    const index = members.findIndex(({ key }) => key === member.key);
    const same = members[index];
    if (!same) {
      members.push(member);
      continue;
    }
    const value = same.value === member.value ? same.value : joinMaps(same.value, member.value);
    if (value === undefined) return undefined;
    members[index] = { key: member.key, value };
  }
  return members;
}

function joinMaps(first: string, second: string): string | undefined {
  const [one, other] = [first, second].map((text) => /^\{ (.+) \}$/.exec(text)?.[1]);
  if (one === undefined || other === undefined) return undefined;
  const joined = joinMembers(membersOf(one), membersOf(other));
  return joined && `{ ${joined.map(written).join(', ')} }`;
}

function written({ key, value }: Member): string {
  return value === '' ? key : `${key}: ${value}`;
}
