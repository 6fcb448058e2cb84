export function layAction(folder: string): string;
export function layCli(folder: string): string;
export function removeLaid(folder: string): void;
