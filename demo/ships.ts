/** Coasters that call at the ports of the town. They are invented: no ship bears a number below five million, and no country's stations 299. */
export interface Ship {
  readonly name: string;
  readonly imo: string;
  readonly mmsi: string;
}

const NAMES = [
  'Kaaimeeuw',
  'Lantern Quay',
  'Sterre der Zee',
  'Brise de Clairmont',
  'Oostwind',
  'Veerman III',
];

export const FLEET: readonly Ship[] = NAMES.map((name, at) => ({
  name,
  imo: imoNumber(204_117 + at * 3_019),
  mmsi: `299${String(104_733 + at * 7_411)}`,
}));

/** The ship that a check or an incident is about, by the event's number alone; most are about none. */
export function shipOf(eventNumber: string): Ship | null {
  const running = Number(eventNumber.slice(-6));
  return running % 17 === 3 ? (FLEET[Math.floor(running / 17) % FLEET.length] ?? null) : null;
}

/** Six digits and the check digit of IMO resolution A.1117(30): the last digit of their sum weighted 7 to 2. */
function imoNumber(first6: number): string {
  const digits = String(first6);
  const sum = Array.from(digits).reduce((total, digit, at) => total + Number(digit) * (7 - at), 0);
  return digits + String(sum % 10);
}
