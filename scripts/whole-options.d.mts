export function wholeOptions(file: string, text: string): string[];
