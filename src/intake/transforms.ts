import { isIsoDate, readDate, readExcelDay } from './dates.ts';
import type { MappingSpec, TransformSpec } from './mapping-schema.ts';
import { readPattern } from './patterns.ts';

/** What a step makes of a text: the new text, or why it could not (never with the value inside). */
export type StepResult = string | { readonly bad: string };
export type Step = (text: string) => StepResult;

export const CELL_LENGTH_MAX = 65_536;

/** The steps of a list of transforms as one; each text on the way stays within 64 KiB. */
export function buildTransforms(
  specs: readonly TransformSpec[] | undefined,
  tables: MappingSpec['tables'],
): Step {
  const steps = (specs ?? []).map((spec) => buildStep(spec, tables));
  return (text) => {
    let now = text.trim();
    for (const step of steps) {
      const next = step(now);
      if (typeof next !== 'string') return next;
      if (next.length > CELL_LENGTH_MAX) return { bad: 'a transform made the text longer than 64 KiB' };
      now = next;
    }
    return now.trim();
  };
}

const PLAIN_STEPS: Readonly<Record<Extract<TransformSpec, string>, Step>> = {
  trim: (text) => text.trim(),
  'collapse-spaces': (text) => text.replace(/\s+/g, ' ').trim(),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  'title-case': titleCase,
  'strip-leading-zeros': (text) => text.replace(/^0+(?=.)/, ''),
  'digits-only': (text) => text.replace(/[^0-9]/g, ''),
  'letters-and-digits': (text) => text.replace(/[^\p{L}\p{N}]/gu, ''),
  'swap-comma': swapComma,
  number: readDecimal,
  plate: (text) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ''),
};

function buildStep(spec: TransformSpec, tables: MappingSpec['tables']): Step {
  if (typeof spec === 'string') return PLAIN_STEPS[spec];
  if ('prefix' in spec) return (text) => (text === '' ? '' : spec.prefix + text);
  if ('suffix' in spec) return (text) => (text === '' ? '' : text + spec.suffix);
  if ('remove' in spec) return (text) => text.replaceAll(spec.remove, '');
  if ('replace' in spec) return (text) => text.split(spec.replace.from).join(spec.replace.to);
  if ('take' in spec) return takeStep(spec.take.from, spec.take.length);
  if ('pad-left' in spec)
    return (text) => (text === '' ? '' : text.padStart(spec['pad-left'].length, spec['pad-left'].with));
  if ('split' in spec) return (text) => (text.split(spec.split.by)[spec.split.part - 1] ?? '').trim();
  if ('pattern' in spec) return patternStep(spec.pattern.match, spec.pattern.group);
  if ('table' in spec) return tableStep(tables, spec.table);
  if ('date' in spec) return dateStep(spec.date);
  if ('excel-date' in spec) return excelStep(spec['excel-date']);
  return phoneStep(spec.phone['country-code'], spec.phone.trunk);
}

function titleCase(text: string): string {
  return text
    .toLowerCase()
    .replace(
      /(^|[^\p{L}\p{M}\p{N}])(\p{L})/gu,
      (_, before: string, first: string) => before + first.toUpperCase(),
    );
}

function swapComma(text: string): string {
  const comma = text.indexOf(',');
  return comma < 0 ? text : `${text.slice(comma + 1).trim()} ${text.slice(0, comma).trim()}`.trim();
}

function readDecimal(text: string): StepResult {
  const match = /^([+-]?)(\d+)(?:[.,](\d*))?$/.exec(text);
  if (match === null) return { bad: 'is not a number' };
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '');
  const rest = (match[3] ?? '').replace(/0+$/, '');
  const plain = rest === '' ? whole : `${whole}.${rest}`;
  return match[1] === '-' && plain !== '0' ? `-${plain}` : plain;
}

function takeStep(from: number, length: number): Step {
  return (text) => {
    const piece = Array.from(text).slice(from - 1, from - 1 + length);
    return piece.length < length
      ? { bad: `is shorter than ${from - 1 + length} characters` }
      : piece.join('');
  };
}

function patternStep(source: string, group: number): Step {
  const pattern = readPattern(source);
  return (text) => pattern?.readWhole(text, group) ?? { bad: 'does not have the expected pattern' };
}

/** A table's own look-up; undefined when the text is not in it. */
export function readTable(tables: MappingSpec['tables'], name: string): (text: string) => string | undefined {
  const table = new Map(Object.entries(tables?.[name] ?? {}).map(([key, value]) => [key.trim(), value]));
  return (text) => table.get(text.trim());
}

function tableStep(tables: MappingSpec['tables'], name: string): Step {
  const look = readTable(tables, name);
  return (text) => look(text) ?? { bad: `is not in the table ${name}` };
}

function dateStep(date: Extract<TransformSpec, { date: unknown }>['date']): Step {
  const format = typeof date === 'string' ? date : date.format;
  const pivot = typeof date === 'string' ? undefined : date.pivot;
  return (text) => readDate(text, format, pivot) ?? { bad: `is not a date of the form ${format}` };
}

function excelStep(system: 1900 | 1904): Step {
  return (text) =>
    readExcelDay(text, system) ?? (isIsoDate(text) ? text : { bad: 'is not the number of a day' });
}

/** Digits with the country in front: a canonical text, not a judgement whether such a number is in service. */
function phoneStep(countryCode: string, trunk: string): Step {
  return (text) => {
    const digits = text.replace(/\(0\)/g, '').replace(/[^0-9+]/g, '');
    if (/[A-Za-z]/.test(text) || digits.lastIndexOf('+') > 0) return { bad: 'is not a telephone number' };
    let international: string;
    if (digits.startsWith('+')) international = digits.slice(1);
    else if (digits.startsWith('00')) international = digits.slice(2);
    else
      international =
        countryCode + (trunk !== '' && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits);
    const fits = international.length >= 6 && international.length <= 15;
    return fits && digits.length >= 6
      ? `+${international}`
      : { bad: 'has too few or too many figures for a telephone number' };
  };
}
