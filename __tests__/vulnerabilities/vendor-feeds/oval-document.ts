/** A package test of a made-up OVAL document: `curl < 7.1-1`, `vim *` (unfixed), `sed <= 1-1`, `awk !` (not affected). */
export type PackageTest = string;

export interface MadeDefinition {
  readonly title: string;
  readonly id?: string;
  /** XML after the title. */
  readonly metadata?: string;
  /** Criteria, with `{0}` for the criterion of the first package, and so on. */
  readonly criteria: string;
  readonly packages: readonly PackageTest[];
}

/** The XML of an OVAL document with the definitions, their tests, objects and states. */
export function ovalDocument(definitions: readonly MadeDefinition[]): string {
  const tests: string[] = [];
  const list = definitions.map(({ title, id, metadata = '', criteria, packages }, i) => {
    const filled = criteria.replace(/\{([0-9]+)\}/g, (_, n) => {
      const [name = '', operator = '', version = ''] = (packages[Number(n)] ?? '').split(' ');
      const ref = `${i}-${n}`;
      const [operation, evr] = EVR[operator] ?? [operator, version];
      tests.push(
        `<t:rpminfo_test id="tst:${ref}"><t:object object_ref="obj:${ref}"/><t:state state_ref="ste:${ref}"/></t:rpminfo_test>`,
        `<t:rpminfo_object id="obj:${ref}"><t:name>${name}</t:name></t:rpminfo_object>`,
        `<t:rpminfo_state id="ste:${ref}"><t:evr datatype="evr_string" operation="${operation}">${evr || version}</t:evr></t:rpminfo_state>`,
      );
      return `<criterion test_ref="tst:${ref}" comment="${name} is tested"/>`;
    });
    return `<definition id="${id ?? `oval:x:def:${i + 1}`}"><metadata><title>${title}</title>${metadata}</metadata>${filled}</definition>`;
  });
  return `<?xml version="1.0"?><oval_definitions xmlns:t="x"><definitions>${list.join('')}</definitions><tests>${tests.join('')}</tests></oval_definitions>`;
}

const EVR: Readonly<Record<string, readonly [operation: string, evr: string]>> = {
  '<': ['less than', ''],
  '<=': ['less than or equal', ''],
  '*': ['greater than', '0:0-0'],
  '!': ['less than', '0:0'],
};

/** A criterion with a comment only. */
export const says = (comment: string) => `<criterion test_ref="tst:none" comment="${comment}"/>`;
export const all = (...parts: readonly string[]) =>
  `<criteria operator="AND">${parts.join('')}</criteria>`;
export const any = (...parts: readonly string[]) =>
  `<criteria operator="OR">${parts.join('')}</criteria>`;
