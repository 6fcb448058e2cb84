/** Whether a text is known before the manifest is rendered. */
export function isPlain(text: string): boolean {
  return text !== '' && !/[{}$<%]/.test(text);
}
