import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import { CodedError, type Clock } from '../base/index.ts';
import { WireError } from './errors.ts';
import type { AgencyKeys } from './keys.ts';
import { readPeer, requirePartnerOf, type Standing } from './partners.ts';

const CONNECT_TIME_MS = 5_000;
const CONNECTIONS_MAX = 8;

export interface AgentOptions {
  readonly keys: AgencyKeys;
  readonly standing: Standing;
  readonly clock: Clock;
  /** The member whom every connection of this agent must reach. */
  readonly memberId: string;
  readonly connectTimeMs?: number;
}

/** Keeps connections to one member alive; hands out none before the key at its other end is the pinned one. */
export class PinnedAgent extends Agent {
  readonly #options: AgentOptions;

  constructor(options: AgentOptions) {
    super({
      keepAlive: true,
      maxSockets: CONNECTIONS_MAX,
      maxFreeSockets: CONNECTIONS_MAX,
      scheduling: 'lifo',
    });
    this.#options = options;
  }

  override createConnection(
    target: { host?: string | null; port?: number | string | null },
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const { keys, connectTimeMs } = this.#options;
    const socket = connect({
      host: (target.host ?? '').replace(/^\[|\]$/g, ''),
      port: Number(target.port ?? 443),
      key: keys.tls.keyPem,
      cert: keys.tls.certPem,
      minVersion: 'TLSv1.3',
      // The pin decides; no session is resumed, so the certificate is shown on every connection.
      rejectUnauthorized: false,
    });
    const done = (error: Error | null): void => {
      clearTimeout(timer);
      socket.removeListener('error', failed);
      if (error !== null) socket.destroy();
      callback?.(error, socket);
    };
    const failed = (cause: Error): void =>
      done(new WireError('partner-down', 'the partner cannot be reached', { cause }));
    const timer = setTimeout(() => {
      socket.on('error', () => {});
      done(new WireError('partner-down', 'the partner does not take the connection in time'));
    }, connectTimeMs ?? CONNECT_TIME_MS);
    socket.once('error', failed);
    socket.once('secureConnect', () => {
      if (socket.destroyed) return;
      try {
        this.#requireMember(socket);
        done(null);
      } catch (error) {
        done(
          error instanceof CodedError
            ? error
            : new WireError('certificate-refused', 'the partner shows no key', { cause: error }),
        );
      }
    });
    return undefined;
  }

  #requireMember(socket: TLSSocket): void {
    const { standing, clock, memberId } = this.#options;
    const peer = readPeer(socket);
    const pinned = standing.agreement().members.find((member) => member.id === memberId)?.tlsKeys ?? [];
    if (peer === null || !pinned.includes(peer.pin)) {
      throw new WireError('certificate-refused', 'the partner shows another key than the agreement pins');
    }
    requirePartnerOf(peer, standing, clock.now());
  }
}
