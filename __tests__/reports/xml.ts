/** An element of a small XML document. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Parses the XML that our reports write. Throws for characters that XML 1.0 forbids and for unbalanced tags. */
export function readXml(source: string): Element {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(source)) {
    throw new Error('a character that XML 1.0 forbids');
  }
  const tokens = source.matchAll(
    /<\?xml [^?]*\?>|<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)|(<)/g,
  );
  const root = {
    name: '',
    attributes: new Map<string, string>(),
    children: [] as Element[],
    text: '',
  };
  const open: {
    name: string;
    attributes: Map<string, string>;
    children: Element[];
    text: string;
  }[] = [root];
  for (const [token, closing, name = '', attributes = '', empty, text, stray] of tokens) {
    const parent = open.at(-1);
    if (!parent || stray) throw new Error(`a stray < in ${source.slice(0, 200)}`);
    if (text !== undefined) parent.text += decode(text);
    else if (closing) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
      open.pop();
    } else if (!token.startsWith('<?')) {
      const element = { name, attributes: readAttributes(attributes), children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [document] = root.children;
  if (!document || root.children.length !== 1 || open.length !== 1)
    throw new Error('not one document');
  return document;
}

function readAttributes(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/ ([a-z]+)="([^"]*)"/g)].map((m) => [m[1] ?? '', decode(m[2] ?? '')]),
  );
}

function decode(text: string): string {
  return text.replace(/&([^;]{0,9};?)/g, (_, entity: string) => {
    const code = /^#(\d+);$/.exec(entity)?.[1];
    if (!code) throw new Error(`&${entity} is not a character reference`);
    return String.fromCodePoint(Number(code));
  });
}
