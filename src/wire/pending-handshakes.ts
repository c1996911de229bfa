import type { Socket } from 'node:net';

export interface PendingLimits {
  /** So many connections may be between accepted and known, in all and from one address. */
  readonly handshakesMax: number;
  readonly handshakesPerAddressMax: number;
}

/** Of a flood the log hears so often at most, with how many connections were ended. */
const TOLD_EVERY_MS = 10_000;

/**
 * Connections of which it is not known yet whether a member stands at their other end: their handshake is under way. There is always
 * room for one more: above a limit the one that has waited longest is ended, of the new one's address or of the address that has
 * most. A member needs a moment for its handshake, whoever only holds a connection has to wait; so strangers shut out nobody.
 */
export class PendingHandshakes {
  readonly #limits: PendingLimits;
  readonly #onFlood: (ended: number) => void;
  /** By address, oldest first. */
  readonly #byAddress = new Map<string, Set<Socket>>();
  readonly #byName = new Map<string, Socket>();
  #ended = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** `onFlood` is told how many were ended since it was told last. */
  constructor(limits: PendingLimits, onFlood: (ended: number) => void) {
    this.#limits = limits;
    this.#onFlood = onFlood;
  }

  /** A connection was accepted. */
  begin(socket: Socket): void {
    const { remoteAddress: address } = socket;
    const name = nameOf(socket);
    if (address === undefined || name === null) {
      socket.destroy();
      return;
    }
    const same = this.#byAddress.get(address) ?? new Set<Socket>();
    this.#byAddress.set(address, same.add(socket));
    this.#byName.set(name, socket);
    socket.once('close', () => this.#leave(name, socket, address));
    if (same.size > this.#limits.handshakesPerAddressMax) this.#endOldest(same);
    if (this.#byName.size > this.#limits.handshakesMax) this.#endOldest(this.#largest());
  }

  /** Its handshake is over, and it is counted elsewhere from now on. */
  end(socket: Socket): void {
    const name = nameOf(socket);
    const pending = name === null ? undefined : this.#byName.get(name);
    if (name !== null && pending !== undefined) this.#leave(name, pending, socket.remoteAddress ?? '');
  }

  #leave(name: string, socket: Socket, address: string): void {
    if (this.#byName.get(name) === socket) this.#byName.delete(name);
    const same = this.#byAddress.get(address);
    same?.delete(socket);
    if (same?.size === 0) this.#byAddress.delete(address);
  }

  #largest(): ReadonlySet<Socket> {
    let largest: ReadonlySet<Socket> = new Set();
    for (const same of this.#byAddress.values()) if (same.size > largest.size) largest = same;
    return largest;
  }

  #endOldest([oldest]: Iterable<Socket>): void {
    if (oldest === undefined) return;
    const name = nameOf(oldest);
    if (name !== null) this.#leave(name, oldest, oldest.remoteAddress ?? '');
    oldest.destroy();
    this.#ended += 1;
    const now = performance.now();
    if (now - this.#toldAt < TOLD_EVERY_MS) return;
    this.#toldAt = now;
    this.#onFlood(this.#ended);
    this.#ended = 0;
  }
}

/** The other end's address and port: one connection at a time has them, before its handshake and after. */
function nameOf({ remoteAddress, remotePort }: Socket): string | null {
  return remoteAddress === undefined || remotePort === undefined ? null : `${remoteAddress} ${remotePort}`;
}
