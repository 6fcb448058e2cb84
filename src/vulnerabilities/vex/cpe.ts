/** What a CPE name says, as far as it is compared. A part that can be anything is empty. */
export interface Cpe {
  readonly part: string;
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
  readonly update: string;
}

/**
 * Reads a CPE name; undefined for another text. `-`, which means that there is no value, is kept.
 * Sources: NIST IR 7695, Common Platform Enumeration 2.3; CPE 2.2.
 */
export function parseCpe(text: string): Cpe | undefined {
  const parts = text.trim().split(/(?<!\\):/);
  const isFormatted = /^cpe:2\.3:/i.test(text.trim());
  if (!isFormatted && !/^cpe:\//i.test(text.trim())) return undefined;
  const own = isFormatted ? parts.slice(2) : [parts[1]?.slice(1) ?? '', ...parts.slice(2)];
  const [part = '', vendor = '', product = '', version = '', update = ''] = own.map((one) =>
    one === '*' ? '' : unescapeCpe(one),
  );
  return { part: part.toLowerCase(), vendor, product, version, update };
}

function unescapeCpe(text: string): string {
  return text
    .replace(/\\(.)/g, '$1')
    .replace(/%([2-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
}
