export function clockReads(file: string, text: string): string[];
export function comparedClocks(file: string, text: string): string[];
