export function leaveOut(code: string): string;
export function leaveOutOfAction(code: string): string;
