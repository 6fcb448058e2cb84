export function leaveOut(code: string): string;
