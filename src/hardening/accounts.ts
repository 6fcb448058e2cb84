/** A line of etc/passwd, etc/shadow or etc/group: its fields. */
export type AccountLine = readonly string[];

/** The lines of an account file that have at least `fields` fields. Source: passwd(5), shadow(5), group(5). */
export function accountLines(text: string | undefined, fields: number): AccountLine[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '' && !/^[#+-]/.test(line))
    .map((line) => line.split(':'))
    .filter((line) => line.length >= fields);
}
