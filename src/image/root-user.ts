/**
 * Whether a user of an image's configuration, `user:group`, is root by its name or number. The engine reads numbers as
 * decimal ones, so 00 is root too. None is root.
 */
export function isRootUser(user = ''): boolean {
  const name = user.split(':')[0]?.trim() ?? '';
  return name === '' || name === 'root' || isRootId(name);
}

/** Whether the ID of a user, in the configuration or in etc/passwd, is that of root. */
export function isRootId(id: string): boolean {
  return /^[+-]?0+$/.test(id);
}
