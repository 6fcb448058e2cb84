/**
 * The protocol of an argument of EXPOSE (`[ip:][host:]port[/protocol]`), as written; empty when there is none. Undefined
 * when the port is missing or the protocol is unknown.
 */
export function portProtocol(port: string): string | undefined {
  const container = port.slice(port.lastIndexOf(':') + 1);
  const slash = container.indexOf('/');
  if (container === '' || slash === 0) return undefined;
  const protocol = slash < 0 ? '' : container.slice(slash + 1);
  return /^(?:tcp|udp|sctp)?$/i.test(protocol) ? protocol : undefined;
}

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** The container ports of an argument of EXPOSE; undefined when they are not numbers. */
export function containerPorts(port: string): PortRange | undefined {
  const container = port.slice(port.lastIndexOf(':') + 1).replace(/\/.*$/, '');
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(container);
  if (!match) return undefined;
  return { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
}
