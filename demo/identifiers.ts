import { belgianNationalNumber, dutchServiceNumber, luhnDigit, vinWithCheck } from './check-digits.ts';
import type { Random } from './random.ts';

/**
 * Where the town's phone numbers come from. `drama`: set aside by the country's regulator for films and books. Where a
 * country keeps no such range, or it is too small for a town, the number has an obviously made pattern: three or four
 * zeros where subscribers' numbers begin (`*` is any digit).
 */
interface PhoneRange {
  readonly prefix: string;
  readonly digits: number;
  readonly weight: number;
  readonly drama: boolean;
}
const RANGES: Readonly<Record<string, readonly PhoneRange[]>> = {
  FR: [
    { prefix: '+33639980', digits: 3, weight: 1, drama: true },
    { prefix: '+3319900', digits: 4, weight: 2, drama: true },
    { prefix: '+3326191', digits: 4, weight: 2, drama: true },
    { prefix: '+3335301', digits: 4, weight: 2, drama: true },
    { prefix: '+3346571', digits: 4, weight: 2, drama: true },
    { prefix: '+3353649', digits: 4, weight: 2, drama: true },
    { prefix: '+3375**000', digits: 2, weight: 4, drama: false },
    { prefix: '+336***00', digits: 3, weight: 6, drama: false },
  ],
  GB: [
    { prefix: '+447700900', digits: 3, weight: 3, drama: true },
    { prefix: '+442079460', digits: 3, weight: 2, drama: true },
    { prefix: '+441144960', digits: 3, weight: 1, drama: true },
    { prefix: '+441614960', digits: 3, weight: 1, drama: true },
  ],
  DE: [
    { prefix: '+493023125', digits: 3, weight: 1, drama: true },
    { prefix: '+496990009', digits: 3, weight: 1, drama: true },
    { prefix: '+494066969', digits: 3, weight: 1, drama: true },
    { prefix: '+49151*000', digits: 4, weight: 9, drama: false },
    { prefix: '+49157*000', digits: 4, weight: 8, drama: false },
  ],
  BE: [
    { prefix: '+3247*000', digits: 3, weight: 4, drama: false },
    { prefix: '+3248**00', digits: 3, weight: 8, drama: false },
    { prefix: '+3249**00', digits: 3, weight: 8, drama: false },
  ],
  NL: [
    { prefix: '+3161**000', digits: 2, weight: 4, drama: false },
    { prefix: '+3164**00', digits: 3, weight: 8, drama: false },
    { prefix: '+3162**00', digits: 3, weight: 8, drama: false },
  ],
  MA: [{ prefix: '+21266*000', digits: 3, weight: 1, drama: false }],
  TR: [{ prefix: '+9053*0000', digits: 3, weight: 1, drama: false }],
  PL: [{ prefix: '+4850*000', digits: 3, weight: 1, drama: false }],
  RO: [{ prefix: '+4072*000', digits: 3, weight: 1, drama: false }],
  UA: [{ prefix: '+38050*000', digits: 3, weight: 1, drama: false }],
};

/** Draws identifiers that no one else in the town has. Nothing here can belong to a person or a thing outside it. */
export class IdentifierDesk {
  readonly #random: Random;
  readonly #taken = new Set<string>();

  constructor(random: Random, reserved: readonly string[]) {
    this.#random = random;
    for (const value of reserved) this.#taken.add(value);
  }

  #unique(draw: () => string): string {
    for (let turn = 0; ; turn += 1) {
      const value = draw();
      if (!this.#taken.has(value)) {
        this.#taken.add(value);
        return value;
      }
      if (turn > 10_000) throw new RangeError('the town is too big for its ranges of identifiers');
    }
  }

  phone(country: string): string {
    const ranges = (RANGES[country] ?? RANGES['BE'] ?? []).filter((range) => range.weight > 0);
    const total = ranges.reduce((sum, range) => sum + range.weight, 0);
    let turns = 0;
    return this.#unique(() => {
      turns += 1;
      // The country's ranges are nearly used up (towns of a million): the widest pattern there is.
      if (turns > 40) return `+3246${this.#random.digits(7)}`;
      let left = this.#random.fraction() * total;
      for (const range of ranges) {
        left -= range.weight;
        if (left < 0)
          return (
            range.prefix.replace(/\*/g, () => this.#random.digits(1)) + this.#random.digits(range.digits)
          );
      }
      return this.#random.digits(9);
    });
  }

  /** MCC 001: the test network of ITU-T E.212, in no real subscriber's card. */
  imsi(): string {
    return this.#unique(() => `00101${this.#random.digits(10)}`);
  }

  /** 19 digits of ITU-T E.118 with their check digit; issuer 000 belongs to nobody. */
  iccid(): string {
    return this.#unique(() => {
      const body = `8932000${this.#random.digits(11)}`;
      return body + luhnDigit(body);
    });
  }

  /** Type allocation codes that begin with 00 are for test handsets (3GPP TS 23.003, see § 6.2; GSMA TS.06). */
  imei(): string {
    return this.#unique(() => {
      const body = `0010${this.#random.digits(4)}${this.#random.digits(6)}`;
      return body + luhnDigit(body);
    });
  }

  nationalNumber(country: string, birth: string, sex: 'M' | 'F'): string {
    return this.#unique(() => {
      if (country === 'BE') {
        const serial = this.#random.between(1, 498) * 2;
        return belgianNationalNumber(birth, sex === 'M' ? serial - 1 : serial);
      }
      return dutchServiceNumber(`00${this.#random.digits(6)}`) ?? this.nationalNumber(country, birth, sex);
    });
  }

  /** Passport numbers with a pair of letters that no issuer of the town uses; Belgian cards with their check digits. */
  document(kind: 'passport' | 'id-card', issuer: string): string {
    return this.#unique(() => {
      if (kind === 'id-card' && issuer === 'BEL') {
        const body = `59${this.#random.digits(8)}`;
        return body + String(Number(body) % 97 || 97).padStart(2, '0');
      }
      return kind === 'passport' ? `QZ${this.#random.digits(6)}` : `QX${this.#random.digits(7)}`;
    });
  }

  /** Series that the countries do not hand out: Belgian 9-, letters that French and Dutch plates leave out, German QX. */
  plate(country: string): string {
    return this.#unique(() => {
      if (country === 'FR')
        return `${this.#random.letters(1, 'IOU')}${this.#random.letters(1)}-${this.#random.digits(3)}-${this.#random.letters(2)}`;
      if (country === 'DE') return `QX-${this.#random.letters(2)} ${this.#random.between(100, 9999)}`;
      if (country === 'NL')
        return `${this.#random.digits(2)}-${this.#random.letters(1, 'AEIOU')}${this.#random.letters(2)}-${this.#random.digits(1)}`;
      return `9-${this.#random.letters(3)}-${this.#random.digits(3)}`;
    });
  }

  vin(): string {
    return this.#unique(() =>
      vinWithCheck(
        `XX0${this.#random.letters(5)}0${this.#random.letters(1)}${this.#random.letters(1)}${this.#random.digits(6)}`,
      ),
    );
  }
}
