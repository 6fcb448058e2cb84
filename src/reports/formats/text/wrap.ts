/**
 * Breaks one line of plain text into lines of at most `width` columns, at its spaces. `first` is how many columns of the
 * first line are taken already. A word that is longer than a line stays whole, so that it can be copied. At least one line.
 */
export function wrap(text: string, width: number, first = 0): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = width - (lines.length === 0 ? first : 0);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
