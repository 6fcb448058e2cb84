/**
 * Texts that are no secret by their form: names, paths and numbers as people write them. A token that a program made is none
 * of them, whatever variable or option has it.
 */

/** Whether a text consists of words and numbers: `libjemalloc.so.2`, `java-17-openjdk-amd64`, `JarLauncher`. */
export function isPlainName(text: string): boolean {
  return text.length <= MAX_NAME && text.split(/[-_.+@~*%${}…]/).every(isPlainPart);
}

/** Whether a text is a path, or the name of a file with code, of plain names. */
export function isPlainPath(text: string): boolean {
  return PATH.test(text) && text.split(/[/\\]/).every(isPlainName);
}

/** Whether a text is a number, a size, a range of ports or a switch. */
export function isPlainNumber(text: string): boolean {
  return /^(?:\d{1,6}(?:[.:,-]\d{1,6}){0,4}(?:[kmgt]b?|ms|s|%)?|true|false|on|off|yes|no)$/i.test(
    text,
  );
}

const MAX_NAME = 128;
const PATH =
  /[/\\]|^[.~$…]|\.(?:so(?:\.\d+)*|[cm]?[jt]s|jar|py|rb|pm|pl|sh|json|ya?ml|toml|conf|ini)$/;

function isPlainPart(part: string): boolean {
  if (/^(?:\d{0,10}|[A-Za-z]{0,5}\d{1,6}[A-Za-z]{0,2}|[A-Za-z\d]{1,6})$/.test(part)) return true;
  const words = part.replace(/\d{1,4}$/, '').split(CAPITALS);
  // The words of a name are longer than the pieces of a random text.
  const isLong = words.length === 1 || part.length >= 3.5 * words.length;
  return isLong && words.every(isWord);
}

/** Between the words of `MaxRAMPercentage`. */
const CAPITALS = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

function isWord(word: string): boolean {
  if (!/^(?:[A-Z]?[a-z]{1,22}|[A-Z]{1,14})$/.test(word)) return false;
  return word.length < 12 || !/[^aeiouy]{5}/i.test(word);
}
