export function leaveOut(code: string): string;
export function leaveOutZstd(code: string): string;
