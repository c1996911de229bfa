/** The cookie's name carries the agency: browsers share cookies between the ports of one host. */
export function cookieName(agencyId: string): string {
  return `entente_${agencyId}`;
}

const HEADER_CHARACTERS_MAX = 8_192;

/** The token in a Cookie header, or null; a token is 16 to 128 characters of base64url or hexadecimal. */
export function readToken(header: string | undefined, agencyId: string): string | null {
  if (header === undefined || header.length > HEADER_CHARACTERS_MAX) return null;
  const prefix = `${cookieName(agencyId)}=`;
  for (const part of header.split(';')) {
    const cookie = part.trim();
    if (!cookie.startsWith(prefix)) continue;
    const token = cookie.slice(prefix.length);
    return /^[A-Za-z0-9_-]{16,128}$/.test(token) ? token : null;
  }
  return null;
}

/** A session cookie: unread by scripts, sent to this site alone, gone with the browser. */
export function setCookie(agencyId: string, token: string, secure: boolean): string {
  return `${cookieName(agencyId)}=${token}; HttpOnly; SameSite=Strict; Path=/${secure ? '; Secure' : ''}`;
}

export function clearCookie(agencyId: string, secure: boolean): string {
  return `${setCookie(agencyId, '', secure)}; Max-Age=0`;
}
