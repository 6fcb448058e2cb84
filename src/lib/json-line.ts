/** A member of JSON text: the keys of objects and the indexes of arrays that lead to it. */
export type JsonPath = readonly (string | number)[];

/**
 * The line of a member of JSON text, from 1. Of a member that the text does not have, that of the last one on the way.
 * The text must be valid JSON.
 */
export function lineOfMember(json: string, path: JsonPath): number {
  let at = start(json, 0);
  for (const part of path) {
    const next = member(json, at, part);
    if (next === undefined) break;
    at = next;
  }
  return json.slice(0, at).split('\n').length;
}

/** Where a member of the array or object at `open` starts. Of keys that an object has twice, the last one counts. */
function member(json: string, open: number, part: string | number): number | undefined {
  const isArray = json[open] === '[';
  if (typeof part === 'number' ? !isArray : json[open] !== '{') return undefined;
  let found: number | undefined;
  let at = start(json, open + 1);
  for (let index = 0; at < json.length && json[at] !== ']' && json[at] !== '}'; index++) {
    let key: string | number = index;
    if (!isArray) {
      const end = endOf(json, at);
      key = JSON.parse(json.slice(at, end));
      at = start(json, json.indexOf(':', end) + 1);
    }
    if (key === part) found = at;
    if (found !== undefined && isArray) return found;
    at = start(json, endOf(json, at));
    if (json[at] === ',') at = start(json, at + 1);
  }
  return found;
}

function start(json: string, from: number): number {
  let at = from;
  while (at < json.length && ' \t\r\n\uFEFF'.includes(json[at] ?? '')) at++;
  return at;
}

/** The end of the value that starts at `from`. */
function endOf(json: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const char = json[at];
    if (char === '"') at = endOfString(json, at);
    else if (char === '{' || char === '[') {
      depth++;
      at++;
    } else if (char === '}' || char === ']') {
      depth--;
      at++;
    } else if (depth > 0) at++;
    else while (at < json.length && !',]} \t\r\n'.includes(json[at] ?? '')) at++;
  } while (depth > 0 && at < json.length);
  return at;
}

function endOfString(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
