import type { TLSSocket } from 'node:tls';
import { type Agreement, type Member, requireInForce } from './agreement.ts';
import { isInDate, pinOf } from './certificate.ts';
import { WireError } from './errors.ts';

/** Who stands at the other end of a connection, as far as its certificate can say. */
export interface Peer {
  readonly pin: string;
  readonly inDate: (now: Date) => boolean;
}

/** What both ends need to decide about a peer; functions, because an agreement may change under a living connection. */
export interface Standing {
  readonly agreement: () => Agreement;
  readonly self: string;
  readonly revoked?: () => ReadonlySet<string>;
}

/** The key at the other end; null when it showed no certificate. TLS has proved that the peer holds that key. */
export function readPeer(socket: TLSSocket): Peer | null {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  return { pin: pinOf(certificate.publicKey), inDate: (now) => isInDate(certificate, now) };
}

/** The partner that this peer is, at `now`; throws why it is none. Names in certificates are never looked at. */
export function requirePartnerOf(peer: Peer | null, standing: Standing, now: Date): Member {
  const agreement = standing.agreement();
  requireInForce(agreement, now);
  const member = peer === null ? undefined : agreement.members.find((one) => one.tlsKeys.includes(peer.pin));
  if (peer === null || member === undefined || member.id === standing.self) {
    throw new WireError('unknown-partner', 'the key of this connection is not pinned in the agreement');
  }
  if (standing.revoked?.().has(member.id) === true) {
    throw new WireError('partner-revoked', 'this member is no longer a partner', {
      evidence: { partner: member.id },
    });
  }
  if (!peer.inDate(now)) {
    throw new WireError(
      'certificate-refused',
      'the certificate of this connection has expired or is not valid yet',
    );
  }
  return member;
}
