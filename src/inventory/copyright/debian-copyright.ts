import { formatLicense, parseLicense } from '../../licenses/license.js';
import { normalizeLicense } from '../../licenses/normalize-license.js';
import { cleanString } from '../file-content.js';
import { debianLicenses } from './debian-license.js';
import { recognizeLicenses } from './license-sentences.js';

/** What a copyright file says. */
export interface DebianCopyright {
  /** The statements of a machine-readable file, each once, in order: `GPL-2+`, `Expat or Apache-2.0`. */
  readonly statements: readonly string[];
  /** An SPDX expression of all licenses, or the name of the license in a text that is not recognized. */
  readonly license?: string;
}

/** More statements than any package of Debian has. */
const MAX_STATEMENTS = 1_000;
/** What `licenseStatement` reads. */
const MAX_STATEMENT_LENGTH = 1_000;

/**
 * Reads the copyright file of a Debian package: machine-readable, or a text in which the sentences of common licenses are
 * recognized. Source: Debian, copyright-format 1.0 (DEP 5), and policy 12.5.
 */
export function readDebianCopyright(text: string): DebianCopyright {
  if (!isMachineReadable(text)) return { statements: [], license: recognizeLicenses(text) };
  const statements = statementsIn(text);
  const expression = debianLicenses(statements);
  return { statements, license: expression && formatLicense(expression) };
}

/** The header is the first paragraph, and begins with the format in most files. */
function isMachineReadable(text: string): boolean {
  const start = text.slice(0, 4_096).replace(/^\uFEFF?\s*/, '');
  const [header = ''] = start.split(/\n[ \t]*\n/, 1);
  return /^format(?:-specification)?:/im.test(header);
}

/**
 * The statements of the header and of the paragraphs about files. Paragraphs with only a license have the texts for these
 * names; they count where no other paragraph has a license. So do those about the files of the packaging, which no package
 * has.
 */
function statementsIn(text: string): string[] {
  const found = {
    files: new Set<string>(),
    packaging: new Set<string>(),
    alone: new Set<string>(),
  };
  const paragraphAbout = (about: keyof typeof found) => ({ licenses: [] as string[], about });
  let paragraph = paragraphAbout('files');
  const end = () => {
    const { licenses, about } = paragraph;
    for (const one of licenses) if (found[about].size < MAX_STATEMENTS) found[about].add(one);
    paragraph = paragraphAbout('alone');
  };
  // A text without a blank line at its end ends the last paragraph.
  for (const [, field, value = '', more = ''] of `${text}\n\n`.matchAll(FIELD_OR_BLANK)) {
    if (field === undefined) end();
    else if (field.toLowerCase() === 'files')
      paragraph.about = isPackaging(`${value}${more}`) ? 'packaging' : 'files';
    else paragraph.licenses.push(...statementIn(value, more));
  }
  const { files, packaging, alone } = found;
  return [...([files, packaging].find(({ size }) => size > 0) ?? alone)];
}

/** The fields that matter, with the lines that continue them, and the blank lines after a paragraph. */
const FIELD_OR_BLANK =
  /^(files|licen[sc]e)[ \t]*:(.*)((?:\n[ \t]+[^\s].*)*)|(?<=\S[ \t\r]*\n)[ \t\r]*$/gim;

function isPackaging(files: string): boolean {
  const patterns = files.trim().split(/\s+/);
  return patterns.every((pattern) => /^(?:\.?\/)?debian(?:\/\*?)?$/.test(pattern));
}

/** The name is on the line of the field, or, against the format, on the next one, where a text may begin as well. */
function statementIn(value: string, more: string): readonly string[] {
  const [next = ''] = more.trimStart().split('\n', 1);
  const isName = value.trim() === '' && parseLicense(normalizeLicense(next.trim())) !== undefined;
  const line = isName ? next : value;
  const statement = cleanString(line, MAX_STATEMENT_LENGTH)?.replace(/\s+/g, ' ');
  return statement ? [statement] : [];
}
