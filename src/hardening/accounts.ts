/** The fields of a line of etc/passwd, etc/shadow or etc/group. */
export type AccountLine = readonly string[];

/** The lines of an account file that have at least `minFields` fields. Source: passwd(5), shadow(5), group(5). */
export function accountLines(text: string | undefined, minFields: number): AccountLine[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '' && !/^[#+-]/.test(line))
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= minFields);
}
