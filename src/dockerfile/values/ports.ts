/**
 * The protocol of a port as EXPOSE takes it (`[ip:][host:]port[/protocol]`), as written and empty when left out;
 * undefined when there is no port or the protocol is unknown.
 */
export function portProtocol(port: string): string | undefined {
  const container = port.slice(port.lastIndexOf(':') + 1);
  const slash = container.indexOf('/');
  if (container === '' || slash === 0) return undefined;
  const protocol = slash < 0 ? '' : container.slice(slash + 1);
  return /^(?:tcp|udp|sctp)?$/i.test(protocol) ? protocol : undefined;
}

/** The container ports of a word of EXPOSE; undefined when it is not understood. */
export function containerPorts(
  port: string,
): { readonly from: number; readonly to: number } | undefined {
  const container = port.slice(port.lastIndexOf(':') + 1).replace(/\/.*$/, '');
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(container);
  if (!match) return undefined;
  return { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
}
