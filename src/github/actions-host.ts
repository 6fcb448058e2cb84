import { debug, error, info, warning } from '@actions/core';
import { getExecOutput } from '@actions/exec';
import { PortsideError, reason } from '../findings/errors.js';
import type { Host } from '../host.js';
import { logLine, plain } from '../reports/escape.js';

/**
 * The host of a workflow's step, on @actions/core and @actions/exec. Texts may hold foreign data: a line break would let
 * one begin a workflow command, so it is made plain first.
 */
export function actionsHost(find: Host['find']): Host {
  return {
    debug: (message) => debug(message),
    info: (message) => info(logLine(plain(message))),
    warning: (message) => warning(message),
    error: (message) => error(message),
    progress: (message) => debug(message),
    find,
    run: async (program, args, options = {}) => {
      try {
        const { exitCode, stdout, stderr } = await getExecOutput(program, [...args], {
          silent: true,
          ignoreReturnCode: true,
          ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
          ...(options.env === undefined ? {} : { env: { ...options.env } }),
        });
        return { status: exitCode, stdout, stderr };
      } catch (cause) {
        throw new PortsideError(
          'incomplete',
          `Cannot run ${program}: ${reason(cause)}`,
          undefined,
          cause,
        );
      }
    },
  };
}
