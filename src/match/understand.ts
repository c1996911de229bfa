import { MatchError } from './errors.ts';
import { emptySubject, type Subject } from './subject.ts';
import { takeIdentifiers } from './understand-identifiers.ts';
import { type Chip, Scan } from './understand-scan.ts';
import { CONTINUES } from './understand-words.ts';
import { takeWords } from './understand-words-left.ts';

/** What the Ask box made of a text: nothing of it is lost, unused pieces say why. */
export interface Understood {
  readonly chips: readonly Chip[];
  readonly subjects: readonly Subject[];
}

export const UNDERSTAND_LENGTH_MAX = 10_000;
export const UNDERSTAND_LINES_MAX = 200;

/**
 * Reads free text about one subject, or a pasted list with one subject a line. A line that begins with a label ('born',
 * 'tel') goes on about the subject before. Throws 'text-too-long' and 'too-many-lines'.
 */
export function understand(text: string, o: { defaultCountry: string; today: string }): Understood {
  const lines = linesOf(text);
  const chips: Chip[] = [];
  const subjects: Subject[] = [];
  for (const line of lines) {
    const goesOn = subjects.length > 0 && CONTINUES.test(line);
    const subject = goesOn ? subjects[subjects.length - 1] : emptySubject('thing');
    if (subject === undefined) continue;
    const scan = new Scan(line);
    takeIdentifiers(scan, subject, o);
    takeWords(scan, subject);
    const isEmpty = !goesOn && scan.found.every(({ piece }) => piece.type === 'unused');
    if (!goesOn && !isEmpty) subjects.push(subject);
    const subjectIndex = isEmpty ? -1 : subjects.length - 1;
    const inOrder = scan.found.sort((left, right) => left.at - right.at);
    for (const { text: piece, piece: found } of inOrder) chips.push({ ...found, text: piece, subjectIndex });
  }
  for (const subject of subjects) settleKind(subject);
  return { chips: chips.map((chip) => withWhatItAsks(chip, subjects[chip.subjectIndex])), subjects };
}

/** Days narrow a number that was said beside them; without one they ask nothing. */
function withWhatItAsks(chip: Chip, subject: Subject | undefined): Chip {
  if (chip.type !== 'window' || (subject?.phones.length ?? 0) > 0) return chip;
  return { ...chip, type: 'unused', note: 'days narrow a phone number, and none is given' };
}

function linesOf(text: string): string[] {
  if (text.length > UNDERSTAND_LENGTH_MAX) {
    throw new MatchError(
      'text-too-long',
      `the text has ${text.length} characters, ${UNDERSTAND_LENGTH_MAX} are allowed`,
    );
  }
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => line.trim() !== '');
  if (lines.length > UNDERSTAND_LINES_MAX) {
    throw new MatchError(
      'too-many-lines',
      `the list has ${lines.length} lines, ${UNDERSTAND_LINES_MAX} are allowed`,
    );
  }
  return lines.map((line) =>
    line
      .replaceAll('\t', ' ; ')
      .replace(/[\p{Cc}\p{Co}]/gu, ' ')
      .normalize('NFC'),
  );
}

/** A name or a birth date makes a person; else an organisation's name; else the place; else a thing. */
function settleKind(subject: Subject): void {
  if (subject.names.length + subject.birthDates.length + subject.nationalNumbers.length > 0)
    subject.kind = 'person';
  else if (subject.organisations.length > 0) {
    subject.kind = 'organisation';
    subject.names = subject.organisations.map(({ name }) => name);
    subject.organisations = [];
  } else if (subject.addresses.length > 0 && subject.phones.length + subject.vehicles.length === 0)
    subject.kind = 'address';
}
